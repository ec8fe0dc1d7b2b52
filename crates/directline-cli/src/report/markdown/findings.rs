//! Findings on the Markdown page: a table of the rules, and a section for each group.

use std::fmt::Write as _;

use directline_validator::{Level, Rule};

use super::text::{block, cell, code, prose};
use crate::closing::plural;
use crate::report::by_rule::OfRule;
use crate::report::further::Further;
use crate::report::groups::{Group, GroupPlace};
use crate::report::{account, sentence};

/// The rules that were broken, with how often and where first.
pub(super) fn table(rules: &[OfRule<'_>]) -> String {
    let mut table = "| level | rule | findings | first at |\n|---|---|--:|---|\n".to_owned();
    for one in rules {
        let place = one.groups.first().and_then(|(_, group)| group.places.first());
        let place = place.map(|place| cell(&place.at)).unwrap_or_default();
        let is_known = one.groups.iter().all(|(_, group)| group.known.is_some());
        let level =
            if is_known { format!("{}, known", one.level.name()) } else { level(one.level).to_owned() };
        let (rule, total) = (link(one.rule), one.total());
        // Writing to a string does not fail.
        let _ = writeln!(table, "| {level} | {rule} | {total} | {place} |");
    }
    table.push('\n');
    table
}

/// One group of equal findings, the first of its rule with the rule's heading.
pub(super) fn section(of: &OfRule<'_>, number: usize, group: &Group) -> String {
    let mut text = String::new();
    if number == 0 {
        let _ = write!(text, "### {}: {}\n\n", level(of.level), link(of.rule));
    }
    let times = if group.count > 1 { format!(" ({} times)", group.count) } else { String::new() };
    let _ = write!(text, "**{}**{times}\n\n", prose(&group.message));
    if let Some(place) = group.places.first() {
        let _ = write!(text, "{} · {}\n\n", code(&place.at), prose(&group.context));
    }
    if let Some(excerpt) = &group.excerpt {
        text.push_str(&block("text", &account::drawn(excerpt)));
        text.push('\n');
    }
    let _ = writeln!(text, "- found: {}\n- expected: {}", prose(&group.found), prose(&group.expected));
    if let Some((name, statement)) = sentence::first(group.statements) {
        let source = prose(&sentence::source(group.statements));
        let _ = writeln!(text, "- {name}: {} ({source})", prose(&statement.text.replace(['`', '*'], "")));
    }
    if let Some(reason) = &group.known {
        let _ = writeln!(text, "- known: {}", prose(reason));
    }
    for related in &group.related {
        let _ = writeln!(text, "- related: {}", prose(related));
    }
    if let [_, others @ ..] = group.places.as_slice()
        && !others.is_empty()
    {
        let _ = writeln!(text, "- also at: {}", also_at(group, others));
    }
    if group.further > 0 {
        let more = plural(group.further, "further finding");
        let _ = writeln!(text, "- counted: {more} of this rule where it was found, not listed");
    }
    text.push('\n');
    text
}

fn also_at(group: &Group, others: &[GroupPlace]) -> String {
    let mut places: Vec<String> = others
        .iter()
        .map(|place| match place.exchange {
            Some(index) => format!("{} (exchange {index})", code(&place.at)),
            None => code(&place.at),
        })
        .collect();
    let more = group.count.saturating_sub(group.places.len() as u64);
    if more > 0 {
        places.push(plural(more, "more place"));
    }
    places.join(", ")
}

/// How many findings are not shown: paragraphs, which are no part of the list before them.
pub(super) fn further(further: &Further) -> String {
    let mut text = String::new();
    for line in further.lines() {
        // Writing to a string does not fail.
        let _ = write!(text, "{}\n\n", prose(&line));
    }
    text
}

/// The level, with a sign of its own.
fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "❌ error",
        Level::Warning => "⚠️ warning",
        Level::Note => "ℹ️ note",
    }
}

/// The rule with a link to its page. Names of rules need no escaping.
fn link(rule: &Rule) -> String {
    let pages = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/rules");
    format!("[{0}]({pages}/{0}.md)", rule.name)
}
