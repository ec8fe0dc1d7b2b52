//! Checks the exact JSON text that [`ChannelData`](crate::ChannelData) and [`JsonNumber`](crate::JsonNumber) keep. Linear
//! and iterative: the text may come from anywhere.

use serde::de::IgnoredAny;

/// Levels of nesting that a kept text may have. `serde_json` reads no deeper than this into a value, so every kept text
/// can become one as far as depth goes.
pub(crate) const MAX_DEPTH: usize = 127;

/// Why a text cannot be kept as [`ChannelData`](crate::ChannelData) or [`JsonNumber`](crate::JsonNumber).
///
/// # Examples
///
/// ```
/// use directline_types::{ChannelData, JsonNumber, JsonTextError};
///
/// assert!(matches!(ChannelData::parse("[]"), Err(JsonTextError::NotObject)));
/// assert!(matches!(JsonNumber::parse("\"1\""), Err(JsonTextError::NotNumber)));
/// assert!(matches!(JsonNumber::parse("01"), Err(JsonTextError::Syntax(_))));
/// ```
#[derive(Debug, thiserror::Error)]
pub enum JsonTextError {
    /// The text is not one JSON value (RFC 8259).
    #[error("not a JSON text: {0}")]
    Syntax(#[source] serde_json::Error),
    /// A string of the text escapes half of a surrogate pair, which stands for no character.
    #[error("a string holds a lone surrogate")]
    LoneSurrogate,
    /// Arrays and objects are nested deeper than 127 levels.
    #[error("nested deeper than {MAX_DEPTH} levels")]
    TooDeep,
    /// The value is JSON, but not an object.
    #[error("not a JSON object")]
    NotObject,
    /// The value is JSON, but not a number.
    #[error("not a JSON number")]
    NotNumber,
}

/// The text without surrounding white space, if it is one well-formed JSON value.
pub(crate) fn check(text: &str) -> Result<&str, JsonTextError> {
    // `IgnoredAny` is skipped without recursion, and numbers are not converted.
    serde_json::from_str::<IgnoredAny>(text).map_err(JsonTextError::Syntax)?;
    scan(text.as_bytes())?;
    Ok(text.trim_matches([' ', '\t', '\r', '\n']))
}

/// Looks for what `IgnoredAny` lets pass: depth and lone surrogates. The text is known to be well-formed otherwise.
fn scan(text: &[u8]) -> Result<(), JsonTextError> {
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match (in_string, byte) {
            (_, b'"') => in_string = !in_string,
            (true, b'\\') => rest = escape(rest)?,
            (false, b'{' | b'[') => {
                depth = depth.saturating_add(1);
                if depth > MAX_DEPTH {
                    return Err(JsonTextError::TooDeep);
                }
            }
            (false, b'}' | b']') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Ok(())
}

/// Reads one escape, after its backslash, and gives what follows it.
fn escape(text: &[u8]) -> Result<&[u8], JsonTextError> {
    let Some((unit, rest)) = code_unit(text) else {
        return Ok(text.get(1..).unwrap_or_default());
    };
    match unit {
        0xD800..=0xDBFF => match rest.strip_prefix(b"\\").and_then(code_unit) {
            Some((0xDC00..=0xDFFF, rest)) => Ok(rest),
            _ => Err(JsonTextError::LoneSurrogate),
        },
        0xDC00..=0xDFFF => Err(JsonTextError::LoneSurrogate),
        _ => Ok(rest),
    }
}

/// The UTF-16 code unit of `uXXXX`, and what follows it.
fn code_unit(text: &[u8]) -> Option<(u32, &[u8])> {
    let (digits, rest) = text.strip_prefix(b"u")?.split_at_checked(4)?;
    let unit = u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    Some((unit, rest))
}

#[cfg(test)]
mod tests {
    use super::{JsonTextError, MAX_DEPTH, check};

    fn verdict(text: &str) -> &'static str {
        match check(text) {
            Ok(_) => "ok",
            Err(JsonTextError::Syntax(_)) => "syntax",
            Err(JsonTextError::LoneSurrogate) => "surrogate",
            Err(JsonTextError::TooDeep) => "deep",
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn texts_are_judged_by_rfc_8259() {
        for (text, expected) in [
            ("{}", "ok"),
            (" \t\r\n1e999 ", "ok"),
            (r#""\ud83d\ude00""#, "ok"),
            (r#""\\ud83d""#, "ok"),
            (r#""\"[[[[""#, "ok"),
            (r#""\ud83d""#, "surrogate"),
            (r#""\ude00\ud83d""#, "surrogate"),
            (r#""\ud83dx\ude00""#, "surrogate"),
            (r#"{"\uDC00":1}"#, "surrogate"),
            ("", "syntax"),
            ("{} {}", "syntax"),
            ("{\"a\":1,}", "syntax"),
            ("NaN", "syntax"),
            ("+1", "syntax"),
            ("\u{feff}{}", "syntax"),
            ("\u{a0}{}", "syntax"),
            ("\"\u{1}\"", "syntax"),
        ] {
            assert_eq!(verdict(text), expected, "{text:?}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(verdict(&nested(MAX_DEPTH)), "ok");
        assert!(serde_json::from_str::<serde_json::Value>(&nested(MAX_DEPTH)).is_ok());
        assert_eq!(verdict(&nested(MAX_DEPTH + 1)), "deep");
        assert!(serde_json::from_str::<serde_json::Value>(&nested(MAX_DEPTH + 1)).is_err());
        assert_eq!(verdict(&nested(1_000_000)), "deep");
        assert_eq!(verdict(&format!("[{}]", vec!["[]"; 500].join(","))), "ok");
    }
}
