//! Findings that are known: a file that names each by its fingerprint, with the reason why it may stay for now.
//!
//! A known finding stays in every report, marked as known; it does not fail the run. What a run may say of an entry
//! whose finding did not occur, [`Watch`] decides.

mod day;
mod edit;
mod found;
mod read;
mod schema;
mod watch;

use std::collections::HashMap;
use std::rc::Rc;

use directline_validator::{Rule, Side};

pub(crate) use edit::{EMPTY, NO_REASON, with, without};
pub(crate) use found::{Found, what};
pub(crate) use schema::baseline_schema;
pub(crate) use watch::{Outcome, Watch};

/// The name of the file, if none is given.
pub(crate) const FILE: &str = "directline-baseline.toml";

/// How many entries a file may have, and how many different findings one is made of.
pub(crate) const MOST_ENTRIES: usize = 100_000;

/// The findings that are known.
#[derive(Debug)]
pub(crate) struct Baseline {
    /// The name of the file, ready for a terminal.
    pub(crate) file: String,
    /// What it holds.
    pub(crate) text: String,
    pub(crate) entries: Vec<Rc<Entry>>,
    /// The numbers of the entries by their fingerprints.
    index: HashMap<String, usize>,
}

/// A finding that is known.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) fingerprint: String,
    pub(crate) rule: &'static Rule,
    /// The operation, or the kind of an object by itself.
    pub(crate) operation: Option<&'static str>,
    /// Who has to act, if it was known.
    pub(crate) side: Option<Side>,
    /// Where it stands, for people; not escaped.
    pub(crate) place: String,
    /// Why it may stay, without secrets; not escaped.
    pub(crate) reason: String,
    /// The last day on which it may.
    pub(crate) expires: Option<String>,
    /// Whether that day is over.
    pub(crate) is_expired: bool,
    /// The line of the file where it begins.
    pub(crate) line: usize,
}

impl Baseline {
    /// The number of the entry with that fingerprint.
    fn number(&self, fingerprint: &str) -> Option<usize> {
        self.index.get(fingerprint).copied()
    }
}

impl Entry {
    /// What is known, in few words: `text-not-string in SendMessage, request.body /text`. Not escaped.
    pub(crate) fn what(&self) -> String {
        what(self.rule, self.operation, &self.place)
    }
}
