//! The beginning of the page, which says what everything comes to, and its end.

use maud::{Markup, html};

use super::{Page, level};
use crate::closing::Word;
use crate::report::What;
use crate::summary::{Counts, Summary};

/// How many recordings are named.
const MOST_NAMES: usize = 4;

/// The verdict, the line that matters, and the numbers.
pub(super) fn header(page: &Page, summary: &Summary) -> Markup {
    let word = Word::of(summary);
    let line = page.asked.last_line(summary);
    let (_, rest) = line.split_once(": ").unwrap_or(("", &line));
    let list = &page.recordings.list;
    let more = (list.len().saturating_sub(MOST_NAMES) as u64).saturating_add(page.recordings.further);
    html! {
        header class=(word.text()) {
            p.kicker { "Direct Line 1.1" }
            h1 { span.sign aria-hidden="true" { (level::sign_of(word)) } " " (word.text()) }
            p.line { (rest) }
            (numbers(summary.counts(), page.what))
            dl.run {
                dt { "profile" } dd { (page.profile.name()) }
                dt { "tool" } dd { "directline " (env!("CARGO_PKG_VERSION")) }
                @if !list.is_empty() {
                    dt { (if list.len() == 1 { "recording" } else { "recordings" }) }
                    @for one in list.iter().take(MOST_NAMES) { dd { code { (one.name) } } }
                    @if more > 0 { dd { "and " (more) " more" } }
                }
                @if let Some(step) = page.asked.next_step(summary) { dt { "next" } dd { code { (step) } } }
            }
        }
    }
}

/// The numbers of verdicts, with a bar that shows their parts, and of findings.
fn numbers(counts: &Counts, what: What) -> Markup {
    let verdicts = [
        ("violates", "violate", counts.violates),
        ("inconclusive", "inconclusive", counts.inconclusive),
        ("conforms", "conform", counts.conforms),
        ("out-of-scope", "out of scope", counts.out_of_scope),
    ];
    let findings = [
        ("error", "errors", counts.errors),
        ("warning", "warnings", counts.warnings),
        ("note", "notes", counts.notes),
    ];
    let all = counts.exchanges;
    let mut before = 0_u64;
    let parts = verdicts.map(|(class, _, number)| {
        let start = before;
        before = before.saturating_add(number);
        (class, start, number)
    });
    html! {
        @if all > 0 {
            svg.share width="100%" height="8" aria-hidden="true" {
                @for (class, start, number) in parts {
                    @if number > 0 {
                        rect class=(class) x=(percent(start, all)) width=(percent(number, all)) height="8" {}
                    }
                }
            }
        }
        dl.numbers {
            div { dt { (what.noun()) "s" } dd { (all) } }
            @for (class, name, number) in verdicts.into_iter().chain(findings) {
                div class={ (class) @if number == 0 { " none" } } { dt { (name) } dd { (number) } }
            }
        }
    }
}

/// A part of a whole, with two digits after the point.
fn percent(part: u64, whole: u64) -> String {
    let parts = u128::from(part).saturating_mul(10_000).checked_div(u128::from(whole)).unwrap_or(0);
    format!("{}.{:02}%", parts / 100, parts % 100)
}

/// The line that matters, again.
pub(super) fn footer(page: &Page, summary: &Summary) -> Markup {
    html! {
        footer {
            p { (page.asked.last_line(summary)) }
            p { "This file holds everything that it shows. It runs no script and fetches nothing." }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn parts_are_percent() {
        assert_eq!(percent(1, 3), "33.33%");
        assert_eq!(percent(u64::MAX, u64::MAX), "100.00%");
        assert_eq!(percent(1, 0), "0.00%");
    }
}
