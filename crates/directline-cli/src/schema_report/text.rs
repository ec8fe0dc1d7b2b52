//! For people: the textual diffs, then what changed, equal changes together, and the line that matters.

use std::collections::HashMap;
use std::io::{self, Write};

use anstyle::Style;
use similar::ChangeTag;

use super::{Comparison, Comparisons, Status};
use crate::closing::plural;
use crate::color::Styles;
use crate::escape;
use crate::schema_diff::Breaks;
use crate::shown;

/// How many places of equal changes are named.
const MOST_PLACES: usize = 3;

/// The report of `directline schema diff`.
pub(crate) fn diff(
    out: &mut dyn Write,
    comparisons: &Comparisons,
    is_quiet: bool,
    colored: bool,
) -> io::Result<()> {
    let styles = Styles::new(colored);
    if !is_quiet {
        for one in &comparisons.all {
            textual(out, one, styles)?;
        }
        changes(out, comparisons, styles)?;
        passed_over(out, comparisons)?;
    }
    let breaks = comparisons.breaks();
    let differing = comparisons.all.iter().filter(|one| one.differs()).count() as u64;
    let schemas = plural(comparisons.all.len() as u64, "schema");
    let verdict = match (differing, comparisons.unreadable) {
        (0, 0) => "same",
        (0, _) => "no difference found",
        _ => breaks.words(),
    };
    let style = if differing == 0 || breaks.is_nobody() { styles.good } else { style_of(breaks, styles) };
    let mut parts = vec![format!("{style}{verdict}{style:#}: {}", counts(comparisons, differing, &schemas))];
    if comparisons.unreadable > 0 {
        parts.push(format!("{} unreadable", plural(comparisons.unreadable, "file")));
    }
    writeln!(out, "{}", parts.join(" · "))?;
    if !is_quiet && breaks.senders | breaks.receivers {
        writeln!(out, "next: directline schema diff --help says who senders and receivers are")?;
    }
    Ok(())
}

/// Which changes are counted together, and the words for one and for several.
type Kind = (fn(Breaks) -> bool, &'static str, &'static str);

/// `2 changes break senders, 1 cannot be judged, 4 break nobody, in 3 of 9 schemas`.
fn counts(comparisons: &Comparisons, differing: u64, schemas: &str) -> String {
    if differing == 0 {
        return schemas.to_owned();
    }
    let all = || comparisons.all.iter().flat_map(|one| &one.changes);
    let number = |holds: fn(Breaks) -> bool| all().filter(|change| holds(change.breaks)).count() as u64;
    let mut parts = Vec::new();
    let kinds: [Kind; 5] = [
        (|b| b.senders && b.receivers, "breaks both sides", "break both sides"),
        (|b| b.senders && !b.receivers, "breaks senders", "break senders"),
        (|b| b.receivers && !b.senders, "breaks receivers", "break receivers"),
        (|b| b == Breaks::UNKNOWN, "cannot be judged", "cannot be judged"),
        (Breaks::is_nobody, "breaks nobody", "break nobody"),
    ];
    for (holds, one, several) in kinds {
        match number(holds) {
            0 => {}
            number => {
                let noun = if parts.is_empty() { plural(number, "change") } else { number.to_string() };
                parts.push(format!("{noun} {}", if number == 1 { one } else { several }));
            }
        }
    }
    for (status, what) in [(Status::Removed, "removed"), (Status::Added, "added")] {
        if comparisons.count(status) > 0 {
            parts.push(format!("{} {what}", plural(comparisons.count(status), "schema")));
        }
    }
    if parts.is_empty() {
        parts.push("written differently, with the same meaning".to_owned());
    }
    let verb = if differing == 1 { "differs" } else { "differ" };
    format!("{} · {differing} of {schemas} {verb}", parts.join(", "))
}

fn textual(out: &mut dyn Write, one: &Comparison, styles: Styles) -> io::Result<()> {
    let name = |name: &Option<String>| shown::file(name.as_deref().unwrap_or(&one.name));
    if one.is_too_long() {
        return writeln!(out, "{}: the texts are too long for a textual diff\n", shown::file(&one.name));
    }
    one.with_text(|diff| {
        writeln!(out, "{0}--- {1}{0:#}\n{0}+++ {2}{0:#}", styles.strong, name(&one.old), name(&one.new))?;
        for hunk in diff.unified_diff().iter_hunks() {
            writeln!(out, "{0}{1}{0:#}", styles.note, hunk.header())?;
            for change in hunk.iter_changes() {
                let (sign, style) = match change.tag() {
                    ChangeTag::Delete => ('-', styles.error),
                    ChangeTag::Insert => ('+', styles.good),
                    ChangeTag::Equal => (' ', Style::new()),
                };
                let line = change.value().trim_end_matches(['\r', '\n']).replace('\t', "    ");
                writeln!(out, "{style}{sign}{}{style:#}", escape::terminal(&line))?;
            }
        }
        writeln!(out)
    })
    .unwrap_or(Ok(()))
}

/// Every change once, with its places.
fn changes(out: &mut dyn Write, comparisons: &Comparisons, styles: Styles) -> io::Result<()> {
    let mut groups: Vec<(Breaks, &str, Vec<String>)> = Vec::new();
    let mut known = HashMap::new();
    let mut add = |breaks: Breaks, message, place| {
        let index = *known.entry((breaks, message)).or_insert(groups.len());
        match groups.get_mut(index) {
            Some((.., places)) => places.push(place),
            None => groups.push((breaks, message, vec![place])),
        }
    };
    for one in &comparisons.all {
        let file = shown::file(&one.name);
        match one.status {
            Status::Removed => add(Breaks::BOTH, "schema removed", file),
            Status::Added => add(Breaks::NOBODY, "schema added", file),
            _ => {
                for change in &one.changes {
                    let place = format!("{file}#{}", escape::terminal(&change.pointer));
                    add(change.breaks, &change.message, place);
                }
            }
        }
    }
    groups.sort_by_key(|(breaks, ..)| rank(*breaks));
    for (breaks, message, places) in groups {
        head(out, breaks, &escape::terminal(message), styles)?;
        for place in places.iter().take(MOST_PLACES) {
            writeln!(out, " {0}-->{0:#} {place}", styles.note)?;
        }
        let more = places.len().saturating_sub(MOST_PLACES);
        if more > 0 {
            writeln!(out, "  {0}={0:#} and {1}", styles.note, plural(more as u64, "more place"))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn head(out: &mut dyn Write, breaks: Breaks, what: &str, styles: Styles) -> io::Result<()> {
    let style = style_of(breaks, styles);
    writeln!(out, "{style}{1}{style:#}: {0}{what}{0:#}", styles.strong, breaks.words())
}

pub(super) fn passed_over(out: &mut dyn Write, comparisons: &Comparisons) -> io::Result<()> {
    let names = &comparisons.passed_over;
    if names.is_empty() {
        return Ok(());
    }
    let some: Vec<&str> = names.iter().take(10).map(String::as_str).collect();
    let more = names.len().saturating_sub(some.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    writeln!(out, "passed over, no schemas: {}{more}\n", some.join(", "))
}

fn rank(breaks: Breaks) -> u8 {
    match breaks {
        breaks if breaks.senders || breaks.receivers => 0,
        breaks if breaks.unknown => 1,
        _ => 2,
    }
}

pub(super) fn style_of(breaks: Breaks, styles: Styles) -> Style {
    match rank(breaks) {
        0 => styles.error,
        1 => styles.warning,
        _ => styles.dim,
    }
}
