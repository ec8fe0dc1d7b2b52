//! Secrets that are known, found wherever a text says them again: at every place at once, however many there are.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::coding::Coding;
use super::group::{Group, Spelling};
use super::known::CUT;
use super::seed::Seed;
use super::spelling::sought;
use super::starts::{Start, Starts, start};
use super::words::looks_secret;

/// Shorter words are too common to be masked everywhere.
pub(super) const SHORTEST: usize = 8;

/// How many bytes of secrets are looked for inside longer words, and in Base64, hexadecimal digits and other letter
/// case. Further ones are found as words.
const MOST_BYTES: usize = 1 << 20;

/// How far before the place where a text was cut a secret may begin, in letters.
const LONGEST_BEGINNING: usize = 128;

/// Words to look for at every place of a text. A place costs the same however many there are: few places begin as one
/// of them does.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    /// How all of them begin.
    starts: Starts,
    /// What begins so.
    groups: HashMap<Start, Group, Seed>,
    /// How many bytes of secrets are looked for.
    bytes: usize,
    /// The secrets that are looked for however they are written.
    spelled: HashSet<Arc<str>, Seed>,
}

impl Index {
    /// Adds a secret however it may be written, unless `others` look for that; as far as there is room. Whether
    /// nothing is left to add.
    pub(super) fn add(&mut self, word: &str, others: Option<&Self>) -> bool {
        let Some(word) = sought(word) else { return true };
        if others.is_some_and(|others| others.spelled.contains(word)) {
            return true;
        }
        if !self.has_room(word) {
            return self.spelled.contains(word);
        }
        if !self.spelled.contains(word) {
            let word: Arc<str> = word.into();
            self.spelled.insert(Arc::clone(&word));
            for coding in Coding::of(&word) {
                let is_any_case = coding.is_any_case(&word);
                self.insert(Spelling { word: Arc::clone(&word), coding, is_any_case });
            }
        }
        true
    }

    /// Adds a secret as it is, inside longer words, too, if there is room; whether there was.
    pub(super) fn add_exact(&mut self, word: &Arc<str>) -> bool {
        let has_room = self.has_room(word);
        if has_room {
            self.insert(Spelling { word: Arc::clone(word), coding: Coding::Plain, is_any_case: false });
        }
        has_room
    }

    /// Notes how a word begins that is looked for as a word.
    pub(super) fn note(&mut self, word: &str) {
        if let Some(beginning) = word.as_bytes().first_chunk() {
            self.group(start(*beginning));
        }
    }

    /// Whether the secret is looked for inside longer words just as it is.
    pub(super) fn spells(&self, word: &str) -> bool {
        self.spelled.contains(word)
    }

    /// Counts the word, if there is room.
    fn has_room(&mut self, word: &str) -> bool {
        let bytes = self.bytes.saturating_add(word.len());
        let has_room = bytes <= room(MOST_BYTES, word);
        self.bytes = if has_room { bytes } else { self.bytes };
        has_room
    }

    fn insert(&mut self, spelling: Spelling) {
        if let Some(beginning) = spelling.coding.beginning(&spelling.word) {
            self.group(start(beginning)).add(spelling);
        }
    }

    fn group(&mut self, start: Start) -> &mut Group {
        if !self.starts.has_room(self.groups.len().saturating_add(1)) {
            self.starts.grow(self.groups.keys());
        }
        self.starts.mark(start);
        self.groups.entry(start).or_default()
    }

    /// Those that begin like the text.
    fn group_of(&self, text: &[u8]) -> Option<&Group> {
        self.groups.get(&start(*text.first_chunk()?))
    }

    /// Whether something in the text begins like one of these: nearly nothing does.
    pub(super) fn may_stand_in(&self, text: &str) -> bool {
        self.starts.first_in(text.as_bytes()).is_some()
    }

    /// Adds where they stand in one reading of a text, and where the beginning of one stands that was cut.
    pub(super) fn find(&self, text: &str, found: &mut Vec<Range<usize>>) {
        let bytes = text.as_bytes();
        let lower = bytes.to_ascii_lowercase();
        for at in self.starts.places_in(bytes) {
            if let (Some(text), Some(lower)) = (bytes.get(at..), lower.get(at..))
                && let Some(group) = self.group_of(text)
            {
                let length = group.longest(text, lower);
                found.extend((length > 0).then(|| at..at.saturating_add(length)));
            }
        }
        let begins = |at: usize, cut: usize| {
            let (Some(text), Some(lower)) = (bytes.get(at..cut), lower.get(at..cut)) else { return false };
            self.group_of(text).is_some_and(|group| group.begins(text, lower))
        };
        found.extend(beginnings(text, begins));
    }
}

/// The longest beginnings of secrets that end where the text was cut; `begins` knows them.
pub(super) fn beginnings(
    text: &str,
    begins: impl Fn(usize, usize) -> bool,
) -> impl Iterator<Item = Range<usize>> {
    text.match_indices(CUT).filter_map(move |(cut, _)| {
        let letters = text.get(..cut)?.char_indices().rev().map(|(at, _)| at).take(LONGEST_BEGINNING);
        let starts = letters.filter(|at| cut.saturating_sub(*at) >= SHORTEST && begins(*at, cut));
        starts.last().map(|at| at..cut)
    })
}

/// How much of this room a word may fill: one that looks like a secret leaves a part of it to those that nothing but
/// memory tells.
pub(super) fn room(all: usize, word: &str) -> usize {
    if looks_secret(word) { all.saturating_sub(all / 4) } else { all }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::merge;
    use super::*;

    /// What is found by looking for every spelling at every place.
    fn slowly(spellings: &[(Vec<u8>, bool)], text: &str) -> Vec<Range<usize>> {
        let begins = |text: &[u8], word: &[u8], is_any_case: bool| {
            let start = text.get(..word.len());
            start.is_some_and(
                |start| if is_any_case { start.eq_ignore_ascii_case(word) } else { start == word },
            )
        };
        let mut found = Vec::new();
        for (at, _) in text.char_indices() {
            let rest = &text.as_bytes()[at..];
            let here = spellings.iter().filter(|(word, is_any_case)| begins(rest, word, *is_any_case));
            found.extend(here.map(|(word, _)| at..at + word.len()));
            for (cut, _) in text.match_indices(CUT).filter(|(cut, _)| *cut >= at + SHORTEST) {
                let part = &text.as_bytes()[at..cut];
                found.extend(spellings.iter().any(|(word, any)| begins(word, part, *any)).then_some(at..cut));
            }
        }
        merge(found)
    }

    #[test]
    fn of_words_that_begin_alike_the_longest_is_found() {
        let mut index = Index::default();
        for word in ["abcdefgh", "abcdefghij", "abcdefghik-long", "abcdefgz"] {
            index.add_exact(&word.into());
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
            let mut found = Vec::new();
            index.find(text, &mut found);
            let found: Vec<&str> = found.into_iter().filter_map(|range| text.get(range)).collect();
            assert_eq!(found, words, "{text}");
        }
    }

    proptest! {
        /// However many begin alike, and whatever they are compared with.
        #[test]
        fn the_index_hides_what_a_slow_search_hides(
            words in proptest::collection::vec("[xX]{0,1}(secret-é|Secretab|[a-z]{8})[aAb/?]{0,3}", 1..12),
            text in proptest::collection::vec("secret-é|SECRETAB|[xaAb/?…é]{0,3}", 0..8),
            which in 0..12_usize,
            cut in 0..24_usize,
        ) {
            let (mut index, mut spellings) = (Index::default(), Vec::new());
            for (number, word) in words.iter().enumerate() {
                if number % 2 == 0 {
                    index.add_exact(&word.as_str().into());
                    spellings.push((word.clone().into_bytes(), false));
                }
                index.add(word, None);
                if let Some(word) = sought(word) {
                    let written = |coding: Coding| (coding.written(word), coding.is_any_case(word));
                    spellings.extend(Coding::of(word).map(written));
                }
            }
            let (written, _) = spellings[which % spellings.len()].clone();
            let written = String::from_utf8(written).unwrap();
            let part = written.get(..cut).unwrap_or(&written);
            let text = format!("{written}{}{part}…", text.concat());
            let mut found = Vec::new();
            index.find(&text, &mut found);
            let expected = slowly(&spellings, &text);
            prop_assert!(expected.is_empty() || index.may_stand_in(&text));
            prop_assert_eq!(merge(found), expected, "{}", text);
        }
    }
}
