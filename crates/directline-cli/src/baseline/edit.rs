//! Changes to a baseline. What people wrote into it, comments and order included, stays as it is.

use std::collections::HashSet;

use directline_validator::Side;
use directline_validator::redact::Secrets;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use super::Found;
use crate::error::Failure;

/// The reason of an entry to which nobody gave one.
pub(crate) const NO_REASON: &str = "no reason given yet";

/// A baseline without entries.
pub(crate) const EMPTY: &str = "\
# Findings that are known: reports show them as known, and only others fail a run.
#   directline verify CAPTURE… --baseline FILE
#   directline baseline update CAPTURE… --baseline FILE   adds what is new
#   directline baseline prune CAPTURE… --baseline FILE    takes out what is repaired
# The fingerprint decides; rule, operation and side say when a finding should have occurred; where is for people.
# Yours to change: reason, and the last day of an entry, as in expires = 2026-12-31. Comments stay.
version = 1
";

/// The text of a baseline with these findings too, each before the first entry that sorts after it.
pub(crate) fn with(text: &str, mut new: Vec<Found>, reason: &str) -> Result<String, Failure> {
    new.sort_by(|a, b| a.key().cmp(&b.key()));
    let reason = Secrets::new().mask(reason);
    change(text, |old| {
        let mut all = Vec::with_capacity(old.len().saturating_add(new.len()));
        let mut new = new.iter().peekable();
        for entry in old {
            while let Some(found) = new.next_if(|found| found.key() < key(&entry)) {
                all.push(table(found, &reason));
            }
            all.push(entry);
        }
        all.extend(new.map(|found| table(found, &reason)));
        all
    })
}

/// The text of a baseline without the entries that have these fingerprints, and without the comments above them.
pub(crate) fn without(text: &str, fingerprints: &HashSet<&str>) -> Result<String, Failure> {
    change(text, |mut entries| {
        entries.retain(|entry| !fingerprints.contains(member(entry, "fingerprint")));
        entries
    })
}

fn change(text: &str, change: impl FnOnce(Vec<Table>) -> Vec<Table>) -> Result<String, Failure> {
    // It was read before: this is for whoever calls it with anything else.
    let mut document: DocumentMut = text
        .parse()
        .map_err(|error: toml_edit::TomlError| Failure::usage(error.message(), "correct the baseline"))?;
    let old = document.remove("known").unwrap_or_default();
    let old: Vec<Table> = old.into_array_of_tables().map(|old| old.into_iter().collect()).unwrap_or_default();
    let mut tables = ArrayOfTables::new();
    for (table, position) in change(old).into_iter().zip(1..) {
        let mut table = table;
        table.set_position(Some(position));
        tables.push(table);
    }
    if !tables.is_empty() {
        document.insert("known", Item::ArrayOfTables(tables));
    }
    Ok(document.to_string())
}

fn table(found: &Found, reason: &str) -> Table {
    let mut table = Table::new();
    let members = [
        ("fingerprint", Some(found.fingerprint.as_str())),
        ("rule", Some(found.rule.name)),
        ("operation", found.operation),
        ("side", found.side.map(Side::name)),
        ("where", Some(found.place.as_str())),
        ("reason", Some(reason)),
    ];
    for (name, text) in members {
        if let Some(text) = text {
            table.insert(name, value(text));
        }
    }
    table
}

fn key(entry: &Table) -> [&str; 4] {
    ["rule", "operation", "where", "fingerprint"].map(|name| member(entry, name))
}

fn member<'t>(entry: &'t Table, name: &str) -> &'t str {
    entry.get(name).and_then(Item::as_str).unwrap_or_default()
}
