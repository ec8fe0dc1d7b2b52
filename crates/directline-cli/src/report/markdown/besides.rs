//! What was exercised and what the baseline says, on the Markdown page: as in the text report.

use std::fmt::Write as _;

use super::text::{block, prose};
use crate::color::Styles;
use crate::report::baseline;
use crate::summary::Summary;

/// What the run exercised, if somebody asked for that; and what it should have.
pub(super) fn coverage(summary: &Summary) -> String {
    let Some(coverage) = summary.coverage() else { return String::new() };
    let mut text = String::new();
    for missed in coverage.shortfalls() {
        // Writing to a string does not fail.
        let _ = writeln!(text, "- ❌ {}: {}", prose(&missed.what), prose(&missed.help));
    }
    if coverage.is_shown() {
        let mut tables = Vec::new();
        // Neither does writing to a vector.
        let _ = coverage.record().write(&mut tables, &Styles::new(false), false);
        let _ = write!(text, "\n{}", block("text", String::from_utf8_lossy(&tables).trim_end()));
    }
    if text.is_empty() { text } else { format!("## Coverage\n\n{}\n", text.trim_start()) }
}

/// What the baseline says, if there is one and something to say.
pub(super) fn known(summary: &Summary) -> String {
    let mut lines = Vec::new();
    let _ = baseline::write(&mut lines, summary, (false, &Styles::new(false)));
    let mut text = String::new();
    for line in String::from_utf8_lossy(&lines).lines().filter(|line| !line.is_empty()) {
        let _ = writeln!(text, "- {}", prose(line));
    }
    if text.is_empty() { text } else { format!("## Known findings\n\n{text}\n") }
}
