//! What an entry is made of: a finding, without the words it is told in.

use directline_validator::{Finding, Rule, Side};

use crate::escape;
use crate::fingerprint::Fingerprints;
use crate::report::Judged;

/// How much of a place stands in the file, in characters: it is for people only.
const LONGEST_PLACE: usize = 200;

/// A finding that is in no entry yet. No secret is in it.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) fingerprint: String,
    pub(crate) rule: &'static Rule,
    pub(crate) operation: Option<&'static str>,
    pub(crate) side: Option<Side>,
    /// Ready for a terminal.
    pub(crate) place: String,
}

impl Found {
    pub(super) fn new(
        judged: &Judged<'_>,
        finding: &Finding,
        (fingerprint, fingerprints): (String, &Fingerprints<'_>),
    ) -> Self {
        let side = judged.side(finding).and(Some(finding.side));
        let [_, _, part, name, pointer, part_type] = fingerprints.fields(finding);
        let mut place = part;
        for more in [part_type, name, pointer] {
            if !more.is_empty() {
                place.push(' ');
                place.push_str(&more);
            }
        }
        let place = shorten(escape::terminal(&place));
        Self { fingerprint, rule: finding.rule, operation: judged.operation(), side, place }
    }

    /// What entries are sorted by.
    pub(super) fn key(&self) -> [&str; 4] {
        [self.rule.name, self.operation.unwrap_or_default(), &self.place, &self.fingerprint]
    }

    /// What was found, in few words, ready for a terminal.
    pub(crate) fn what(&self) -> String {
        what(self.rule, self.operation, &self.place)
    }
}

/// `text-not-string in SendMessage, request.body /text`.
pub(crate) fn what(rule: &Rule, operation: Option<&str>, place: &str) -> String {
    let operation = operation.map(|operation| format!(" in {operation}")).unwrap_or_default();
    let comma = if place.is_empty() { "" } else { ", " };
    format!("{}{operation}{comma}{place}", rule.name)
}

fn shorten(text: String) -> String {
    match text.char_indices().nth(LONGEST_PLACE) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
