//! Texts that stand where a value was: what exporters, filters and people write instead of it.

/// Words that say that something was taken away.
const REMOVED: [&str; 19] = [
    "redacted",
    "masked",
    "filtered",
    "hidden",
    "sanitized",
    "sanitised",
    "scrubbed",
    "removed",
    "censored",
    "obfuscated",
    "anonymized",
    "anonymised",
    "suppressed",
    "stripped",
    "omitted",
    "withheld",
    "elided",
    "obscured",
    "concealed",
];

/// Words beside those: what was taken away, by whom.
const BESIDE: [&str; 24] = [
    "token",
    "tokens",
    "secret",
    "secrets",
    "credential",
    "credentials",
    "authorization",
    "auth",
    "access",
    "bearer",
    "api",
    "key",
    "password",
    "header",
    "value",
    "id",
    "conversation",
    "user",
    "data",
    "content",
    "by",
    "exporter",
    "recorder",
    "for",
];

/// Words that stand where a value is to be filled in; in capitals or brackets, for in small letters they may be one.
const FILLED_IN: [&str; 6] = ["SECRET", "TOKEN", "DUMMY", "SECRET_OR_TOKEN", "YOUR_SECRET", "YOUR_TOKEN"];

/// The longest text that is read as words, in bytes.
const LONGEST: usize = 64;

/// Whether the whole text stands for a value that was removed or never filled in: `REDACTED`, `[Filtered]`,
/// `redacted-token`, `__TOKEN__`, `{{conversation}}`, `****1234`. Such a value is not observable.
///
/// ```
/// use directline_exchange::is_placeholder;
/// assert!(is_placeholder("<TOKEN>") && is_placeholder("{{id}}") && is_placeholder("[Authorization redacted]"));
/// assert!(!is_placeholder("abc123") && !is_placeholder("") && !is_placeholder("secret"));
/// ```
pub fn is_placeholder(text: &str) -> bool {
    if wrapped(text, "{{", "}}") || wrapped(text, "<", ">") {
        return true;
    }
    let is_shortened = text.ends_with('…') || text.ends_with("...");
    let word = if is_shortened { text.trim_end_matches('…').trim_end_matches("...") } else { text };
    let shortened = word.len() < text.len();
    let all = |char: char| word.chars().all(|other| other == char);
    let token = word.strip_prefix("TOKEN").is_some_and(|rest| {
        rest.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
    });
    (shortened && word.is_empty())
        || token
        || has_mask(word)
        || (word.len() >= 4 && (all('X') || all('x')))
        || says_so(word)
}

/// Whether three marks stand together in one word that no credential and no id holds: `****1234`, `•••`.
fn has_mask(text: &str) -> bool {
    // No end at the first one: many bytes are looked at together.
    let may_have = text.bytes().fold(false, |may, byte| may | (byte == b'*') | !byte.is_ascii());
    may_have
        && !text.contains(char::is_whitespace)
        && ["***", "•••", "●●●"].iter().any(|mask| text.contains(mask))
}

/// Whether the words of the text, in brackets or not, say that a value was removed or is to be filled in.
fn says_so(text: &str) -> bool {
    // No such word holds a digit, and most values do.
    if text.len() > LONGEST || text.bytes().any(|byte| byte.is_ascii_digit()) || !may_say_so(text) {
        return false;
    }
    let is_frame = |c: char| "[](){}<>*_-%$#~| ".contains(c);
    let bare = text.trim_matches(is_frame);
    let is_framed = text.starts_with(is_frame) && text.ends_with(is_frame);
    if text.starts_with(['{', '$']) || (!is_framed && bare.contains(char::is_whitespace)) {
        return false;
    }
    if FILLED_IN.contains(&bare) {
        return true;
    }
    let words = || bare.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_one_of = |list: &[&str], word: &str| list.iter().any(|known| known.eq_ignore_ascii_case(word));
    words().any(|word| is_one_of(&REMOVED, word))
        && words().all(|word| is_one_of(&REMOVED, word) || is_one_of(&BESIDE, word))
}

/// Whether two letters stand together of which every word for a removed value, or one to be filled in, has some. Few
/// values have them, and all values are asked.
fn may_say_so(text: &str) -> bool {
    let bytes = text.as_bytes();
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    // No end at the first one: many pairs are looked at together.
    pairs.fold(false, |may, (one, other)| {
        let (one, other) = (one | 0x20, other | 0x20);
        may | ((one == b'e') & ((other == b'd') | (other == b'n')))
            | ((one == b'l') & (other == b'd'))
            | ((one == b'c') & (other == b'r'))
            | ((one == b'm') & (other == b'm'))
    })
}

/// Whether `text` is one thing between `open` and `close`.
fn wrapped(text: &str, open: &str, close: &str) -> bool {
    let inner = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    inner.is_some_and(|inner| !inner.is_empty() && !inner.contains(['<', '>', '"']))
}

#[cfg(test)]
mod tests {
    use super::{FILLED_IN, REMOVED, is_placeholder, may_say_so};

    #[test]
    fn every_word_that_is_looked_for_may_say_so() {
        for word in REMOVED.iter().chain(&FILLED_IN) {
            assert!(may_say_so(word) && may_say_so(&word.to_uppercase()), "{word}");
        }
    }

    #[test]
    fn masks_are_told_from_values() {
        for mask in [
            "MASKED",
            "FILTERED",
            "[Filtered]",
            "[FILTERED]",
            "redacted",
            "(hidden)",
            "[hidden]",
            "DUMMY",
            "sanitized",
            "REDACTED_TOKEN",
            "[redacted-token]",
            "[Authorization redacted]",
            "<redacted>",
            "****1234",
            "***",
            "ab***yz",
            "•••••",
            "__TOKEN__",
            "[TOKEN]",
            "TOKEN",
            "TOKEN…",
            "SECRET",
            "xxxx",
            "-- removed by exporter --",
            "{{token}}",
            "YOUR_SECRET",
            "HIDDEN",
            "**redacted**",
            "[Redacted]",
            "<your token>",
            "{{a b}}",
            "***a",
            "XXXX…",
            "xxxx...",
            "…",
            "...",
            "TOKEN_2",
            "TOKENA",
        ] {
            assert!(is_placeholder(mask), "{mask}");
        }
        for value in [
            "",
            "abc123",
            "secret",
            "token",
            "dummy",
            "user1",
            "hidden-lake-7",
            "filtered.txt",
            "redactedly",
            "a*b",
            "RCurR_XV9ZA.cwA.BKA.iaJrC8xpy8q",
            "xxx",
            "{token}",
            "${TOKEN}",
            "__abc__",
            "[]",
            "__",
            "{",
            "}",
            "content",
            "id",
            "TOKENabc",
            "Bearer REDACTED",
            "Bearer [Filtered]",
            "Bearer ****1234",
            "abc…",
            "**",
            "XXX",
            "XXxx",
            "XXXXY",
            "TOKEN-2",
            "MYTOKEN",
            "<>",
            "<a",
            "a>",
            "<a><b>",
            "<\"a\">",
            "{{}}",
            "{{a",
        ] {
            assert!(!is_placeholder(value), "{value}");
        }
    }

    #[test]
    fn long_texts_are_not_read_as_words() {
        let words = format!("[{}]", ["redacted"; 7].join("-"));
        assert_eq!(words.len(), 64);
        assert!(is_placeholder(&words) && !is_placeholder(&format!("[{words}")));
    }
}
