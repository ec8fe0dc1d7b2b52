//! Secrets that are known by their text.

use std::collections::BTreeSet;
use std::ops::{Bound, Range};

use super::places::runs;
use super::spelling::{Spellings, sought};

/// How many secrets are looked for inside longer words; any number is found as whole words.
const MOST_SEARCHED: usize = 256;

/// The same, of secrets of other exchanges.
const MOST_SEARCHED_OF_OTHERS: usize = 32;

/// Shorter words are too common to be masked everywhere.
const SHORTEST: usize = 8;

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

/// How many bytes of secrets are looked for in Base64, hexadecimal digits and other letter case, too. Further ones are
/// found as they are: automatons of any number of secrets would take more memory than the recording.
const MOST_SPELLED: usize = 64 << 10;

/// Secrets that are known by their text.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    all: BTreeSet<String>,
    searched: Vec<String>,
    /// How many bytes the words have.
    bytes: usize,
    /// Those that are looked for however they are written, each layer with at least as many as all after it: so a
    /// word comes into few automatons, whenever it is learnt.
    layers: Vec<Spellings>,
    spelled: BTreeSet<String>,
    spelled_bytes: usize,
}

impl Known {
    /// How many bytes of secrets of other exchanges are remembered.
    pub(super) const MOST_REMEMBERED: usize = 1 << 20;

    /// Learns one, unless it is too short or says nothing of a secret.
    pub(super) fn learn(&mut self, word: &str) {
        if word.len() < SHORTEST || is_no_secret(word) || !self.all.insert(word.to_owned()) {
            return;
        }
        self.bytes = self.bytes.saturating_add(word.len());
        if self.searched.len() < MOST_SEARCHED {
            self.searched.push(word.to_owned());
        }
    }

    /// Whether some of the other ones are not known here, and there is room.
    pub(super) fn lacks(&self, other: &Self) -> bool {
        self.bytes < Self::MOST_REMEMBERED && other.all.iter().any(|word| !self.all.contains(word))
    }

    /// Remembers the secrets of another exchange, as far as there is room. They are found as whole words; a
    /// few that are no words, anywhere.
    pub(super) fn add(&mut self, other: &Self) {
        let mut layer = Vec::new();
        for word in &other.all {
            if self.bytes.saturating_add(word.len()) > Self::MOST_REMEMBERED || self.all.contains(word) {
                continue;
            }
            if let Some(word) = sought(word).filter(|word| !self.spelled.contains(*word))
                && self.spelled_bytes.saturating_add(word.len()) <= MOST_SPELLED
            {
                self.spelled_bytes = self.spelled_bytes.saturating_add(word.len());
                self.spelled.insert(word.to_owned());
                layer.push(word.to_owned());
            }
            self.bytes = self.bytes.saturating_add(word.len());
            self.all.insert(word.clone());
            let is_word = runs(word).next().is_some_and(|run| run.len() == word.len());
            if !is_word && self.searched.len() < MOST_SEARCHED_OF_OTHERS {
                self.searched.push(word.clone());
            }
        }
        if !layer.is_empty() {
            self.add_layer(Spellings::whole(layer));
        }
    }

    fn add_layer(&mut self, mut layer: Spellings) {
        while let Some(last) = self.layers.pop_if(|last| last.words().len() <= layer.words().len()) {
            layer = Spellings::whole([last.words(), layer.words()].concat());
        }
        self.layers.push(layer);
    }

    /// Those that are looked for however they are written, but for those that `others` looks for.
    pub(super) fn spellings(&self, others: &Self) -> Spellings {
        let mut left = MOST_SPELLED;
        let words = self.all.iter().filter_map(|word| sought(word));
        let words = words.filter(|word| !others.spelled.contains(*word)).map_while(|word| {
            left = left.checked_sub(word.len())?;
            Some(word.to_owned())
        });
        Spellings::whole(words.collect())
    }

    /// How many bytes the words have.
    #[cfg(test)]
    pub(super) fn size(&self) -> usize {
        self.bytes
    }

    /// Where they stand in the text.
    pub(super) fn ranges(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        if self.all.is_empty() || text.len() < SHORTEST {
            return found;
        }
        for known in &self.searched {
            found
                .extend(text.match_indices(known.as_str()).map(|(at, hit)| at..at.saturating_add(hit.len())));
        }
        if self.all.len() > self.searched.len() {
            found.extend(
                runs(text).filter(|run| text.get(run.clone()).is_some_and(|word| self.all.contains(word))),
            );
        }
        for (cut, _) in text.match_indices(CUT) {
            found.extend(beginning_before(text, cut, &self.all));
        }
        found.extend(self.layers.iter().flat_map(|layer| layer.ranges(text)));
        found
    }
}

/// The beginning of one of the words that ends at `cut`.
pub(super) fn beginning_before(text: &str, cut: usize, words: &BTreeSet<String>) -> Option<Range<usize>> {
    let before = text.get(..cut)?;
    let starts = before.char_indices().rev().map(|(at, _)| at).take(128);
    let starts = starts.filter(|at| cut.saturating_sub(*at) >= SHORTEST);
    let mut starts: Vec<usize> = starts.collect();
    starts.reverse();
    let begins = |at: &usize| {
        let Some(end) = before.get(*at..) else { return false };
        // The first one that is not before it begins with it, if any does.
        let next = words.range::<str, _>((Bound::Included(end), Bound::Unbounded)).next();
        next.is_some_and(|known| known.starts_with(end))
    };
    starts.into_iter().find(begins).map(|at| at..cut)
}
