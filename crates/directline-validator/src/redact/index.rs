//! Secrets that are known, found wherever a text says them again: at every place at once, however many there are.

use std::collections::{BTreeSet, HashSet};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::ops::{Bound, Range};

use super::known::CUT;
use super::places::looks_secret;
use super::spelling::{sought, spellings};

/// Shorter words are too common to be masked everywhere.
pub(super) const SHORTEST: usize = 8;

/// How many bytes of secrets are looked for inside longer words, and in Base64, hexadecimal digits and other letter
/// case. Further ones are found as words.
const MOST_BYTES: usize = 1 << 20;

/// The first bytes of a word, in lower case, as a number.
type Start = u64;

/// Words to look for at every place of a text. A place costs the same however many there are: few places begin as one
/// of them does.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    /// In lower case, found in any letter case.
    any_case: BTreeSet<String>,
    /// Found as they are.
    exact: BTreeSet<String>,
    /// How all of them begin.
    starts: HashSet<Start, Seed>,
    /// How many bytes of secrets are looked for.
    bytes: usize,
    /// The secrets that are looked for however they are written.
    spelled: BTreeSet<String>,
}

impl Index {
    /// Adds a secret as it is, and however it may be written, unless `others` looks for that; as far as there is room.
    pub(super) fn add(&mut self, word: &str, others: &Self) {
        if let Some(word) = sought(word).filter(|word| !others.spelled.contains(*word))
            && self.has_room(word)
            && self.spelled.insert(word.to_owned())
        {
            for (text, any_case) in spellings(word) {
                self.insert(text, any_case);
            }
        }
    }

    /// Adds a secret as it is, inside longer words, too.
    pub(super) fn add_exact(&mut self, word: &str) {
        if self.has_room(word) {
            self.insert(word.to_owned(), false);
        }
    }

    /// Counts the word, if there is room.
    fn has_room(&mut self, word: &str) -> bool {
        let bytes = self.bytes.saturating_add(word.len());
        let has_room = bytes <= room(MOST_BYTES, word);
        self.bytes = if has_room { bytes } else { self.bytes };
        has_room
    }

    fn insert(&mut self, mut text: String, any_case: bool) {
        let Some(start) = text.as_bytes().first_chunk::<SHORTEST>() else { return };
        self.starts.insert(Start::from_le_bytes(start.map(|byte| byte.to_ascii_lowercase())));
        if any_case {
            text.make_ascii_lowercase();
            self.any_case.insert(text);
        } else {
            self.exact.insert(text);
        }
    }

    /// Where they stand in one reading of a text, and where the beginning of one stands that was cut.
    pub(super) fn ranges(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        if self.starts.is_empty() || text.len() < SHORTEST {
            return found;
        }
        let lower = text.to_ascii_lowercase();
        // Each byte comes in at the end of the last eight.
        let mut start: Start = 0;
        for (end, byte) in lower.bytes().enumerate() {
            start = start >> 8 | Start::from(byte) << 56;
            if let Some(at) = end.checked_sub(SHORTEST - 1)
                && self.starts.contains(&start)
            {
                let lengths =
                    [longest(&self.any_case, lower.get(at..)), longest(&self.exact, text.get(at..))];
                let length = lengths.into_iter().max().unwrap_or(0);
                found.extend((length > 0).then(|| at..at.saturating_add(length)));
            }
        }
        for (cut, _) in text.match_indices(CUT) {
            found.extend(beginning_before(&lower, cut, &self.any_case));
            found.extend(beginning_before(text, cut, &self.exact));
        }
        found
    }
}

/// A secret number, other for each index, so that nobody can write words that fall together.
#[derive(Clone, Debug)]
struct Seed(u64);

impl Default for Seed {
    fn default() -> Self {
        Self(RandomState::new().build_hasher().finish())
    }
}

impl BuildHasher for Seed {
    type Hasher = Fold;

    fn build_hasher(&self) -> Fold {
        Fold(self.0)
    }
}

/// Folds one number: every place of a text asks, and a number of eight bytes needs no more.
#[derive(Clone, Debug)]
struct Fold(u64);

impl Hasher for Fold {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        let product = u128::from(self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
        let bytes = product.to_le_bytes();
        let (low, high) = bytes.split_at(8);
        let half = |half: &[u8]| half.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes));
        self.0 = half(low) ^ half(high);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// How much of this room a word may fill: one that looks like a secret leaves a part of it to those that nothing but
/// memory tells.
pub(super) fn room(all: usize, word: &str) -> usize {
    if looks_secret(word) { all.saturating_sub(all / 4) } else { all }
}

/// How long the longest of the words is with which the text begins; 0 if it begins with none.
fn longest(words: &BTreeSet<String>, text: Option<&str>) -> usize {
    let mut text = text.unwrap_or_default();
    // The last word that is not after the text begins like it, if any does: up to where they differ, in the end.
    while text.len() >= SHORTEST
        && let Some(last) = words.range::<str, _>((Bound::Unbounded, Bound::Included(text))).next_back()
    {
        if text.starts_with(last.as_str()) {
            return last.len();
        }
        let equal = text.bytes().zip(last.bytes()).take_while(|(one, other)| one == other).count();
        text = text.get(..text.floor_char_boundary(equal)).unwrap_or_default();
    }
    0
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_words_that_begin_alike_the_longest_is_found() {
        let mut index = Index::default();
        for word in ["abcdefgh", "abcdefghij", "abcdefghik-long", "abcdefgz"] {
            index.add_exact(word);
        }
        for (text, words) in [
            ("abcdefghij", &["abcdefghij"][..]),
            ("xabcdefghijk", &["abcdefghij"]),
            ("abcdefghik-lon", &["abcdefgh"]),
            ("abcdefghik-long!", &["abcdefghik-long"]),
            ("abcdefgé", &[]),
            ("abcdefgzabcdefgh", &["abcdefgz", "abcdefgh"]),
            ("abcdefg", &[]),
        ] {
            let found: Vec<&str> =
                index.ranges(text).into_iter().filter_map(|range| text.get(range)).collect();
            assert_eq!(found, words, "{text}");
        }
    }
}
