//! Texts that stand where a value was: what exporters, filters and people write instead of it.

/// Whether the whole text stands for a value that was removed or never filled in: `REDACTED`,
/// `<TOKEN>`, `{{conversation}}`, `***`. Such a value is not observable.
///
/// ```
/// use directline_exchange::is_placeholder;
/// assert!(is_placeholder("<TOKEN>") && is_placeholder("{{id}}") && is_placeholder("REDACTED"));
/// assert!(!is_placeholder("abc123") && !is_placeholder(""));
/// ```
pub fn is_placeholder(text: &str) -> bool {
    const WORDS: [&str; 7] =
        ["REDACTED", "DUMMY", "SECRET", "SECRET_OR_TOKEN", "[FILTERED]", "YOUR_SECRET", "HIDDEN"];
    if WORDS.contains(&text) || text.eq_ignore_ascii_case("[redacted]") {
        return true;
    }
    if wrapped(text, "{{", "}}") || wrapped(text, "<", ">") {
        return true;
    }
    let word = text.trim_end_matches('…').trim_end_matches("...");
    let shortened = word.len() < text.len();
    let all = |char: char| word.chars().all(|other| other == char);
    let token = word.strip_prefix("TOKEN").is_some_and(|rest| {
        rest.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
    });
    (shortened && word.is_empty())
        || token
        || (word.len() >= 3 && all('*'))
        || (word.len() >= 4 && (all('X') || all('x')))
}

/// Whether `text` is one thing between `open` and `close`.
fn wrapped(text: &str, open: &str, close: &str) -> bool {
    let inner = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    inner.is_some_and(|inner| !inner.is_empty() && !inner.contains(['<', '>', '"']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_a_value_is_told_from_values() {
        for text in [
            "REDACTED",
            "HIDDEN",
            "[Redacted]",
            "[FILTERED]",
            "<TOKEN>",
            "<your token>",
            "{{conversation}}",
            "{{a b}}",
            "***",
            "*****",
            "XXXX",
            "xxxxxx",
            "XXXX…",
            "xxxx...",
            "…",
            "...",
            "TOKEN",
            "TOKEN_2",
            "TOKENA",
            "TOKEN2",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in [
            "", "abc", "abc123", "abc…", "abc...", "redacted", "**", "XXX", "xxx", "XXxx", "XXXXY", "***a",
            "TOKENa", "TOKEN-2", "MYTOKEN", "<>", "<a", "a>", "<a><b>", "<\"a\">", "{{}}", "{{a", "{a}",
        ] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
