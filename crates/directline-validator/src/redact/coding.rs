//! How a secret may be written: as it is, in Base64, in hexadecimal digits, in percent-encoding.

/// Shorter texts are looked for as whole words only: they may be part of any other.
pub(super) const SHORTEST_PART: usize = 6;

/// A longer text is no name of a member that happens to be the same word.
pub(super) const LONGEST_NAME: usize = 7;

/// The alphabet of Base64 (RFC 4648, section 4).
pub(super) const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// That of URLs (section 5).
const URL_SAFE: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    /// As it is, or escaped.
    Plain,
    /// Base64, with so many bytes before it in its group of three.
    Base64(usize),
    /// The same with the letters of URLs, where these are others.
    UrlSafe(usize),
    /// Two digits for each byte.
    Hex,
    /// Percent-encoding of letters beyond ASCII, which other readings leave as it is.
    Percent,
}

impl Coding {
    /// All of them.
    const ALL: [Self; 9] = [
        Self::Plain,
        Self::Hex,
        Self::Percent,
        Self::UrlSafe(0),
        Self::Base64(0),
        Self::UrlSafe(1),
        Self::Base64(1),
        Self::UrlSafe(2),
        Self::Base64(2),
    ];

    /// Those in which a word is looked for.
    pub(super) fn of(word: &str) -> impl Iterator<Item = Self> {
        // Letters of URLs come of these bytes alone, where all are ASCII.
        let may_differ = !word.is_ascii() || word.bytes().any(|byte| byte & 0x3e == 0x3e);
        // With other letters around it, too little of a short text is left to be known by.
        let is_enough = move |before| before == 0 || base64_length(word.len(), before) >= SHORTEST_PART;
        Self::ALL.into_iter().filter(move |coding| match coding {
            Self::Plain => true,
            Self::Hex => word.len() > LONGEST_NAME,
            Self::Percent => !word.is_ascii(),
            Self::Base64(before) => is_enough(*before),
            Self::UrlSafe(before) => {
                let differs = || coding.written(word).iter().any(|letter| matches!(letter, b'-' | b'_'));
                may_differ && is_enough(*before) && differs()
            }
        })
    }

    /// Whether the letter case of what is written so says nothing.
    pub(super) fn is_any_case(self, word: &str) -> bool {
        !matches!(self, Self::Base64(_) | Self::UrlSafe(_)) && word.len() > LONGEST_NAME
    }

    /// A word written so.
    pub(super) fn written(self, word: &str) -> Vec<u8> {
        let mut written = Vec::with_capacity(word.len().saturating_mul(2));
        self.write(word.as_bytes(), |byte| written.push(byte));
        written
    }

    /// How a word written so begins.
    pub(super) fn beginning<const N: usize>(self, word: &str) -> Option<[u8; N]> {
        let bytes = word.as_bytes();
        // Three letters of Base64 may be lost to what is before it.
        let first = bytes.get(..N.saturating_add(4)).unwrap_or(bytes);
        let (mut beginning, mut length) = ([0; N], 0_usize);
        self.write(first, |byte| {
            if let Some(place) = beginning.get_mut(length) {
                *place = byte;
                length = length.saturating_add(1);
            }
        });
        (length == N).then_some(beginning)
    }

    fn write(self, bytes: &[u8], mut add: impl FnMut(u8)) {
        match self {
            Self::Plain => bytes.iter().for_each(|byte| add(*byte)),
            Self::Hex => bytes.iter().flat_map(|byte| hex(*byte)).for_each(add),
            Self::Percent => {
                for byte in bytes {
                    match hex(*byte) {
                        _ if byte.is_ascii() => add(*byte),
                        [high, low] => [b'%', high, low].into_iter().for_each(&mut add),
                    }
                }
            }
            Self::Base64(before) => base64(bytes, before, ALPHABET, add),
            Self::UrlSafe(before) => base64(bytes, before, URL_SAFE, add),
        }
    }
}

fn hex(byte: u8) -> [u8; 2] {
    let digit = |value: u8| b"0123456789abcdef".get(usize::from(value)).copied().unwrap_or(b'0');
    [digit(byte >> 4), digit(byte & 15)]
}

/// The number of the first letter that depends on nothing but what follows so many bytes.
pub(super) fn first_whole(before: usize) -> usize {
    before.saturating_mul(8).div_ceil(6)
}

/// How many letters of Base64 depend on nothing but so many bytes with so many before them, but for the end of a short text.
fn base64_length(bytes: usize, before: usize) -> usize {
    (bytes.saturating_add(before).saturating_mul(8) / 6).saturating_sub(first_whole(before))
}

/// Writes what of the Base64 of these bytes depends on nothing else, with so many other bytes before them.
fn base64(bytes: &[u8], before: usize, alphabet: &[u8; 64], mut add: impl FnMut(u8)) {
    // Bits that are read and not written: of the first byte, those that share a letter with what is before it are not.
    let shared = first_whole(before).saturating_mul(6).saturating_sub(before.saturating_mul(8));
    let (mut held, mut bits) = (0_usize, 0_usize);
    let mut next = 8_usize.saturating_sub(shared);
    let letter = |held: usize, bits: usize| alphabet.get(held >> bits & 63).copied().unwrap_or(b'A');
    for byte in bytes {
        held = (held & 63) << 8 | usize::from(*byte);
        bits = bits.saturating_add(next);
        next = 8;
        while bits >= 6 {
            bits = bits.saturating_sub(6);
            add(letter(held, bits));
        }
    }
    // At the end of a short text, a letter with the bits that are left, as it is where nothing follows.
    let is_short = before == 0 && bytes.len().saturating_mul(8) / 6 < SHORTEST_PART;
    if is_short && bits > 0 {
        add(letter(held << 6_usize.saturating_sub(bits), 0));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(coding: Coding, word: &str) -> String {
        String::from_utf8(coding.written(word)).unwrap()
    }

    /// `printf '%s' … | base64`
    #[test]
    fn base64_is_that_of_the_standard() {
        let base64 = |word, before| written(Coding::Base64(before), word);
        assert_eq!(base64("test-secret", 0), "dGVzdC1zZWNyZXQ=".trim_end_matches("Q="));
        // ":test-secret" and "a:test-secret"
        assert!("OnRlc3Qtc2VjcmV0".ends_with(&base64("test-secret", 1)));
        assert!("YTp0ZXN0LXNlY3JldA==".contains(&base64("test-secret", 2)));
        assert_eq!([base64("test-secret", 1).len(), base64("test-secret", 2).len()], [14, 14]);
        assert_eq!((base64("abc", 0), base64("abcd", 0)), ("YWJj".to_owned(), "YWJjZA".to_owned()));
    }

    proptest! {
        /// A letter has six bits, and only letters without bits of other bytes are written.
        #[test]
        fn base64_says_the_bits_of_the_word(word in ".{0,40}", before in 0..3_usize) {
            let all: Vec<u8> = [vec![0; before], word.clone().into_bytes()].concat();
            let bit = |at: usize| all.get(at / 8).map_or(0, |byte| usize::from(byte >> (7 - at % 8) & 1));
            let letter = |at: usize| ALPHABET[(at * 6..at * 6 + 6).fold(0, |value, at| value << 1 | bit(at))];
            let is_short = before == 0 && all.len() * 8 / 6 < SHORTEST_PART;
            let end = if is_short { (all.len() * 8).div_ceil(6) } else { all.len() * 8 / 6 };
            let expected: Vec<u8> = (first_whole(before)..end).map(letter).collect();
            prop_assert_eq!(written(Coding::Base64(before), &word).into_bytes(), expected);
        }

        #[test]
        fn the_beginning_is_that_of_the_whole(word in ".{0,24}") {
            for coding in Coding::of(&word) {
                let beginning = coding.written(&word).first_chunk::<8>().copied();
                prop_assert_eq!(coding.beginning(&word), beginning, "{:?}", coding);
            }
        }

        #[test]
        fn letters_of_urls_are_looked_for_where_there_are_some(word in "[ -~]{0,24}|.{0,24}") {
            let all: Vec<Coding> = Coding::of(&word).collect();
            for before in 0..3 {
                let (usual, url_safe) = (Coding::Base64(before), Coding::UrlSafe(before));
                let differs = usual.written(&word) != url_safe.written(&word);
                let is_enough = before == 0 || usual.written(&word).len() >= SHORTEST_PART;
                prop_assert_eq!(all.contains(&url_safe), differs && is_enough);
                prop_assert_eq!(all.contains(&usual), is_enough);
            }
        }

        /// What is too short for a word is too short for any spelling of it.
        #[test]
        fn no_coding_is_shorter_than_the_word(word in ".{8,40}") {
            for coding in Coding::of(&word) {
                prop_assert!(coding.written(&word).len() >= word.len(), "{coding:?} of {word:?}");
            }
        }
    }
}
