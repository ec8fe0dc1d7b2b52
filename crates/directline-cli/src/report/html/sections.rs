//! The sections between verdict and end. One that has nothing to say is empty, and left out.

use std::sync::Arc;

use directline_validator::{Level, Rule};
use maud::{Markup, html};

use super::conversations::{Conversation, Conversations};
use super::findings::{self, Anchors};
use super::{Page, manual, sequence};
use crate::closing::{self, plural};
use crate::color::Styles;
use crate::report::What;
use crate::report::baseline;
use crate::report::by_rule::OfRule;
use crate::report::groups::Groups;
use crate::report::recordings::Recordings;
use crate::summary::Summary;

impl Page {
    /// Where the exchanges of the diagrams stand in the page.
    pub(super) fn anchors(&self) -> Anchors {
        let list = self.conversations.list.iter().enumerate();
        list.flat_map(|(number, one)| {
            let anchor = move |index| ((Arc::clone(&one.capture), index), sequence::anchor(number, index));
            one.rows().map(move |row| anchor(row.index))
        })
        .collect()
    }

    /// What hunts and replays came to.
    pub(super) fn runs_section(&self) -> Markup {
        html! {
            @for run in &self.runs { (run) }
            @if self.further_runs > 0 {
                p { (plural(self.further_runs, "further run")) ": too many to show here; --format ndjson lists them" }
            }
        }
    }
}

/// The findings by level and rule.
pub(super) fn findings(rules: &[OfRule<'_>], groups: &Groups, anchors: &Anchors) -> Markup {
    html! {
        @for (level, name) in [(Level::Error, "Errors"), (Level::Warning, "Warnings"), (Level::Note, "Notes")] {
            @let of_level: Vec<&OfRule<'_>> = rules.iter().filter(|one| one.level == level).collect();
            @if !of_level.is_empty() {
                h3 { (name) }
                @for of in of_level { (findings::rule(of, anchors)) }
            }
        }
        @for line in groups.further().lines() { p { (line) } }
    }
}

/// A diagram for each conversation, those with findings open.
pub(super) fn conversations(conversations: &Conversations, groups: &Groups) -> Markup {
    html! {
        @for (number, one) in conversations.list.iter().enumerate() {
            details.conversation open[one.offending > 0] {
                summary { (title(one)) }
                (sequence::diagram(number, one, groups))
            }
        }
        @if conversations.elsewhere > 0 {
            p { (plural(conversations.elsewhere, "exchange")) " in further conversations, not drawn" }
        }
    }
}

fn title(one: &Conversation) -> Markup {
    let offending = match one.offending {
        0 => "no findings".to_owned(),
        number => format!("{number} with findings"),
    };
    html! {
        span.what {
            @match &one.id {
                Some(id) => { "Conversation " code { (id) } }
                None => { "Tokens and requests without conversation" }
            }
            " " span.file { (one.file) }
        }
        " " span.count { (plural(one.exchanges, "exchange")) ", " (offending) }
    }
}

/// What each recording came to, if there are several.
pub(super) fn recordings(recordings: &Recordings) -> Markup {
    html! {
        @if recordings.list.len() > 1 {
            div.wide {
                table {
                    thead {
                        tr {
                            th scope="col" { "recording" }
                            @for name in ["exchanges", "violate", "inconclusive", "conform", "out of scope"] {
                                th.number scope="col" { (name) }
                            }
                        }
                    }
                    tbody {
                        @for one in &recordings.list {
                            tr {
                                th scope="row" {
                                    code { (one.name) }
                                    @for remark in &one.remarks { div.remark { (remark) } }
                                }
                                @for number in [one.exchanges, one.violates, one.inconclusive, one.conforms, one.out_of_scope] {
                                    td.number { (number) }
                                }
                            }
                        }
                    }
                }
            }
            @if recordings.further > 0 { p { "and " (plural(recordings.further, "more recording")) } }
        }
    }
}

/// What the baseline says, as in the text report.
pub(super) fn known(summary: &Summary) -> Markup {
    let mut lines = Vec::new();
    // Writing to a vector does not fail.
    let _ = baseline::write(&mut lines, summary, (false, &Styles::new(false)));
    let text = String::from_utf8_lossy(&lines);
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    html! { @if !lines.is_empty() { ul { @for line in lines { li { (line) } } } } }
}

/// What could not be decided, and what was out of scope.
pub(super) fn not_judged(summary: &Summary, what: What, recordings: &Recordings) -> Markup {
    let bases = summary.other_bases();
    html! {
        @if !recordings.unreadable.is_empty() {
            ul {
                @for unreadable in &recordings.unreadable { li.unreadable { "Not read: " (unreadable) } }
                @if recordings.further_unreadable > 0 {
                    li { "Not read: " (plural(recordings.further_unreadable, "more place")) }
                }
            }
        }
        @for (reason, undecided) in summary.undecided() {
            details.undecided {
                summary {
                    span.what { "Not decided: " (what.why_undecided(*reason, undecided)) } " "
                    span.count {
                        (plural(undecided.rules.len() as u64, "rule")) " in " (plural(undecided.exchanges, what.noun()))
                    }
                }
                p { @for rule in &undecided.rules { code { (rule) } " " } }
            }
        }
        @if !summary.out_of_scope().is_empty() {
            ul {
                @for (reason, number) in summary.out_of_scope() {
                    li { "Out of scope, " (closing::kind(reason, *number)) ": " (plural(*number, "exchange")) }
                }
                @if !bases.is_empty() { li { "Paths of Direct Line went to " (closing::hosts(&bases)) } }
            }
        }
    }
}

/// The manual pages of the rules that were broken, by name.
pub(super) fn manuals(rules: &[OfRule<'_>]) -> Markup {
    let mut rules: Vec<&'static Rule> = rules.iter().map(|of| of.rule).collect();
    rules.sort_by_key(|rule| rule.name);
    rules.dedup_by_key(|rule| rule.name);
    html! { @for rule in rules { (manual::page(rule)) } }
}
