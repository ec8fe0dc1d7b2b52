//! A token that was answered as bare text, without the quotes that make it JSON.

use std::ops::Range;

/// Where the bare word stands that a body consists of, if it is one: no quotes, no white space inside,
/// nothing that begins a JSON or HTML text. Whether the body is JSON after all is for the caller to see.
pub(crate) fn bare_token(body: &[u8]) -> Option<Range<usize>> {
    let word = body.trim_ascii();
    let is_word = word.iter().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\'' | b','));
    if !is_word || !word.first()?.is_ascii_alphanumeric() {
        return None;
    }
    let start = body.len().saturating_sub(body.trim_ascii_start().len());
    Some(start..start.saturating_add(word.len()))
}

#[cfg(test)]
mod tests {
    use super::bare_token;

    #[test]
    fn one_word_is_a_bare_token() {
        for (body, span) in [
            ("FAKE.dAA.not-a-real-token", Some(0..25)),
            ("  abc.def=\r\n", Some(2..10)),
            ("abc def", None),
            ("\"abc", None),
            ("abc\"", None),
            ("{abc}", None),
            ("<html>", None),
            ("", None),
            ("caf\u{e9}", None),
        ] {
            assert_eq!(bare_token(body.as_bytes()), span, "{body:?}");
        }
    }
}
