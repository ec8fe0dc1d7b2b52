//! The words of a text that may be tokens, and what a look at their letters tells.

use std::ops::Range;

/// A character that tokens are made of.
pub(super) const TOKEN: u8 = 1;
const DIGIT: u8 = 2;
const LOWER: u8 = 4;
const UPPER: u8 = 8;
const DOT: u8 = 16;
const PERCENT: u8 = 32;
/// One that may announce a token, or end what announces one.
const SIGN: u8 = 64;

/// What each byte is. Every recorded byte is looked at, most of them more than once.
const CLASSES: [u8; 256] = classes();

/// Shorter words have the shape of a credential only with dots in them.
pub(super) const SHORTEST_SHAPE: usize = 20;

/// How long the mark is by which credentials of Direct Line are known.
const MARK: usize = ".cwA.".len();

/// Shorter words of mixed letters and digits are ids, and no credentials.
const SHORTEST_MIXED: usize = 24;

#[expect(clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "evaluated by the compiler")]
const fn classes() -> [u8; 256] {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < classes.len() {
        classes[byte] = match byte as u8 {
            b'0'..=b'9' => TOKEN | DIGIT,
            b'a'..=b'z' => TOKEN | LOWER,
            b'A'..=b'Z' => TOKEN | UPPER,
            b'.' => TOKEN | DOT,
            b'%' => TOKEN | PERCENT,
            b'_' | b'-' | b'~' | b'+' => TOKEN,
            b'=' | b':' | b'>' | b'@' | b' ' | b'\t' => SIGN,
            _ => 0,
        };
        byte += 1;
    }
    classes
}

/// What a byte is; 0 for what says nothing of tokens.
pub(super) fn class(byte: u8) -> u8 {
    CLASSES.get(usize::from(byte)).copied().unwrap_or(0)
}

/// Maximal runs of the characters that tokens are made of.
pub(super) fn runs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0_usize;
    std::iter::from_fn(move || {
        let is_token = |byte: &u8| class(*byte) & TOKEN != 0;
        let rest = bytes.get(at..)?;
        let before = rest.iter().position(is_token)?;
        let length = rest.get(before..)?.iter().position(|byte| !is_token(byte));
        let start = at.saturating_add(before);
        at = length.map_or(bytes.len(), |length| start.saturating_add(length));
        Some(start..at)
    })
}

/// A run, and what its characters are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run<'t> {
    pub(super) bytes: &'t [u8],
    /// What each of them is, together.
    pub(super) classes: u8,
}

impl<'t> Run<'t> {
    /// Whether one of that length and of such characters may look like a credential.
    pub(super) fn may_look_secret(length: usize, classes: u8) -> bool {
        length >= SHORTEST_SHAPE || classes & DOT != 0 && length >= MARK
    }

    /// All of a word, whatever it is made of.
    fn of(word: &'t str) -> Self {
        let bytes = word.as_bytes();
        Self { bytes, classes: bytes.iter().fold(0, |classes, byte| classes | class(*byte)) }
    }

    /// Whether it has the shape of a Direct Line credential or of a JSON Web Token.
    fn has_secret_shape(self) -> bool {
        // Hosts and names are often written in lower case, and are no less secret then.
        let is_mark =
            |part: &[u8]| part.eq_ignore_ascii_case(b".cwA.") || part.eq_ignore_ascii_case(b".dAA.");
        self.classes & DOT != 0
            && self.bytes.windows(MARK).any(|part| part.starts_with(b".") && is_mark(part))
            || self.bytes.len() >= SHORTEST_SHAPE && self.bytes.windows(3).any(|part| part == b"eyJ")
    }

    /// Whether it looks like a credential by itself.
    pub(super) fn looks_secret(self) -> bool {
        const MIXED: u8 = DIGIT | LOWER | UPPER;
        self.has_secret_shape()
            || self.bytes.len() >= SHORTEST_MIXED
                && self.classes & (MIXED | PERCENT) == MIXED
                && !self.bytes.starts_with(b"--")
    }
}

/// Whether a word has the shape of a Direct Line credential or of a JSON Web Token.
pub(super) fn has_secret_shape(word: &str) -> bool {
    Run::of(word).has_secret_shape()
}

/// Whether a word looks like a credential by itself.
pub(super) fn looks_secret(word: &str) -> bool {
    Run::of(word).looks_secret()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_words_of_tokens() {
        let text = "a-b, (c%20.~+_é)d";
        let words: Vec<&str> = runs(text).filter_map(|run| text.get(run)).collect();
        assert_eq!(words, ["a-b", "c%20.~+_", "d"]);
    }

    #[test]
    fn credentials_are_known_by_their_letters() {
        for word in [
            "RCurR_XV9ZA.cwA.BKA.iaJ",
            "a.CWA.b",
            "eyJhbGciOiJIUzI1NiJ9",
            "aB3aB3aB3aB3aB3aB3aB3aB3",
            "é.daa.",
        ] {
            assert!(looks_secret(word), "{word}");
        }
        for word in [
            "cwA.x",
            ".cwAB",
            "eyJhbGciOiJIUzI1NiJ",
            "aB3aB3aB3aB3aB3aB3aB3aB",
            "--aB3aB3aB3aB3aB3aB3aB3aB3",
            "%20aB3aB3aB3aB3aB3aB3aB3aB3",
        ] {
            assert!(!looks_secret(word), "{word}");
        }
    }
}
