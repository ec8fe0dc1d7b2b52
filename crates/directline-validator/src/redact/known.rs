//! Secrets that are known by their text.

use std::collections::BTreeSet;
use std::ops::Range;

use super::index::{Index, SHORTEST, beginning_before, room};
use super::places::runs;

/// What a finding ends recorded text with that it shortened.
pub(super) const CUT: char = '…';

/// Words that headers hold where a secret stands, and that say nothing of it: schemes, and what scripts
/// write for a value that they do not have.
const NO_SECRETS: [&str; 10] = [
    "bearer",
    "botconnector",
    "negotiate",
    "sharedkey",
    "sharedkeylite",
    "sharedaccesssignature",
    "aws4-hmac-sha256",
    "undefined",
    "[object",
    "[object object]",
];

/// Whether a word in the place of a secret says nothing of one.
///
/// ```
/// use directline_validator::redact::is_no_secret;
/// assert!(is_no_secret("undefined") && is_no_secret("[object Object]") && !is_no_secret("kittenwalk"));
/// ```
pub fn is_no_secret(word: &str) -> bool {
    NO_SECRETS.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Secrets that are known by their text.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    all: BTreeSet<String>,
    /// How many bytes the words have.
    bytes: usize,
}

impl Known {
    /// Learns one, unless it is too short or says nothing of a secret.
    pub(super) fn learn(&mut self, word: &str) {
        if word.len() < SHORTEST || is_no_secret(word) || self.all.contains(word) {
            return;
        }
        self.bytes = self.bytes.saturating_add(word.len());
        self.all.insert(word.to_owned());
    }

    /// How to find them in texts, but for what `others` finds.
    pub(super) fn index(&self, others: &Index) -> Index {
        let mut index = Index::default();
        for word in &self.all {
            index.add_exact(word);
            index.add(word, others);
        }
        index
    }

    /// Where they stand in the text as words, and where one was cut.
    pub(super) fn words_in(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        if self.all.is_empty() || text.len() < SHORTEST {
            return found;
        }
        let is_known = |run: &Range<usize>| text.get(run.clone()).is_some_and(|word| self.all.contains(word));
        found.extend(runs(text).filter(|run| run.len() >= SHORTEST).filter(is_known));
        for (cut, _) in text.match_indices(CUT) {
            found.extend(beginning_before(text, cut, &self.all));
        }
        found
    }
}

/// The secrets of a capture, and how to find them in texts.
#[derive(Clone, Debug, Default)]
pub(super) struct Others {
    known: Known,
    pub(super) index: Index,
}

impl Others {
    /// How many bytes of secrets are remembered.
    pub(super) const MOST_REMEMBERED: usize = 4 << 20;

    /// Whether some of these are not known, and there is room.
    pub(super) fn lacks(&self, known: &Known) -> bool {
        self.known.bytes < Self::MOST_REMEMBERED
            && known.all.iter().any(|word| !self.known.all.contains(word))
    }

    /// Remembers the secrets of an exchange, as far as there is room.
    pub(super) fn add(&mut self, known: &Known) {
        for word in &known.all {
            let has_room = self.known.bytes.saturating_add(word.len()) <= room(Self::MOST_REMEMBERED, word);
            if !has_room || self.known.all.contains(word) {
                continue;
            }
            self.known.learn(word);
            // Words that others hold, too, are found as words only.
            if runs(word).next().is_none_or(|run| run.len() < word.len()) {
                self.index.add_exact(word);
            }
            self.index.add(word, &Index::default());
        }
    }

    /// Where they stand in the text.
    pub(super) fn ranges(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = self.known.words_in(text);
        found.extend(self.index.ranges(text));
        found
    }

    /// How many bytes the secrets have.
    #[cfg(test)]
    pub(super) fn size(&self) -> usize {
        self.known.bytes
    }
}
