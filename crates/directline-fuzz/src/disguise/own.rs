//! The sender's own credentials, wherever an answer says them again: plain, escaped, or in Base64.

use std::ops::Range;

use super::form::units;

/// Shorter texts are none that anybody keeps secret.
const SHORTEST: usize = 3;

/// Shorter texts are looked for as whole words only: they may be part of any other.
const SHORTEST_PART: usize = 6;

/// A longer text is no name of a member that happens to be the same word.
const LONGEST_NAME: usize = 7;

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Own {
    parts: Vec<String>,
    words: Vec<String>,
}

impl Own {
    pub(super) fn new(credentials: &[String]) -> Self {
        let mut own = Self::default();
        for credential in credentials.iter().filter(|credential| credential.len() >= SHORTEST) {
            own.add(credential.clone());
            for before in 0..3 {
                let coded = base64(credential.as_bytes(), before);
                let url_safe = coded.replace('+', "-").replace('/', "_");
                // With other letters around it, too little of a short text is left to be known by.
                if before == 0 || coded.len() >= SHORTEST_PART {
                    own.add(url_safe);
                    own.add(coded);
                }
            }
        }
        own
    }

    fn add(&mut self, text: String) {
        let list = if text.len() < SHORTEST_PART { &mut self.words } else { &mut self.parts };
        if !list.contains(&text) {
            list.push(text);
        }
    }

    /// Where they stand in the text, in no order.
    pub(super) fn ranges(&self, text: &str) -> Vec<Range<usize>> {
        if self.parts.is_empty() && self.words.is_empty() {
            return Vec::new();
        }
        let mut found = self.scan(text);
        if text.contains(['\\', '%']) {
            let units = units(text);
            let mut decoded = String::with_capacity(text.len());
            // For each byte of the decoded text and its end, where it stands in the text.
            let (mut starts, mut at) = (Vec::with_capacity(text.len()), 0_usize);
            for unit in &units {
                decoded.push(unit.letter);
                starts.resize(decoded.len(), at);
                at = at.saturating_add(unit.length());
            }
            starts.push(at);
            let place = |at: usize| starts.get(at).copied().unwrap_or(text.len());
            found.extend(self.scan(&decoded).into_iter().map(|range| place(range.start)..place(range.end)));
        }
        found
    }

    fn scan(&self, text: &str) -> Vec<Range<usize>> {
        let of = |known: &String| {
            let hits = text.match_indices(known.as_str());
            let ranges = hits.map(|(at, hit)| at..at.saturating_add(hit.len()));
            ranges.filter(|range| range.len() > LONGEST_NAME || !is_name(text, range)).collect::<Vec<_>>()
        };
        let parts = self.parts.iter().flat_map(of);
        let words = self.words.iter().flat_map(of).filter(|range| is_word(text, range));
        parts.chain(words).collect()
    }
}

/// Whether letters and digits end with the range.
fn is_word(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(..range.start).and_then(|before| before.chars().next_back());
    let after = text.get(range.end..).and_then(|after| after.chars().next());
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

/// Whether it is the name of a member of JSON.
fn is_name(text: &str, range: &Range<usize>) -> bool {
    let begins = text.get(..range.start).is_some_and(|before| before.ends_with('"'));
    let after = text.get(range.end..).and_then(|after| after.trim_start_matches('\\').strip_prefix('"'));
    begins && after.is_some_and(|after| after.trim_start().starts_with(':'))
}

/// What of the Base64 (RFC 4648, section 4) of these bytes depends on nothing else, with so many other bytes before them.
fn base64(bytes: &[u8], before: usize) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let all: Vec<u8> = std::iter::repeat_n(0, before).chain(bytes.iter().copied()).collect();
    let mut text = String::new();
    for three in all.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        // Six bits that are all there.
        let whole = three.len().saturating_mul(8) / 6;
        for shift in [18, 12, 6, 0].into_iter().take(whole) {
            let letter = usize::try_from(bits >> shift & 63).ok().and_then(|at| ALPHABET.get(at));
            text.extend(letter.map(|letter| char::from(*letter)));
        }
        // At the end, a letter with the bits that are left, as it is where nothing follows.
        if before == 0 && all.len().saturating_mul(8) / 6 < SHORTEST_PART && whole < 4 {
            let shift = if whole == 1 { 12 } else { 6 };
            let letter = usize::try_from(bits >> shift & 63).ok().and_then(|at| ALPHABET.get(at));
            text.extend(letter.map(|letter| char::from(*letter)));
        }
    }
    let others = before.saturating_mul(8).div_ceil(6);
    text.split_off(others.min(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `printf '%s' … | base64`
    #[test]
    fn base64_is_that_of_the_standard() {
        assert_eq!(base64(b"test-secret", 0), "dGVzdC1zZWNyZXQ=".trim_end_matches("Q="));
        // ":test-secret" and "a:test-secret"
        assert!("OnRlc3Qtc2VjcmV0".ends_with(&base64(b"test-secret", 1)));
        assert!("YTp0ZXN0LXNlY3JldA==".contains(&base64(b"test-secret", 2)));
        assert_eq!([base64(b"test-secret", 1).len(), base64(b"test-secret", 2).len()], [14, 14]);
        assert_eq!((base64(b"abc", 0), base64(b"abcd", 0)), ("YWJj".to_owned(), "YWJjZA".to_owned()));
    }

    fn hidden(credential: &str, text: &str) -> String {
        let mut text = text.to_owned();
        let mut ranges = Own::new(&[credential.to_owned()]).ranges(&text);
        ranges.sort_by_key(|range| range.start);
        ranges.dedup();
        ranges.into_iter().rev().for_each(|range| text.replace_range(range, "*"));
        text
    }

    #[test]
    fn credentials_are_found_however_they_are_written() {
        let rows = [
            ("test-secret", "a test-secret b", "a * b"),
            ("test-secret", "xtest-secretx", "x*x"),
            ("test-secret", "test%2dsecret", "*"),
            ("test-secret", r"\u0074est-secret\n", r"*\n"),
            ("test-secret", "dGVzdC1zZWNyZXQ=", "*Q="),
            // "a:test-secret"
            ("test-secret", "YTp0ZXN0LXNlY3JldA%3D%3D", "YTp*A%3D%3D"),
            ("?>?>?>?>?", r"Pz4/Pj8+Pz4/ Pz4%2FPj8%2BPz4%2F Pz4_Pj8-Pz4_ Pz4\/Pj8+Pz4\/", "* * * *"),
            ("pass", "pass, bypass, passing, pass!", "*, bypass, passing, *!"),
            ("pass", "%20pass", "%20*"),
            ("pass", r#"{"pass": "pass"}"#, r#"{"pass": "*"}"#),
            ("pass", "cGFzcw== cGFzc3", "*== cGFzc3"),
            ("ab", "ab", "ab"),
        ];
        for (credential, text, expected) in rows {
            assert_eq!(hidden(credential, text), expected, "{credential} in {text}");
        }
    }
}
