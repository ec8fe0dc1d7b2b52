//! Secrets: what counts as one, and the mark that stands for it in every output.
//!
//! Nothing recorded reaches an output except through [`Secrets::mask`]. A secret is what the
//! exchange itself uses as one (its credentials, the tokens it was given), what stands where
//! secrets stand (`token=…`, `Bearer …`), and what looks like one (the shapes of Direct Line
//! credentials and of JSON Web Tokens, long mixed runs of letters and digits).

use std::ops::Range;

use directline_exchange::{Exchange, HeaderValue};

use crate::percent;

/// What stands in place of a secret, whatever its length.
pub const MARK: &str = "[redacted]";

/// Names of members and parameters whose values are secrets.
const SECRET_NAMES: [&str; 9] =
    ["token", "secret", "password", "passwd", "authorization", "credential", "apikey", "api_key", "signature"];

/// The secrets of one exchange, for masking text that is about to be shown.
#[derive(Clone, Debug, Default)]
pub struct Secrets {
    known: Vec<String>,
}

impl Secrets {
    /// Knows only the shapes of secrets.
    ///
    /// ```
    /// use directline_validator::redact::Secrets;
    /// let shapes = Secrets::new();
    /// assert_eq!(shapes.mask("Bearer RCurR_XV9ZA.cwA.BKA.iaJrC8xpy8q"), "Bearer [redacted]");
    /// assert_eq!(shapes.mask("hello world"), "hello world");
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Learns the credentials that the exchange sends in its headers.
    pub fn of(exchange: &Exchange) -> Self {
        let mut secrets = Self::new();
        for header in exchange.request.headers.iter().chain(&exchange.response.headers) {
            if let HeaderValue::Seen(value) = &header.value
                && is_secret_header(&header.name)
            {
                let text = String::from_utf8_lossy(value);
                text.split([' ', '\t', ';', ',', '=', '"', '\'']).for_each(|word| secrets.learn(word));
            }
        }
        for (name, value, _) in exchange.request.target.query_pairs() {
            if is_secret_name(name) {
                secrets.learn(value);
                secrets.learn(&percent::decode_text(value));
            }
        }
        secrets
    }

    /// Learns one secret. Words of fewer than eight bytes are too common to be masked everywhere.
    pub fn learn(&mut self, word: &str) {
        let is_scheme = word.eq_ignore_ascii_case("bearer") || word.eq_ignore_ascii_case("botconnector");
        if word.len() >= 8 && !is_scheme && !self.known.iter().any(|known| known == word) {
            self.known.push(word.to_owned());
        }
    }

    /// The text with every secret replaced by [`MARK`].
    pub fn mask(&self, text: &str) -> String {
        replace(text, self.ranges(text))
    }

    /// The name of a file or folder with every secret replaced by [`MARK`].
    ///
    /// People write long names with letters of both cases and digits; only known secrets and the shapes
    /// of credentials count here.
    ///
    /// ```
    /// use directline_validator::redact::Secrets;
    /// let name = "runs/ChromeDevTools-sanitized-2026-11-21.har";
    /// assert_eq!(Secrets::new().mask_file_name(name), name);
    /// assert_eq!(Secrets::new().mask_file_name("runs/RCurR_XV9ZA.cwA.BKA.iaJrC8xpy8q.har"), "runs/[redacted]");
    /// ```
    pub fn mask_file_name(&self, name: &str) -> String {
        let mut found = self.known_ranges(name);
        found.extend(runs(name).filter(|run| name.get(run.clone()).is_some_and(has_secret_shape)));
        replace(name, merge(found))
    }

    /// Whether the text holds a secret.
    pub fn holds(&self, text: &str) -> bool {
        !self.ranges(text).is_empty()
    }

    /// Where secrets stand in the text: sorted, not overlapping, on character boundaries.
    pub fn ranges(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = self.known_ranges(text);
        let mut name_is_secret = false;
        for run in runs(text) {
            let word = text.get(run.clone()).unwrap_or_default();
            if name_is_secret && !is_scheme(word) {
                found.push(whole_value(text, run.clone()));
            } else if looks_secret(word) || hides_secret(word) {
                found.push(run.clone());
            }
            let after = text.get(run.end..).unwrap_or_default();
            name_is_secret = names_secret(word, after);
        }
        merge(found)
    }

    /// Where known secrets stand in the text.
    fn known_ranges(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for known in &self.known {
            found.extend(text.match_indices(known.as_str()).map(|(at, hit)| at..at.saturating_add(hit.len())));
        }
        found
    }
}

/// The text with [`MARK`] in place of each range.
fn replace(text: &str, ranges: Vec<Range<usize>>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for range in ranges {
        out.push_str(text.get(at..range.start).unwrap_or_default());
        out.push_str(MARK);
        at = range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Whether values of headers with this name are secrets or carry them.
pub fn is_secret_header(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["cookie", "ocp-apim-subscription-key"].iter().any(|part| name.contains(part))
        || name.contains("authori")
        || is_secret_name(&name)
        || name.contains("api-key")
}

/// Whether a member or parameter with this name holds a secret.
pub fn is_secret_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == "t" || name == "key" || name == "sig" || SECRET_NAMES.iter().any(|part| name.contains(part))
}

/// Maximal runs of the characters that tokens are made of.
fn runs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = None;
    let ends = text.char_indices().map(|(at, c)| (at, Some(c))).chain([(text.len(), None)]);
    ends.filter_map(move |(at, c)| {
        let inside = c.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '~' | '+' | '%'));
        match (start, inside) {
            (None, true) => {
                start = Some(at);
                None
            }
            (Some(from), false) => {
                start = None;
                Some(from..at)
            }
            _ => None,
        }
    })
}

/// Whether a word has the shape of a Direct Line credential or of a JSON Web Token.
fn has_secret_shape(word: &str) -> bool {
    word.contains(".cwA.") || word.contains(".dAA.") || (word.starts_with("eyJ") && word.len() >= 20)
}

/// Whether a word looks like a credential by itself.
fn looks_secret(word: &str) -> bool {
    if has_secret_shape(word) {
        return true;
    }
    let has = |test: fn(&u8) -> bool| word.as_bytes().iter().any(|byte| test(byte));
    word.len() >= 24
        && !word.contains('%')
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_uppercase)
        && !word.starts_with("--")
}

/// Whether a percent-encoded word is a secret when decoded.
fn hides_secret(word: &str) -> bool {
    word.contains('%') && runs_of(&percent::decode_text(word))
}

fn runs_of(text: &str) -> bool {
    runs(text).any(|run| text.get(run).is_some_and(looks_secret))
}

/// Whether `word`, followed by `after`, announces a secret as the next word: `Bearer x`,
/// `token=x`, `"token": "x"`.
fn names_secret(word: &str, after: &str) -> bool {
    if is_scheme(word) {
        return after.starts_with([' ', '\t', '"']);
    }
    let sign = after.trim_start_matches(['"', '\'', '\\', ' ']);
    is_secret_name(word) && sign.starts_with(['=', ':']) && !sign.starts_with("://")
}

/// Whether a word is an authentication scheme: the secret is what follows.
fn is_scheme(word: &str) -> bool {
    ["bearer", "botconnector", "basic"].iter().any(|scheme| word.eq_ignore_ascii_case(scheme))
}

/// The value that begins with a word, up to what ends it: the closing quote if it is quoted, else
/// white space or a separator.
fn whole_value(text: &str, word: Range<usize>) -> Range<usize> {
    let before = text.get(..word.start).unwrap_or_default();
    let after = text.get(word.end..).unwrap_or_default();
    let quote = before.chars().next_back().filter(|c| matches!(c, '"' | '\''));
    let is_escaped = before.ends_with("\\\"");
    let length = match quote {
        Some(_) if is_escaped => after.find("\\\""),
        Some(quote) => after.find(quote),
        None => after.find(|c: char| c.is_whitespace() || "&\"',;<>}])\\".contains(c)),
    };
    word.start..word.end.saturating_add(length.unwrap_or(after.len()))
}

fn merge(mut found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    found.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(found.len());
    for range in found {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "CANARYdl0x1.cwA.BKA.7hIsIsNotARealSecret01234";

    #[test]
    fn secrets_are_masked_wherever_they_stand() {
        let rows = [
            (format!("my key is {SECRET}, ok"), "my key is [redacted], ok"),
            (format!("{SECRET}.jpg"), "[redacted]"),
            (format!("?secret={SECRET}&a=b"), "?secret=[redacted]&a=b"),
            ("?t=short&a=b".into(), "?t=[redacted]&a=b"),
            ("{\"token\": \"abc\"}".into(), "{\"token\": \"[redacted]\"}"),
            ("{\\\"token\\\": \\\"abc\\\"}".into(), "{\\\"token\\\": \\\"[redacted]\\\"}"),
            ("bearer abc".into(), "bearer [redacted]"),
            ("Authorization: Bearer abc/def==, then".into(), "Authorization: Bearer [redacted], then"),
            ("{\"password\": \"correct horse/battery\", \"a\": 1}".into(), "{\"password\": \"[redacted]\", \"a\": 1}"),
            (SECRET.bytes().map(|byte| format!("%{byte:02X}")).collect(), "[redacted]"),
            ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x".into(), "[redacted]"),
        ];
        for (text, masked) in rows {
            assert_eq!(Secrets::new().mask(&text), masked, "{text}");
        }
    }

    #[test]
    fn what_is_no_secret_stays_readable() {
        for text in [
            "CuvLPID4kDb|000000000000000004",
            "2016-10-28T21:19:51.0357965Z",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "/api/conversations/CuvFAKE0126/messages?watermark=12",
            "6f1ed002-ab55-4b6c-9a5c-5f3e5b2a8a10",
            "the token is a number",
            "Authorization: Bearer, or BotConnector, with a secret or a token",
        ] {
            assert_eq!(Secrets::new().mask(text), text);
        }
    }

    #[test]
    fn learned_secrets_are_masked_in_the_middle_of_words() {
        let mut secrets = Secrets::new();
        secrets.learn("hunter2hunter2");
        assert_eq!(secrets.mask("xhunter2hunter2y"), "x[redacted]y");
    }
}
