//! Secrets that are known by their text.

use std::collections::HashSet;
use std::ops::Range;

use super::places::runs;

/// How many secrets are looked for inside longer words; any number is found as whole words.
const MOST_SEARCHED: usize = 256;

/// Shorter words are too common to be masked everywhere.
const SHORTEST: usize = 8;

/// What a finding ends recorded text with that it shortened.
const CUT: char = '…';

/// Secrets that are known by their text.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    all: HashSet<String>,
    searched: Vec<String>,
}

impl Known {
    /// Learns one, unless it is too short or the name of a scheme.
    pub(super) fn learn(&mut self, word: &str) {
        let is_scheme = word.eq_ignore_ascii_case("bearer") || word.eq_ignore_ascii_case("botconnector");
        if word.len() < SHORTEST || is_scheme || !self.all.insert(word.to_owned()) {
            return;
        }
        if self.searched.len() < MOST_SEARCHED {
            self.searched.push(word.to_owned());
        }
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
            found.extend(self.beginning_before(text, cut));
        }
        found
    }

    /// The beginning of a secret that ends at `cut`.
    fn beginning_before(&self, text: &str, cut: usize) -> Option<Range<usize>> {
        let before = text.get(..cut)?;
        let starts = before.char_indices().rev().map(|(at, _)| at).take(128);
        let starts = starts.filter(|at| cut.saturating_sub(*at) >= SHORTEST);
        let mut starts: Vec<usize> = starts.collect();
        starts.reverse();
        let begins = |at: &usize| {
            before.get(*at..).is_some_and(|end| self.searched.iter().any(|known| known.starts_with(end)))
        };
        starts.into_iter().find(begins).map(|at| at..cut)
    }
}
