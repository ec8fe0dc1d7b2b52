//! Strings: the escapes of RFC 8259, section 7, and decoding on demand.

use std::borrow::Cow;

use crate::Span;
use crate::node::{Node, Tag};

/// The bytes of a document, and the same as text if they are UTF-8 throughout.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'s> {
    pub(crate) bytes: &'s [u8],
    pub(crate) text: Option<&'s str>,
}

impl<'s> Source<'s> {
    pub(crate) fn new(bytes: &'s [u8]) -> Self {
        Self { bytes, text: std::str::from_utf8(bytes).ok() }
    }

    pub(crate) fn slice(self, span: Span) -> &'s [u8] {
        self.bytes.get(span.range()).unwrap_or_default()
    }

    /// The text of a span; what is not UTF-8 becomes U+FFFD.
    fn str(self, span: Span) -> Cow<'s, str> {
        match self.text.and_then(|text| text.get(span.range())) {
            Some(text) => Cow::Borrowed(text),
            None => String::from_utf8_lossy(self.slice(span)),
        }
    }

    /// Whether a member name says this, however it is written.
    #[cold]
    pub(crate) fn says(&self, node: Node, name: &str) -> bool {
        self.decode(node) == name
    }

    /// The decoded text of a string or member name.
    #[inline]
    pub(crate) fn decode(self, node: Node) -> Cow<'s, str> {
        let span = node.span();
        if node.is(Tag::Plain)
            && let Some(text) = self.text.and_then(|text| text.get(inside(span).range()))
        {
            return Cow::Borrowed(text);
        }
        self.decode_slowly(node, span)
    }

    fn decode_slowly(self, node: Node, span: Span) -> Cow<'s, str> {
        match node.tag() {
            Tag::Bare => self.str(span),
            Tag::Escaped => match self.str(inside(span)) {
                Cow::Borrowed(text) => Cow::Owned(unescape(text)),
                Cow::Owned(text) => Cow::Owned(unescape(&text)),
            },
            _ => self.str(inside(span)),
        }
    }
}

/// The span without its first and last byte, which are the quotes.
pub(crate) fn inside(span: Span) -> Span {
    Span::new(span.start.saturating_add(1), span.end.saturating_sub(1))
}

/// What a backslash starts, and how many bytes that takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Escape {
    /// A character.
    Char(char, usize),
    /// One half of a surrogate pair.
    Lone,
    /// Nothing that JSON knows.
    Bad(usize),
}

/// Bytes of an escape such as `\u00e9`.
pub(crate) const UNIT: usize = 6;

/// Reads the escape at the start of `bytes`, which is a backslash.
pub(crate) fn escape(bytes: &[u8]) -> Escape {
    let simple = match bytes.get(1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unicode(bytes),
        Some(0x20..0x7f) => return Escape::Bad(2),
        _ => return Escape::Bad(1),
    };
    Escape::Char(simple, 2)
}

/// Reads `\uXXXX`, or two of them that make one character.
fn unicode(bytes: &[u8]) -> Escape {
    let Some(unit) = code_unit(bytes) else {
        let digits = bytes.iter().skip(2).take_while(|byte| byte.is_ascii_hexdigit());
        return Escape::Bad(digits.take(4).count() + 2);
    };
    if let Some(char) = char::from_u32(unit) {
        return Escape::Char(char, UNIT);
    }
    let low = bytes.get(UNIT..).and_then(code_unit);
    match low {
        Some(low @ 0xdc00..=0xdfff) if unit < 0xdc00 => {
            let code = 0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
            Escape::Char(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 2 * UNIT)
        }
        _ => Escape::Lone,
    }
}

/// The number in `\uXXXX`.
fn code_unit(bytes: &[u8]) -> Option<u32> {
    let digits = bytes.get(..UNIT)?.strip_prefix(b"\\u")?;
    digits.iter().try_fold(0, |unit, &digit| {
        let digit = char::from(digit).to_digit(16)?;
        Some(unit * 16 + digit)
    })
}

/// Resolves escapes; a lone surrogate becomes U+FFFD, a bad escape stays as it is written.
pub(crate) fn unescape(text: &str) -> String {
    const WORD: usize = 8;
    let mut decoded = Vec::with_capacity(text.len() + WORD);
    let mut rest = text.as_bytes();
    while !rest.is_empty() {
        // Whole words are copied, and what is too much of the last one is taken away again: a few bytes stand between
        // two escapes, where JSON is the text.
        while let Some((word, after)) = rest.split_first_chunk::<WORD>() {
            let found = backslashes(u64::from_le_bytes(*word));
            decoded.extend_from_slice(word);
            if found == 0 {
                rest = after;
                continue;
            }
            let run = (found.trailing_zeros() / 8) as usize;
            decoded.truncate(decoded.len() - (WORD - run));
            rest = rest.get(run..).unwrap_or_default();
            break;
        }
        let run = rest.iter().take_while(|&&byte| byte != b'\\').count();
        let (plain, escaped) = rest.split_at_checked(run).unwrap_or_default();
        if !plain.is_empty() {
            decoded.extend_from_slice(plain);
        }
        let length = match escaped.get(1) {
            Some(&byte @ (b'"' | b'\\' | b'/')) => {
                decoded.push(byte);
                2
            }
            _ if escaped.is_empty() => 0,
            _ => unescape_one(escaped, &mut decoded),
        };
        rest = escaped.get(length..).unwrap_or_default();
    }
    // Whole characters were taken from a text and added to it.
    String::from_utf8(decoded)
        .unwrap_or_else(|broken| String::from_utf8_lossy(broken.as_bytes()).into_owned())
}

/// Resolves the escape at the start of `escaped`; how long it is.
fn unescape_one(escaped: &[u8], decoded: &mut Vec<u8>) -> usize {
    let (char, length) = match escape(escaped) {
        Escape::Char(char, length) => (char, length),
        Escape::Lone => (char::REPLACEMENT_CHARACTER, UNIT),
        Escape::Bad(length) => {
            decoded.extend_from_slice(escaped.get(..length).unwrap_or(escaped));
            return length;
        }
    };
    decoded.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
    length
}

/// Marks the high bit of each byte of the word that is a backslash. Marks above the lowest one can be wrong, because a
/// subtraction borrows from the byte above.
#[inline]
pub(crate) fn backslashes(word: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let word = word ^ (0x5c * EACH);
    word.wrapping_sub(EACH) & !word & (0x80 * EACH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_resolved() {
        let cases = [
            ("plain", "plain"),
            (r#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{c}\n\r\t"),
            (r"\u0041\u00e9\u20AC", "Aé€"),
            (r"\uD83D\ude00!", "😀!"),
            (r"\ud83d", "\u{fffd}"),
            (r"\ude00\ud83d", "\u{fffd}\u{fffd}"),
            (r"\ud83dx\u0041", "\u{fffd}xA"),
            (r"\udc00\udc00", "\u{fffd}\u{fffd}"),
            (r"\ud83d\ud83d\ude00", "\u{fffd}😀"),
            (r"\x41", r"\x41"),
            (r"\u12G4", r"\u12G4"),
            (r"\u+123", r"\u+123"),
            ("\\é", "\\é"),
            ("end\\", "end\\"),
            (r"\u0000", "\0"),
        ];
        for (written, meant) in cases {
            assert_eq!(unescape(written), meant, "{written}");
        }
    }

    #[test]
    fn lengths_of_escapes() {
        let cases: [(&[u8], Escape); 8] = [
            (br"\n", Escape::Char('\n', 2)),
            (br"\u0041", Escape::Char('A', 6)),
            (br"\uD83D\uDE00", Escape::Char('😀', 12)),
            (br"\uD83D\uD83D", Escape::Lone),
            (br"\uDC00\uDC00", Escape::Lone),
            (br"\u12", Escape::Bad(4)),
            (br"\x", Escape::Bad(2)),
            (b"\\\n", Escape::Bad(1)),
        ];
        for (bytes, expected) in cases {
            assert_eq!(escape(bytes), expected);
        }
    }
}
