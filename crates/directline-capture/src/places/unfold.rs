//! Walks a JSON string as it is written and as it is meant at the same time.

use std::str;

/// How the bytes of a datum follow from the characters of a JSON string.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Unfold {
    /// They are the characters' UTF-8.
    #[default]
    Utf8,
    /// One byte per character.
    Latin1,
    /// Three bytes per four characters of the base64 alphabet.
    Base64,
    /// One byte per two hexadecimal digits.
    Hex,
}

impl Unfold {
    /// The unit (UTF-8 byte, character, base64 character) in which byte `byte` of the datum begins.
    pub(crate) fn unit_of(self, byte: usize) -> usize {
        match self {
            Self::Utf8 | Self::Latin1 => byte,
            Self::Hex => byte.saturating_mul(2),
            Self::Base64 => {
                let whole = byte.checked_div(3).unwrap_or(0).saturating_mul(4);
                whole.saturating_add(byte.checked_rem(3).unwrap_or(0))
            }
        }
    }

    fn units(self, char: char) -> usize {
        match self {
            Self::Utf8 => char.len_utf8(),
            Self::Latin1 => 1,
            Self::Base64 => usize::from(is_base64(char)),
            Self::Hex => usize::from(char.is_ascii_hexdigit()),
        }
    }
}

/// Whether a character counts in base64: both alphabets; padding and white space do not.
pub(crate) fn is_base64(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '+' | '/' | '-' | '_')
}

/// A place in a JSON string: `units` of the datum stand before byte `raw` of the file.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cursor {
    start: usize,
    unfold: Unfold,
    units: usize,
    raw: usize,
}

impl Cursor {
    pub(crate) fn new(start: usize, unfold: Unfold) -> Self {
        Self { start, unfold, units: 0, raw: start }
    }

    pub(crate) fn raw(self) -> usize {
        self.raw
    }

    /// Whether a search for `target` in that datum can go on from here.
    pub(crate) fn serves(self, start: usize, unfold: Unfold, target: usize) -> bool {
        (self.start, self.unfold) == (start, unfold) && self.units <= target && self.raw >= start
    }

    /// Goes on to the character that holds unit `target`, or to the end of the string.
    pub(crate) fn advance(mut self, bytes: &[u8], target: usize) -> Self {
        while let Some((char, length)) = bytes.get(self.raw..).and_then(step) {
            let units = self.unfold.units(char);
            let after = self.units.saturating_add(units);
            if after > target {
                break;
            }
            self.units = after;
            self.raw = self.raw.saturating_add(length);
        }
        self
    }
}

/// Where byte `byte` of the decoded string stands in `raw`, the string as written without its quotes.
pub(crate) fn raw_offset(raw: &[u8], byte: usize) -> usize {
    Cursor::new(0, Unfold::Utf8).advance(raw, byte).raw()
}

/// The first character of a string as written, and how many bytes that takes; `None` at its end. What is not UTF-8,
/// and half of a surrogate pair, is U+FFFD; a backslash that starts no escape stands for itself.
fn step(bytes: &[u8]) -> Option<(char, usize)> {
    match bytes.first()? {
        b'"' => None,
        b'\\' => Some(escape(bytes)),
        byte @ 0..0x80 => Some((char::from(*byte), 1)),
        _ => {
            let head = bytes.get(..4).unwrap_or(bytes);
            let (valid, bad) = match str::from_utf8(head) {
                Ok(text) => (text, head.len()),
                Err(error) => {
                    let valid = head.get(..error.valid_up_to()).unwrap_or_default();
                    (str::from_utf8(valid).unwrap_or_default(), error.error_len().unwrap_or(head.len()))
                }
            };
            match valid.chars().next() {
                Some(char) => Some((char, char.len_utf8())),
                None => Some((char::REPLACEMENT_CHARACTER, bad.max(1))),
            }
        }
    }
}

fn escape(bytes: &[u8]) -> (char, usize) {
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
        _ => return ('\\', 1),
    };
    (simple, 2)
}

fn unicode(bytes: &[u8]) -> (char, usize) {
    let Some(unit) = code_unit(bytes) else { return ('\\', 1) };
    if let Some(char) = char::from_u32(unit) {
        return (char, 6);
    }
    let low = bytes.get(6..).and_then(code_unit).filter(|low| (0xdc00..=0xdfff).contains(low));
    match low {
        Some(low) if unit < 0xdc00 => {
            let pair = ((unit & 0x3ff) << 10 | (low & 0x3ff)).saturating_add(0x1_0000);
            (char::from_u32(pair).unwrap_or(char::REPLACEMENT_CHARACTER), 12)
        }
        _ => (char::REPLACEMENT_CHARACTER, 6),
    }
}

fn code_unit(bytes: &[u8]) -> Option<u32> {
    let digits = bytes.get(..6)?.strip_prefix(b"\\u")?;
    digits.iter().try_fold(0_u32, |unit, &digit| Some(unit << 4 | char::from(digit).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use directline_json::Document;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_byte_is_found_where_it_is_written() {
        let rows: [(&str, Unfold, usize, usize); 14] = [
            ("abc", Unfold::Utf8, 2, 2),
            (r"a\nb", Unfold::Utf8, 2, 3),
            (r"\u00e9x", Unfold::Utf8, 1, 0),
            (r"\u00e9x", Unfold::Utf8, 2, 6),
            (r"\ud83d\udc4dx", Unfold::Utf8, 4, 12),
            ("✓x", Unfold::Utf8, 3, 3),
            (r"\ud83dx", Unfold::Utf8, 3, 6),
            (r#"ab"cd"#, Unfold::Utf8, 4, 2),
            ("éx", Unfold::Latin1, 1, 2),
            ("aGVsbG8=", Unfold::Base64, 3, 4),
            ("aGVsbG8=", Unfold::Base64, 4, 5),
            (r"aGVs\r\nbG8=", Unfold::Base64, 3, 8),
            ("ffd8FFe0", Unfold::Hex, 3, 6),
            (r"ff\u00648", Unfold::Hex, 1, 2),
        ];
        for (raw, unfold, byte, expected) in rows {
            let found = Cursor::new(0, unfold).advance(raw.as_bytes(), unfold.unit_of(byte)).raw();
            assert_eq!(found, expected, "{raw} {unfold:?} {byte}");
        }
    }

    proptest! {
        /// The walk decodes as the JSON reader does: at every cut, what stands before decodes to as many bytes.
        #[test]
        fn the_walk_agrees_with_the_json_reader(raw in proptest::collection::vec(
            prop_oneof![
                Just(b"\\n".to_vec()), Just(b"\\u00e9".to_vec()), Just(b"\\ud83d".to_vec()),
                Just(b"\\ude00".to_vec()), Just(b"\\x".to_vec()), Just("é✓👍".as_bytes().to_vec()),
                Just(vec![0xe2, 0x9c]), Just(vec![0xff]), Just(b"ab".to_vec()), Just(b"\\u12".to_vec()),
            ], 0..12)) {
            let mut quoted = vec![b'"'];
            for piece in &raw {
                quoted.extend_from_slice(piece);
            }
            quoted.push(b'"');
            let document = Document::parse(&quoted);
            let meant = document.root().and_then(directline_json::Value::as_str).unwrap();
            let mut cursor = Cursor::new(1, Unfold::Utf8);
            for (at, char) in meant.char_indices() {
                cursor = cursor.advance(&quoted, at);
                prop_assert_eq!(cursor.units, at);
                let (seen, _) = step(&quoted[cursor.raw..]).unwrap();
                prop_assert_eq!(seen, char);
            }
            prop_assert_eq!(cursor.advance(&quoted, usize::MAX).raw, quoted.len() - 1);
        }
    }
}
