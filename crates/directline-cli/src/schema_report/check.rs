//! What a folder of schemas has that is not as built in, for people.

use std::io::{self, Write};

use anstyle::Style;
use directline_types::Draft;

use super::text::{passed_over, style_of};
use super::{Comparison, Comparisons, Status};
use crate::closing::plural;
use crate::color::Styles;
use crate::escape;
use crate::schema_diff::Change;
use crate::schema_file::SCHEMA_END;
use crate::shown;

/// How many changes of one stale file are named.
const MOST_CHANGES: usize = 5;

/// The report of `directline schema --check`.
pub(crate) fn check(
    out: &mut dyn Write,
    comparisons: &Comparisons,
    folder: &str,
    colored: bool,
) -> io::Result<()> {
    let styles = Styles::new(colored);
    let mut any = false;
    for one in comparisons.all.iter().filter(|one| one.status != Status::Same) {
        any = true;
        let (word, style) = word(one.status, styles);
        writeln!(out, "{style}{word:<8}{style:#}  {0}{1}{0:#}", styles.strong, shown::file(&one.name))?;
        for change in one.changes.iter().take(MOST_CHANGES) {
            let Change { pointer, message, breaks, .. } = change;
            let style = style_of(*breaks, styles);
            let (pointer, message) = (escape::terminal(pointer), escape::terminal(message));
            let dim = styles.dim;
            writeln!(out, "          {style}{}{style:#}: {message}  {dim}#{pointer}{dim:#}", breaks.words())?;
        }
        let more = one.changes.len().saturating_sub(MOST_CHANGES);
        if more > 0 {
            writeln!(out, "          and {}", plural(more as u64, "more change"))?;
        }
    }
    if any {
        writeln!(out)?;
    }
    passed_over(out, comparisons)?;
    let (verdict, style) = match comparisons.all.iter().any(Comparison::differs) {
        true => ("differs", styles.error),
        false if comparisons.unreadable > 0 => ("unreadable", styles.error),
        false => ("matches", styles.good),
    };
    writeln!(out, "{style}{verdict}{style:#}: {}", found(comparisons))?;
    let wanted = |one: &&Comparison| matches!(one.status, Status::Changed | Status::Added);
    if let Some(one) = comparisons.all.iter().find(wanted) {
        let file = shown::file(&format!("{}/{}", folder.trim_end_matches('/'), one.name));
        let name = one.name.strip_suffix(SCHEMA_END).or_else(|| one.name.strip_suffix(".json"));
        let name = name.unwrap_or(&one.name);
        match name.strip_prefix(Draft::Draft07.folder()) {
            Some(name) => writeln!(out, "next: directline schema {name} --draft 07 > {file}")?,
            None => writeln!(out, "next: directline schema {name} > {file}")?,
        }
    }
    Ok(())
}

/// `2 stale, 1 missing, 19 as they should be`.
fn found(comparisons: &Comparisons) -> String {
    let count = |status| comparisons.count(status);
    let same = count(Status::Same).saturating_add(count(Status::Formatted));
    let kinds = [
        (count(Status::Changed), "stale"),
        (count(Status::Added), "missing"),
        (count(Status::Removed), "unknown"),
        (comparisons.unreadable, "unreadable"),
    ];
    let differing = kinds.into_iter().filter(|(number, _)| *number > 0);
    let mut parts: Vec<String> = differing.map(|(number, word)| format!("{number} {word}")).collect();
    match (same, parts.is_empty()) {
        (_, true) => parts.push(format!("{} as built in", plural(same, "schema"))),
        (0, false) => {}
        (_, false) => parts.push(format!("{same} as built in")),
    }
    parts.join(", ")
}

fn word(status: Status, styles: Styles) -> (&'static str, Style) {
    match status {
        Status::Same | Status::Formatted => ("same", styles.dim),
        Status::Changed => ("stale", styles.error),
        Status::Removed => ("unknown", styles.error),
        Status::Added => ("missing", styles.error),
    }
}
