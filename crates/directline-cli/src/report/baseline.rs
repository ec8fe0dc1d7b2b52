//! What a run says of its baseline: members of the machine formats, and lines for people.

use std::io::{self, Write};
use std::rc::Rc;

use schemars::JsonSchema;
use serde::Serialize;

use super::schema;
use crate::baseline::{Entry, NO_REASON, Outcome};
use crate::closing::plural;
use crate::color::Styles;
use crate::escape;
use crate::summary::{Known, Summary};

/// How many entries of each kind a person is shown; who asks for more, and machines, get all.
const MOST_ENTRIES: usize = 10;

/// What the baseline says of a finding.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Known")]
pub(super) struct KnownRecord {
    /// Why it may stay.
    pub(super) reason: String,
    /// The last day on which it may, as in 2026-12-31.
    expires: Option<String>,
}

impl KnownRecord {
    pub(super) fn new(entry: &Entry) -> Self {
        Self { reason: entry.reason.clone(), expires: entry.expires.clone() }
    }
}

/// How many findings the baseline knows, of each level.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "KnownCounts")]
pub(super) struct KnownCountsRecord {
    errors: u64,
    warnings: u64,
    notes: u64,
}

impl KnownCountsRecord {
    pub(super) fn new(known: Known) -> Self {
        let Known { errors, warnings, notes } = known;
        Self { errors, warnings, notes }
    }
}

/// What a run says of its baseline.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Baseline")]
pub(super) struct BaselineRecord {
    /// Its file.
    file: String,
    /// How many entries it has.
    entries: usize,
    /// Entries whose finding does not occur any more. They fail the run.
    stale: Vec<EntryRecord>,
    /// Entries whose last day is over. They make nothing known.
    expired: Vec<EntryRecord>,
    /// Entries of which the run does not show whether their finding would occur.
    unchecked: Vec<EntryRecord>,
}

impl BaselineRecord {
    pub(super) fn new(outcome: &Outcome) -> Self {
        let records = |entries: &[Rc<Entry>]| entries.iter().map(|entry| EntryRecord::new(entry)).collect();
        Self {
            file: outcome.file.clone(),
            entries: outcome.entries,
            stale: records(&outcome.stale),
            expired: records(&outcome.expired),
            unchecked: records(&outcome.unchecked),
        }
    }
}

/// An entry of a baseline.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BaselineEntry")]
struct EntryRecord {
    fingerprint: String,
    rule: &'static str,
    /// The operation, or the kind of an object by itself.
    operation: Option<&'static str>,
    #[schemars(schema_with = "schema::maybe_side")]
    side: Option<&'static str>,
    /// Where its finding stands, for people.
    r#where: String,
    /// Why the finding may stay.
    reason: String,
    /// The last day on which it may, as in 2026-12-31.
    expires: Option<String>,
    /// The line of the file where the entry begins, from 1.
    line: usize,
}

impl EntryRecord {
    fn new(entry: &Entry) -> Self {
        Self {
            fingerprint: entry.fingerprint.clone(),
            rule: entry.rule.name,
            operation: entry.operation,
            side: entry.side.map(directline_validator::Side::name),
            r#where: entry.place.clone(),
            reason: entry.reason.clone(),
            expires: entry.expires.clone(),
            line: entry.line,
        }
    }
}

/// The lines about the baseline, if there is one and something to say.
pub(super) fn write(
    out: &mut dyn Write,
    summary: &Summary,
    (verbose, styles): (bool, &Styles),
) -> io::Result<()> {
    let Some(outcome) = summary.baseline() else { return Ok(()) };
    let Outcome { file, stale, expired, unchecked, .. } = outcome;
    let known = summary.known().all();
    let mut lines = Lines { out, file, verbose, any: false };
    if known > 0 {
        let hint = if verbose { "" } else { " (-v shows them)" };
        let verb = if known == 1 { "is" } else { "are" };
        lines.line(&format!("known: {} {verb} in {file}{hint}", plural(known, "finding")))?;
    }
    let warning = styles.warning;
    let named = format!("{warning}expired{warning:#}");
    lines.entries(&named, expired, |entry| {
        let day = entry.expires.as_deref().unwrap_or_default();
        format!("was known until {day}{}", reason(entry))
    })?;
    let error = styles.error;
    lines.entries(&format!("{error}stale{error:#}"), stale, |entry| {
        format!("does not occur in these recordings{}", reason(entry))
    })?;
    if verbose {
        lines.entries("not checked", unchecked, |_| "nothing shows whether it would occur".to_owned())?;
    } else if !unchecked.is_empty() {
        let number = entries(unchecked.len());
        let they = if unchecked.len() == 1 { "it" } else { "they" };
        let what = format!("not checked: {number} of {file}: nothing shows whether {they} would occur");
        lines.line(&format!("{what} (-v names them)"))?;
    }
    if lines.any { writeln!(out) } else { Ok(()) }
}

struct Lines<'o> {
    out: &'o mut dyn Write,
    file: &'o str,
    verbose: bool,
    any: bool,
}

impl Lines<'_> {
    fn line(&mut self, line: &str) -> io::Result<()> {
        self.any = true;
        writeln!(self.out, "{line}")
    }

    /// A line for each entry: what it is, where it stands, and what is to be said of it.
    fn entries(
        &mut self,
        kind: &str,
        entries: &[Rc<Entry>],
        say: impl Fn(&Entry) -> String,
    ) -> io::Result<()> {
        let most = if self.verbose { usize::MAX } else { MOST_ENTRIES };
        for entry in entries.iter().take(most) {
            let (what, said) = (escape::terminal(&entry.what()), escape::terminal(&say(entry)));
            let at = format!("{}:{}", self.file, entry.line);
            self.line(&format!("{kind}: {what} ({at}) {said}"))?;
        }
        match entries.len().saturating_sub(most) {
            0 => Ok(()),
            more => self.line(&format!("{kind}: {more} more (-v names them)")),
        }
    }
}

/// Why an entry was to stay, if somebody said so.
fn reason(entry: &Entry) -> String {
    if entry.reason == NO_REASON { String::new() } else { format!(" ({})", entry.reason) }
}

fn entries(number: usize) -> String {
    if number == 1 { "1 entry".to_owned() } else { format!("{number} entries") }
}
