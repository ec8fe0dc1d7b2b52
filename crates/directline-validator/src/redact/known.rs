//! Secrets that are known by their text.

use super::index::SHORTEST;
use super::spelling::bare;

/// So many words back, one that is learnt again is noticed; a token stands in several places of an exchange.
const LOOK_BACK: usize = 8;

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

/// Secrets of one exchange, one after the other. A word may be there more than once.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    text: String,
    /// Where each word ends in the text.
    ends: Vec<usize>,
}

impl Known {
    /// Learns one, unless it is too short or says nothing of a secret.
    pub(super) fn learn(&mut self, word: &str) {
        if word.len() >= SHORTEST && !is_no_secret(word) {
            self.push(word);
        }
    }

    /// Learns those as well.
    pub(super) fn add(&mut self, others: &Self) {
        others.words().for_each(|word| self.push(word));
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Forgets all.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    fn push(&mut self, word: &str) {
        if self.words().rev().take(LOOK_BACK).any(|known| known == word) {
            return;
        }
        if self.ends.is_empty() {
            // Most exchanges have one token, and say it twice.
            self.text.reserve(word.len().saturating_mul(3));
        }
        self.text.push_str(word);
        self.ends.push(self.text.len());
    }

    /// The words.
    pub(super) fn words(&self) -> impl DoubleEndedIterator<Item = &str> {
        let word = |(number, end): (usize, &usize)| {
            let before = number.checked_sub(1).and_then(|before| self.ends.get(before));
            self.text.get(before.copied().unwrap_or(0)..*end)
        };
        self.ends.iter().enumerate().filter_map(word)
    }

    /// How long a text is at least in which one of them stands, however it is written.
    pub(super) fn shortest(&self) -> usize {
        self.words().map(|word| bare(word).len().max(SHORTEST)).min().unwrap_or(usize::MAX)
    }
}
