//! `--format json`: one document. Every member is always present.

use std::io::{self, Write};

use serde::Serialize;

use super::{Comparison, Comparisons, Status};
use crate::escape;
use crate::schema_diff::{Breaks, Change, In};

/// The version of the format.
const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Document<'c> {
    schema: u32,
    tool: &'static str,
    files: Vec<File<'c>>,
    passed_over: &'c [String],
    summary: Summary,
}

#[derive(Serialize)]
struct File<'c> {
    name: &'c str,
    old: Option<&'c str>,
    new: Option<&'c str>,
    status: &'static str,
    breaks: Vec<&'static str>,
    changes: Vec<Line<'c>>,
    diff: Option<String>,
}

#[derive(Serialize)]
struct Line<'c> {
    pointer: &'c str,
    #[serde(rename = "in")]
    stands_in: In,
    message: &'c str,
    breaks: Vec<&'static str>,
    judged: bool,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    differing: usize,
    unreadable: u64,
    changes: usize,
    breaks: Vec<&'static str>,
    judged: bool,
}

/// Writes the document.
pub(crate) fn write(out: &mut dyn Write, comparisons: &Comparisons) -> io::Result<()> {
    let Comparisons { all, passed_over, unreadable } = comparisons;
    let breaks = comparisons.breaks();
    let document = Document {
        schema: SCHEMA,
        tool: concat!("directline ", env!("CARGO_PKG_VERSION")),
        files: all.iter().map(file).collect(),
        passed_over,
        summary: Summary {
            files: all.len(),
            differing: all.iter().filter(|one| one.differs()).count(),
            unreadable: *unreadable,
            changes: all.iter().map(|one| one.changes.len()).sum(),
            breaks: whom(breaks),
            judged: !breaks.unknown,
        },
    };
    escape::write_json(out, &document)?;
    out.write_all(b"\n")
}

fn file(one: &Comparison) -> File<'_> {
    let text = |name: &str| {
        one.with_text(|diff| {
            let headers = (one.old.as_deref().unwrap_or(name), one.new.as_deref().unwrap_or(name));
            diff.unified_diff().header(headers.0, headers.1).to_string()
        })
    };
    File {
        name: &one.name,
        old: one.old.as_deref(),
        new: one.new.as_deref(),
        status: status(one.status),
        breaks: whom(one.breaks()),
        changes: one.changes.iter().map(line).collect(),
        diff: text(&one.name),
    }
}

fn line(change: &Change) -> Line<'_> {
    let Change { pointer, stands_in, message, breaks } = change;
    Line { pointer, stands_in: *stands_in, message, breaks: whom(*breaks), judged: !breaks.unknown }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Same => "same",
        Status::Formatted => "formatted",
        Status::Changed => "changed",
        Status::Removed => "removed",
        Status::Added => "added",
    }
}

fn whom(breaks: Breaks) -> Vec<&'static str> {
    let sides = [("senders", breaks.senders), ("receivers", breaks.receivers)];
    sides.into_iter().filter(|(_, breaks)| *breaks).map(|(side, _)| side).collect()
}
