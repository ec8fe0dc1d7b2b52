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
    if may_be_framed(text) { stands_for_value(text) } else { says_removed(text) }
}

/// Whether the text begins or ends as a placeholder does that is told by its beginning or end: most texts do not.
fn may_be_framed(text: &str) -> bool {
    // The last byte of an ellipsis.
    const ELLIPSIS: u8 = 0xa6;
    let bytes = text.as_bytes();
    matches!(bytes.first(), Some(b'{' | b'<' | b'T' | b'X' | b'x'))
        || matches!(bytes.last(), Some(&(b'.' | ELLIPSIS)))
}

/// The same of any text, by all that tells one.
fn stands_for_value(text: &str) -> bool {
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
        || (word.len() >= 4 && (all('X') || all('x')))
        || says_removed(word)
}

/// Whether a text without an ellipsis says that a value was removed, or has a mask in it.
fn says_removed(word: &str) -> bool {
    (may_have_mask(word) && has_mask(word)) || (may_say_so(word) && says_so(word))
}

/// Whether a byte stands there that begins a mask: all values of a recording are asked, and most have none.
fn may_have_mask(text: &str) -> bool {
    // The first byte of the marks that are no star.
    const BULLET: u8 = 0xe2;
    memchr::memchr2(b'*', BULLET, text.as_bytes()).is_some()
}

/// Whether the letters are such as say so: two stand together of which every word for a removed value, or one to be
/// filled in, has some, and no digit, which none of them has.
fn may_say_so(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let (mut pairs, mut before) = (0, 0);
    for byte in text.bytes() {
        if byte.is_ascii_digit() {
            return false;
        }
        let class: u8 = CLASSES.get(usize::from(byte)).copied().unwrap_or_default();
        pairs |= before & (class >> 4);
        before = class;
    }
    pairs & FIRST != 0
}

/// In the low four bits of a class: which of the pairs the letter begins.
const FIRST: u8 = 0x0f;

/// The class of each byte. The next four bits after [`FIRST`] say which of the pairs the letter ends: `ed` and `en`, `ld`,
/// `cr`, `mm`.
#[expect(clippy::indexing_slicing, reason = "a constant: what is out of bounds does not compile")]
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "256 bytes")]
        let letter = (byte as u8).to_ascii_lowercase();
        classes[byte] = match letter {
            b'e' => 0b0001,
            b'l' => 0b0010,
            b'c' => 0b0100,
            b'm' => 0b1000_1000,
            b'd' => 0b0011_0000,
            b'n' => 0b0001_0000,
            b'r' => 0b0100_0000,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

/// Whether three marks stand together in one word that no credential and no id holds: `****1234`, `•••`.
fn has_mask(text: &str) -> bool {
    let has = |mask: &str| text.as_bytes().windows(mask.len()).any(|three| three == mask.as_bytes());
    ["***", "•••", "●●●"].into_iter().any(has) && !text.contains(char::is_whitespace)
}

/// Whether the words of the text, in brackets or not, say that a value was removed or is to be filled in.
fn says_so(text: &str) -> bool {
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

/// Whether `text` is one thing between `open` and `close`.
fn wrapped(text: &str, open: &str, close: &str) -> bool {
    let inner = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    inner.is_some_and(|inner| !inner.is_empty() && !inner.contains(['<', '>', '"']))
}

#[cfg(test)]
mod tests {
    use super::{FILLED_IN, REMOVED, is_placeholder, may_say_so, stands_for_value};

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
            assert!(is_placeholder(mask) && stands_for_value(mask), "{mask}");
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
            assert!(!is_placeholder(value) && !stands_for_value(value), "{value}");
        }
    }

    #[test]
    fn a_look_at_the_ends_of_a_text_changes_nothing() {
        let pieces =
            ["", "T", "TOKEN", "x", "XX", "{{", "}}", "<", ">", "...", "…", ".", "***", "a", "redacted", " "];
        for first in pieces {
            for middle in pieces {
                for last in pieces {
                    let text = format!("{first}{middle}{last}");
                    assert_eq!(is_placeholder(&text), stands_for_value(&text), "{text}");
                }
            }
        }
    }

    #[test]
    fn long_texts_are_not_read_as_words() {
        let words = format!("[{}]", ["redacted"; 7].join("-"));
        assert_eq!(words.len(), 64);
        assert!(is_placeholder(&words) && !is_placeholder(&format!("[{words}")));
    }
}
