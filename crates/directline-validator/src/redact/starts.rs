//! How the secrets that are looked for begin: one look at a place of a text says that none stands there.

use super::index::SHORTEST;
use super::seed::Seed;

/// The first bytes of a word, in lower case, as a number.
pub(super) type Start = u64;

/// So many marks for each beginning: few places of a text meet one by chance.
const MARKS_OF_EACH: usize = 16;

/// More room for marks than the nearest memory of a machine would be slower than the chance is worth.
const MOST_MARKS: usize = 1 << 20;

/// How a word begins.
pub(super) fn start(beginning: [u8; SHORTEST]) -> Start {
    Start::from_le_bytes(beginning.map(|byte| byte.to_ascii_lowercase()))
}

/// Marks for beginnings. What has no mark is none; what has one may be.
#[derive(Clone, Debug, Default)]
pub(super) struct Starts {
    /// As many as a power of two says; none while there is nothing to mark.
    marks: Vec<u64>,
    seed: Seed,
}

impl Starts {
    /// Whether there is room for so many.
    pub(super) fn has_room(&self, count: usize) -> bool {
        self.marks.len().saturating_mul(64) >= count.saturating_mul(MARKS_OF_EACH).min(MOST_MARKS)
    }

    /// Makes room for more than these.
    pub(super) fn grow<'s>(&mut self, all: impl Iterator<Item = &'s Start>) {
        self.marks = vec![0; self.marks.len().saturating_mul(4).max(16)];
        all.for_each(|start| self.mark(*start));
    }

    /// Marks one.
    pub(super) fn mark(&mut self, start: Start) {
        let (word, mark) = self.place(start);
        if let Some(marks) = self.marks.get_mut(word) {
            *marks |= 1 << mark;
        }
    }

    /// The number of the word of marks, and of the mark in it. They are the same in any letter case.
    fn place(&self, start: Start) -> (usize, u64) {
        let hash = self.seed.mix(start | Start::from_le_bytes([b' '; SHORTEST]));
        let word = usize::try_from(hash >> 32).unwrap_or(0) & self.marks.len().wrapping_sub(1);
        (word, hash >> 26 & 63)
    }

    /// The first place of a text where something begins like one of them, perhaps.
    pub(super) fn first_in(&self, text: &[u8]) -> Option<usize> {
        let marks = self.marks.as_slice();
        let is_marked = |beginning: &[u8]| {
            let beginning = beginning.first_chunk().copied().unwrap_or_default();
            let (word, mark) = self.place(Start::from_le_bytes(beginning));
            marks.get(word).is_some_and(|marks| marks >> mark & 1 == 1)
        };
        text.windows(SHORTEST).position(is_marked)
    }

    /// All such places.
    pub(super) fn places_in<'t>(&'t self, text: &'t [u8]) -> impl Iterator<Item = usize> + 't {
        let mut next = 0_usize;
        std::iter::from_fn(move || {
            let at = next.saturating_add(self.first_in(text.get(next..)?)?);
            next = at.saturating_add(1);
            Some(at)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_beginning_is_found_where_it_stands_and_few_others_are() {
        let mut starts = Starts::default();
        let words: Vec<String> = (0..5_000).map(|number| format!("Word{number:04}")).collect();
        let all: Vec<Start> =
            words.iter().filter_map(|word| word.as_bytes().first_chunk().copied().map(start)).collect();
        for (at, one) in all.iter().enumerate() {
            if !starts.has_room(at + 1) {
                starts.grow(all[..at].iter());
            }
            starts.mark(*one);
        }
        let text = words.join(" ").to_ascii_uppercase();
        let places: Vec<usize> = starts.places_in(text.as_bytes()).collect();
        assert!((0..all.len()).all(|at| places.binary_search(&(at * 9)).is_ok()));
        assert!(places.len() < all.len() * 2, "{}", places.len());
        assert_eq!(Starts::default().first_in(text.as_bytes()), None);
    }
}
