//! Secrets that are remembered, and how to find them in texts.

use std::collections::{BTreeSet, HashMap};
use std::ops::{Bound, Range};
use std::sync::Arc;

use super::index::{Index, SHORTEST, beginnings, room};
use super::known::{CUT, Known};
use super::seed::Seed;
use super::words::runs;

/// Secrets, and how to find them in texts.
#[derive(Clone, Debug, Default)]
pub(super) struct Lookup {
    /// Each with whether the index finds it however it is written, inside longer words, too.
    words: HashMap<Arc<str>, bool, Seed>,
    sorted: BTreeSet<Arc<str>>,
    /// How many bytes the words have.
    bytes: usize,
    index: Index,
}

impl Lookup {
    /// How many bytes of secrets of a capture are remembered.
    pub(super) const MOST_REMEMBERED: usize = 4 << 20;

    /// Those of one exchange, but for what `others` find.
    pub(super) fn of(known: &Known, others: Option<&Self>) -> Self {
        let mut own = Self::default();
        for word in known.words() {
            if !own.words.contains_key(word) {
                let word = own.learn(word);
                own.index.add_exact(&word);
                own.index.add(&word, others.map(|others| &others.index));
            }
        }
        own
    }

    /// Whether some of these are not known, and there is room.
    pub(super) fn lacks(&self, known: &Known) -> bool {
        self.bytes < Self::MOST_REMEMBERED && known.words().any(|word| !self.words.contains_key(word))
    }

    /// Remembers the secrets of an exchange, as far as there is room.
    pub(super) fn add(&mut self, known: &Known) {
        for word in known.words() {
            let has_room = self.bytes.saturating_add(word.len()) <= room(Self::MOST_REMEMBERED, word);
            if !has_room || self.words.contains_key(word) {
                continue;
            }
            let word = self.learn(word);
            // Words that others hold, too, are found as words only.
            let is_part = runs(&word).next().is_none_or(|run| run.len() < word.len());
            let is_exact = is_part && self.index.add_exact(&word);
            let is_spelled = self.index.add(&word, None);
            let is_found = is_spelled && (is_exact || self.index.spells(&word));
            self.words.insert(word, is_found);
        }
    }

    /// Whether what this finds in a text is all that could be found of these words.
    pub(super) fn finds_all(&self, known: &Known) -> bool {
        known.words().all(|word| self.words.get(word).is_some_and(|is_found| *is_found))
    }

    fn learn(&mut self, word: &str) -> Arc<str> {
        let word: Arc<str> = word.into();
        self.bytes = self.bytes.saturating_add(word.len());
        self.index.note(&word);
        self.words.insert(Arc::clone(&word), false);
        self.sorted.insert(Arc::clone(&word));
        word
    }

    /// Adds where they stand in one reading of a text, and where one was cut.
    pub(super) fn find(&self, text: &str, found: &mut Vec<Range<usize>>) {
        if text.len() < SHORTEST || !self.index.may_stand_in(text) {
            return;
        }
        let is_known =
            |run: &Range<usize>| text.get(run.clone()).is_some_and(|word| self.words.contains_key(word));
        found.extend(runs(text).filter(|run| run.len() >= SHORTEST).filter(is_known));
        found.extend(beginnings(text, |at, cut| text.get(at..cut).is_some_and(|text| self.begins(text))));
        self.index.find(text, found);
    }

    /// Whether a word begins with the text.
    fn begins(&self, text: &str) -> bool {
        // The first one that is not before it begins with it, if any does.
        let next = self.sorted.range::<str, _>((Bound::Included(text), Bound::Unbounded)).next();
        next.is_some_and(|word| word.starts_with(text))
    }

    /// How many bytes the secrets have.
    #[cfg(test)]
    pub(super) fn size(&self) -> usize {
        self.bytes
    }
}

/// Whether a secret of no less than that length may stand in the text, or the beginning of one.
pub(super) fn may_hold(text: &str, shortest: usize) -> bool {
    text.len() >= shortest || text.contains(CUT)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::coding::Coding;
    use super::super::merge;
    use super::*;

    fn ranges(lookup: &Lookup, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        lookup.find(text, &mut found);
        merge(found)
    }

    proptest! {
        /// What the capture is said to find of an exchange, its own secrets do not find more of.
        #[test]
        fn a_capture_that_finds_all_hides_what_the_own_secrets_hide(
            words in proptest::collection::vec("[a-cA-C0-9._=é -]{8,12}|conversation|Bearer [a-c0-9]{8}", 1..4),
            around in "[a-cA-C0-9 _…-]{0,6}",
            which in 0..4_usize,
            coding in 0..5_usize,
            cut in 0..20_usize,
        ) {
            let mut known = Known::default();
            for word in &words {
                known.learn(word);
            }
            let mut capture = Lookup::default();
            capture.add(&known);
            prop_assert!(!capture.lacks(&known));
            if capture.finds_all(&known) {
                let word = words.get(which % words.len()).unwrap();
                let written = Coding::of(word).map(|coding| String::from_utf8(coding.written(word)).unwrap());
                let mut all: Vec<String> = written.chain([word.to_ascii_uppercase()]).collect();
                let word = all.swap_remove(coding % all.len());
                let whole = format!("{around}{word}{around}");
                let part = format!("{around}{}…", word.get(..cut).unwrap_or(&word));
                for text in [whole, part] {
                    let by_capture = ranges(&capture, &text);
                    let mut by_both = by_capture.clone();
                    Lookup::of(&known, Some(&capture)).find(&text, &mut by_both);
                    prop_assert_eq!(merge(by_both), by_capture, "{}", text);
                }
            }
        }

        /// A text that is shorter than all of them is not searched.
        #[test]
        fn what_is_too_short_holds_none(
            word in "[a-cA-C0-9._= -]{8,24}|Bearer [a-c0-9]{8}|conversation",
            from in 0..8_usize,
            length in 0..24_usize,
        ) {
            let mut known = Known::default();
            known.learn(&word);
            let own = Lookup::of(&known, None);
            let text = word.get(from..).unwrap_or_default();
            let text = text.get(..length).unwrap_or(text);
            let found = ranges(&own, text);
            prop_assert!(found.is_empty() || may_hold(text, known.shortest()), "{text:?} {found:?}");
        }
    }
}
