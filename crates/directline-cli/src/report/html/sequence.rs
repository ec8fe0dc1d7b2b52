//! The sequence diagram of one conversation: SVG without fixed width, whose text keeps its size on any screen.

use hyper::StatusCode;
use maud::{Markup, html};

use super::conversations::{Conversation, Step};
use super::level;
use super::row::{Answer, Row};
use crate::closing::plural;
use crate::report::groups::Groups;

/// Where the lines of life stand, and what is written between them.
const CLIENT: &str = "18%";
const SERVICE: &str = "88%";
const BETWEEN: &str = "53%";

/// Heights, in pixels.
const HEAD: usize = 34;
const ROW: usize = 58;
const LINE: usize = 19;
const GAP: usize = 30;
const SPACE: usize = 6;

/// The name of an exchange's place in the document: the number of its diagram and its own.
pub(super) fn anchor(diagram: usize, index: usize) -> String {
    format!("exchange-{diagram}-{index}")
}

/// The heads of arrows, which diagrams refer to. It stands in the document once.
pub(super) fn arrows() -> Markup {
    html! {
        svg width="0" height="0" aria-hidden="true" class="arrows" {
            defs {
                path id="to-service" d="M-9-4.5 0 0-9 4.5z" {}
                path id="to-client" d="M9-4.5 0 0 9 4.5z" {}
            }
        }
    }
}

/// The diagram.
pub(super) fn diagram(number: usize, conversation: &Conversation, groups: &Groups) -> Markup {
    let first = conversation.rows().find_map(|row| row.started);
    let mut at = HEAD;
    let mut steps = Vec::new();
    for step in &conversation.steps {
        let height = height(step);
        steps.push(match step {
            Step::Exchange(row) => exchange(at, row, first, &anchor(number, row.index), groups),
            Step::LeftOut(exchanges) => gap(at, *exchanges),
        });
        at = at.saturating_add(height);
    }
    let height = at.saturating_add(6);
    html! {
        svg.sequence width="100%" height=(height) role="group" aria-label="Exchanges between client and service in order of time" {
            @for (x, name) in [(CLIENT, "client"), (SERVICE, "service")] {
                text.party x=(x) y="18" text-anchor="middle" { (name) }
            }
            @for step in &steps { (step) }
        }
    }
}

fn height(step: &Step) -> usize {
    match step {
        Step::Exchange(row) => height_of(row),
        Step::LeftOut(_) => GAP,
    }
}

fn height_of(row: &Row) -> usize {
    let lines = lines(row);
    let space = if lines > 0 { SPACE } else { 0 };
    ROW.saturating_add(LINE.saturating_mul(lines)).saturating_add(space)
}

/// How many lines stand below the arrows.
fn lines(row: &Row) -> usize {
    row.groups
        .len()
        .saturating_add(usize::from(row.further > 0))
        .saturating_add(usize::from(row.is_inconclusive))
}

fn exchange(at: usize, row: &Row, first: Option<i64>, anchor: &str, groups: &Groups) -> Markup {
    let y = |offset: usize| at.saturating_add(offset);
    let below = |number: usize| y(ROW.saturating_add(LINE.saturating_mul(number)).saturating_add(11));
    let mut named: Vec<_> =
        row.groups.iter().filter_map(|number| Some((*number, groups.get(*number)?))).collect();
    named.sort_by_key(|(_, group)| std::cmp::Reverse(group.level));
    let worst = named.first().map(|(_, group)| group.level);
    let height = height_of(row);
    let after = row.groups.len();
    html! {
        g id=(anchor) class=(worst.map_or("step", level::class)) {
            @if worst.is_some() {
                rect.tint x="0" y=(y(2)) width="100%" height=(height.saturating_sub(4)) rx="4" {}
                rect.bar x="0" y=(y(2)) width="4" height=(height.saturating_sub(4)) {}
            }
            (life(at, height, "life"))
            text.index x="12" y=(y(26)) { (row.index) }
            @if let Some(since) = since(first, row.started) {
                text.time x="12" y=(y(43)) { (since) }
            }
            text x=(BETWEEN) y=(y(19)) text-anchor="middle" { (row.request) }
            line.request x1=(CLIENT) x2=(SERVICE) y1=(y(27)) y2=(y(27)) {}
            use href="#to-service" x=(SERVICE) y=(y(27)) {}
            (answer(row.answer, y(44)))
            @for (line, (number, group)) in named.iter().enumerate() {
                a class=(level::class(group.level)) href=(format!("#finding-{}", number.saturating_add(1))) {
                    text.mark x=(BETWEEN) y=(below(line)) text-anchor="middle" {
                        (level::sign(group.level)) " " (group.rule.name)
                    }
                }
            }
            @if row.further > 0 {
                text.more x=(BETWEEN) y=(below(after)) text-anchor="middle" { "and " (row.further) " more" }
            }
            @if row.is_inconclusive {
                text.more x=(BETWEEN) y=(below(after)) text-anchor="middle" { "? inconclusive" }
            }
        }
    }
}

fn answer(answer: Answer, y: usize) -> Markup {
    let arrow = y.saturating_add(8);
    let text = match answer {
        Answer::Status(status) => {
            let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
            format!("{status} {}", reason.unwrap_or_default())
        }
        Answer::None => "no answer came".to_owned(),
        Answer::NotRecorded => "no answer recorded".to_owned(),
    };
    html! {
        text.answer x=(BETWEEN) y=(y) text-anchor="middle" { (text.trim_end()) }
        @if matches!(answer, Answer::Status(_)) {
            line.response x1=(CLIENT) x2=(SERVICE) y1=(arrow) y2=(arrow) {}
            use href="#to-client" x=(CLIENT) y=(arrow) {}
        }
    }
}

/// The lines of life beside a step.
fn life(at: usize, height: usize, class: &str) -> Markup {
    html! {
        @for x in [CLIENT, SERVICE] {
            line class=(class) x1=(x) x2=(x) y1=(at) y2=(at.saturating_add(height)) {}
        }
    }
}

fn gap(at: usize, exchanges: u64) -> Markup {
    html! {
        (life(at, GAP, "life left-out"))
        text.more x=(BETWEEN) y=(at.saturating_add(20)) text-anchor="middle" {
            "… " (plural(exchanges, "exchange")) " left out …"
        }
    }
}

/// How long after the first exchange: `+35 ms`, `+1.3 s`, `+12 min`.
fn since(first: Option<i64>, started: Option<i64>) -> Option<String> {
    const MILLISECOND: u64 = 1_000_000;
    let millis = u64::try_from(started?.checked_sub(first?)?).ok()?.checked_div(MILLISECOND)?;
    let seconds = millis / 1000;
    Some(match seconds {
        0 => format!("+{millis} ms"),
        1..10 => format!("+{seconds}.{} s", millis / 100 % 10),
        10..120 => format!("+{seconds} s"),
        120..7200 => format!("+{} min", seconds / 60),
        7200..172_800 => format!("+{} h", seconds / 3600),
        _ => format!("+{} d", seconds / 86_400),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_short() {
        const SECOND: i64 = 1_000_000_000;
        for (nanoseconds, text) in [
            (0, "+0 ms"),
            (SECOND / 3, "+333 ms"),
            (SECOND - 1, "+999 ms"),
            (SECOND * 4 / 3, "+1.3 s"),
            (61 * SECOND, "+61 s"),
            (121 * SECOND, "+2 min"),
            (86_400 * SECOND, "+24 h"),
            (864_000 * SECOND, "+10 d"),
        ] {
            assert_eq!(since(Some(5), Some(5 + nanoseconds)).as_deref(), Some(text));
        }
        assert_eq!(since(Some(5), Some(4)), None);
        assert_eq!(since(Some(i64::MIN), Some(i64::MAX)), None);
    }
}
