//! One finding as a few lines of plain text, for viewers that show nothing else.

use super::record::FindingRecord;
use super::sentence;
use crate::closing::plural;
use crate::escape;
use crate::excerpt::Excerpt;

/// How many earlier exchanges are named.
const MOST_RELATED: usize = 3;

/// What is wrong, where, and what the contract says; line ends are ours, everything recorded is escaped as for a
/// terminal.
pub(super) fn account(finding: &FindingRecord, excerpt: Option<&Excerpt>) -> String {
    let line = |text: &str| escape::terminal(text);
    let place = &finding.r#where;
    let side = finding.side.map(|side| format!(", {side}")).unwrap_or_default();
    let mut lines = vec![
        format!("{}[{}]: {}", finding.level, finding.rule, line(&finding.message)),
        format!("  at {}:{}:{} ({}{side})", line(&place.file), place.line, place.column, place.part),
    ];
    if let Some(excerpt) = excerpt {
        lines.extend(drawn(excerpt).lines().map(|line| format!("  | {line}")));
    }
    lines.push(format!("  found: {}", line(&finding.found)));
    lines.push(format!("  expected: {}", line(&finding.expected)));
    if let Some(sentence) = documented(finding.statements) {
        lines.push(format!("  {sentence}"));
    }
    for one in finding.related.iter().take(MOST_RELATED) {
        lines.push(format!("  related: exchange {}, {}", one.index, line(&one.message)));
    }
    match finding.related.len().saturating_sub(MOST_RELATED) {
        0 => {}
        more => lines.push(format!("  related: {}", plural(more as u64, "more exchange"))),
    }
    if let Some(known) = &finding.known {
        lines.push(format!("  known: {}", line(&known.reason)));
    }
    if finding.further > 0 {
        let more = plural(finding.further, "further finding");
        lines.push(format!("  counted: {more} of this rule where it was found, not listed"));
    }
    lines.join("\n")
}

/// The first sentence that a finding rests on, in one line: `documented: text is a string (DL-084, …)`.
pub(super) fn documented(statements: &[&str]) -> Option<String> {
    let (name, first) = sentence::first(statements)?;
    Some(format!("{name}: {} ({})", first.text.replace('`', ""), sentence::source(statements)))
}

/// The line of an excerpt, and below it what is marked.
pub(super) fn drawn(excerpt: &Excerpt) -> String {
    let width = |text: Option<&str>| text.map_or(0, |text| text.chars().count());
    let before = width(excerpt.text.get(..excerpt.mark.start));
    let marked = width(excerpt.text.get(excerpt.mark.clone())).max(1);
    format!("{}\n{}{}", excerpt.text, " ".repeat(before), "^".repeat(marked))
}
