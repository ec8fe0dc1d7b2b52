//! What comparing schemas gave, for people and for machines.
//!
//! Schemas are published documents, not recordings: what has the shape of a credential is masked in them, but not what
//! stands behind a word such as "token:" (a description would lose words).

mod check;
mod json;
mod text;

use directline_validator::redact::Secrets;
use serde_json::Value;
use similar::TextDiff;

use crate::schema_diff::{self, Breaks, Change};
use crate::schema_file::SchemaFile;

pub(crate) use check::check;
pub(crate) use json::write as json;
pub(crate) use text::diff;

/// How many lines both texts together may have for a textual diff.
const MOST_LINES: usize = 20_000;

/// Longer lines are no text for people: the documents are written anew before their texts are compared.
const LONGEST_LINE: usize = 2000;

/// How a document stands to its counterpart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// They say the same.
    Same,
    /// They say the same and are written differently.
    Formatted,
    /// They differ.
    Changed,
    /// Only the old one is there.
    Removed,
    /// Only the new one is there.
    Added,
}

/// One document and its counterpart.
#[derive(Debug)]
pub(crate) struct Comparison {
    /// The name of both in reports. Not escaped.
    pub(crate) name: String,
    /// The old file, if it is there.
    pub(crate) old: Option<String>,
    /// The new file, if it is there.
    pub(crate) new: Option<String>,
    pub(crate) status: Status,
    pub(crate) changes: Vec<Change>,
    /// The texts, if they differ in what they say.
    texts: Option<(String, String)>,
}

impl Comparison {
    /// Compares two documents.
    pub(crate) fn new(
        name: &str,
        (old_name, old): (&str, SchemaFile),
        (new_name, new): (&str, SchemaFile),
    ) -> Self {
        let secrets = Secrets::new();
        let mut changes = schema_diff::diff_texts((&old.value, &old.text), (&new.value, &new.text));
        let status = match (old.value == new.value && changes.is_empty(), old.text == new.text) {
            (true, true) => Status::Same,
            (true, false) => Status::Formatted,
            (false, _) => Status::Changed,
        };
        let texts = (status == Status::Changed).then(|| {
            let is_long = |text: &str| text.lines().any(|line| line.len() > LONGEST_LINE);
            let (old, new) = if is_long(&old.text) || is_long(&new.text) {
                (pretty(&old.value), pretty(&new.value))
            } else {
                (old.text, new.text)
            };
            (secrets.mask_sentence(&old), secrets.mask_sentence(&new))
        });
        for change in &mut changes {
            change.pointer = secrets.mask_sentence(&change.pointer);
            change.message = secrets.mask_sentence(&change.message);
        }
        let file = |name: &str| secrets.mask_file_name(name);
        Self {
            name: file(name),
            old: Some(file(old_name)),
            new: Some(file(new_name)),
            status,
            changes,
            texts,
        }
    }

    /// A document without a counterpart: the old one, or the new one.
    pub(crate) fn alone(name: &str, file: &str, status: Status) -> Self {
        let secrets = Secrets::new();
        let file = Some(secrets.mask_file_name(file));
        let (old, new) = match status {
            Status::Removed => (file, None),
            _ => (None, file),
        };
        Self { name: secrets.mask_file_name(name), old, new, status, changes: Vec::new(), texts: None }
    }

    /// Whether they say different things, or one is missing.
    pub(crate) fn differs(&self) -> bool {
        !matches!(self.status, Status::Same | Status::Formatted)
    }

    /// Whom all changes together break. Whoever relies on a document that is gone cannot go on.
    pub(crate) fn breaks(&self) -> Breaks {
        let whole = if self.status == Status::Removed { Breaks::BOTH } else { Breaks::NOBODY };
        self.changes.iter().fold(whole, |breaks, change| breaks | change.breaks)
    }

    /// The textual diff: lets `show` see it. Nothing for texts that say the same or are too long.
    pub(crate) fn with_text<T>(&self, show: impl FnOnce(&TextDiff<'_, '_, str>) -> T) -> Option<T> {
        let (old, new) = self.texts.as_ref()?;
        let lines = old.lines().count().saturating_add(new.lines().count());
        (lines <= MOST_LINES).then(|| show(&TextDiff::from_lines(old.as_str(), new.as_str())))
    }

    /// Whether there are texts too long for a textual diff.
    pub(crate) fn is_too_long(&self) -> bool {
        self.texts.is_some() && self.with_text(|_| ()).is_none()
    }
}

fn pretty(value: &Value) -> String {
    // Writing plain JSON to memory does not fail.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// Everything that was compared.
#[derive(Debug, Default)]
pub(crate) struct Comparisons {
    pub(crate) all: Vec<Comparison>,
    /// Files that are no schemas, in short, ready for a terminal.
    pub(crate) passed_over: Vec<String>,
    /// How many files could not be read.
    pub(crate) unreadable: u64,
}

impl Comparisons {
    /// How many stand so to their counterparts.
    pub(crate) fn count(&self, status: Status) -> u64 {
        self.all.iter().filter(|one| one.status == status).count() as u64
    }

    /// Whom it breaks, all in all.
    pub(crate) fn breaks(&self) -> Breaks {
        self.all.iter().fold(Breaks::NOBODY, |breaks, one| breaks | one.breaks())
    }
}
