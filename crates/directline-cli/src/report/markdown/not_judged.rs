//! What could not be decided and what was out of scope, on the Markdown page.

use std::fmt::Write as _;

use super::text::{code, prose};
use crate::closing::{self, plural};
use crate::report::What;
use crate::report::recordings::Recordings;
use crate::summary::Summary;

/// How many rules are named for each reason.
const MOST_NAMES: usize = 12;

/// The section; empty if everything was judged.
pub(super) fn section(summary: &Summary, what: What, recordings: &Recordings) -> String {
    let mut text = String::new();
    for unreadable in &recordings.unreadable {
        let _ = writeln!(text, "- not read: {}", prose(unreadable));
    }
    if recordings.further_unreadable > 0 {
        let _ = writeln!(text, "- not read: {}", plural(recordings.further_unreadable, "more place"));
    }
    for one in recordings.list.iter().filter(|one| !one.gaps.is_empty()).take(MOST_NAMES) {
        let _ = writeln!(text, "- not recorded in {}: {}", code(&one.name), prose(&one.gaps.join("; ")));
    }
    for (reason, undecided) in summary.undecided() {
        let number = plural(undecided.rules.len() as u64, "rule");
        let exchanges = plural(undecided.exchanges, what.noun());
        let names: Vec<String> = undecided.rules.iter().take(MOST_NAMES).map(|name| code(name)).collect();
        let more = undecided.rules.len().saturating_sub(names.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let (why, names) = (prose(&what.why_undecided(*reason, undecided)), names.join(", "));
        // Writing to a string does not fail.
        let _ = writeln!(text, "- not decided: {number} in {exchanges}, {why} ({names}{more})");
    }
    for (reason, number) in summary.out_of_scope() {
        let exchanges = plural(*number, "exchange");
        let why = prose(closing::kind(reason, *number));
        let _ = writeln!(text, "- out of scope, {why}: {exchanges}");
    }
    let bases = summary.other_bases();
    if !bases.is_empty() {
        let hosts = prose(&closing::hosts(&bases));
        let _ = writeln!(text, "- not judged: requests with paths of Direct Line to {hosts}");
    }
    if text.is_empty() { text } else { format!("## What was not judged\n\n{text}\n") }
}
