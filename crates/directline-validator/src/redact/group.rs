//! Spellings of secrets that begin alike.

use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::Arc;

use super::coding::Coding;
use super::index::SHORTEST;

/// More of them are sorted: a place that begins like all of them is not compared with each.
const MOST: usize = 4;

/// Longer words are sorted, too: they are not written anew at each place that begins like them.
const LONGEST: usize = 256;

/// A secret, and how it is written.
#[derive(Clone, Debug)]
pub(super) struct Spelling {
    pub(super) word: Arc<str>,
    pub(super) coding: Coding,
    /// Whether it is found in any letter case.
    pub(super) is_any_case: bool,
}

/// Spellings that begin alike. They are written when a text begins so, too, which seldom happens.
#[derive(Clone, Debug)]
pub(super) enum Group {
    Few(Vec<Spelling>),
    Many(Box<Sorted>),
}

/// What is looked for, as it is written.
#[derive(Clone, Debug, Default)]
pub(super) struct Sorted {
    /// In lower case, found in any letter case.
    any_case: BTreeSet<Vec<u8>>,
    /// Found as they are.
    exact: BTreeSet<Vec<u8>>,
}

impl Default for Group {
    fn default() -> Self {
        Self::Few(Vec::new())
    }
}

impl Group {
    /// Adds a spelling.
    pub(super) fn add(&mut self, spelling: Spelling) {
        if let Self::Few(few) = self
            && (few.len() >= MOST || spelling.word.len() > LONGEST)
        {
            let mut sorted = Sorted::default();
            for one in few.iter() {
                sorted.add(one);
            }
            *self = Self::Many(Box::new(sorted));
        }
        match self {
            Self::Few(few) => {
                // Most begin alone.
                few.reserve_exact(1);
                few.push(spelling);
            }
            Self::Many(sorted) => sorted.add(&spelling),
        }
    }

    /// How long the longest of them is with which the text begins, which is given in lower case, too; 0 if it begins
    /// with none.
    pub(super) fn longest(&self, text: &[u8], lower: &[u8]) -> usize {
        let few = match self {
            Self::Few(few) => few,
            Self::Many(sorted) => {
                return longest(&sorted.any_case, lower).max(longest(&sorted.exact, text));
            }
        };
        let length = |one: &Spelling| {
            // No coding is shorter than the word.
            let text = text.get(..one.word.len()).and(Some(text))?;
            let written = one.written();
            let start = text.get(..written.len())?;
            let is_one =
                if one.is_any_case { start.eq_ignore_ascii_case(&written) } else { start == written };
            is_one.then_some(written.len())
        };
        few.iter().filter_map(length).max().unwrap_or(0)
    }

    /// Whether one of them begins with the text, which is given in lower case, too.
    pub(super) fn begins(&self, text: &[u8], lower: &[u8]) -> bool {
        match self {
            Self::Few(few) => few.iter().any(|one| {
                let written = one.written();
                let start = written.get(..text.len());
                start.is_some_and(|start| {
                    if one.is_any_case { start.eq_ignore_ascii_case(text) } else { start == text }
                })
            }),
            Self::Many(sorted) => begins(&sorted.any_case, lower) || begins(&sorted.exact, text),
        }
    }
}

impl Spelling {
    fn written(&self) -> Vec<u8> {
        self.coding.written(&self.word)
    }
}

impl Sorted {
    fn add(&mut self, spelling: &Spelling) {
        let mut written = spelling.written();
        if spelling.is_any_case {
            written.make_ascii_lowercase();
            self.any_case.insert(written);
        } else {
            self.exact.insert(written);
        }
    }
}

/// How long the longest of the words is with which the text begins; 0 if it begins with none.
fn longest(words: &BTreeSet<Vec<u8>>, mut text: &[u8]) -> usize {
    // The last word that is not after the text begins like it, if any does: up to where they differ, in the end.
    while text.len() >= SHORTEST
        && let Some(last) = words.range::<[u8], _>((Bound::Unbounded, Bound::Included(text))).next_back()
    {
        if text.starts_with(last) {
            return last.len();
        }
        let equal = text.iter().zip(last).take_while(|(one, other)| one == other).count();
        text = text.get(..equal).unwrap_or_default();
    }
    0
}

/// Whether one of the words begins with the text.
fn begins(words: &BTreeSet<Vec<u8>>, text: &[u8]) -> bool {
    // The first one that is not before it begins with it, if any does.
    let next = words.range::<[u8], _>((Bound::Included(text), Bound::Unbounded)).next();
    next.is_some_and(|word| word.starts_with(text))
}
