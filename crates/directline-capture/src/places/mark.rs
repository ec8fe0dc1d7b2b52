//! A running count of bytes, lines and columns.

use std::str;

use crate::Position;

/// A place in a file whose name is known from elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Bytes before it.
    pub(crate) offset: u64,
    /// From 1.
    pub(crate) line: u64,
    /// From 1, in characters; a byte that belongs to no UTF-8 character counts as one.
    pub(crate) column: u64,
    /// The bytes just before it that may begin a character. The column counts them as one each.
    begun: Begun,
}

/// The first bytes of a character whose end was not seen yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Begun {
    bytes: [u8; 3],
    length: usize,
}

impl Mark {
    /// The beginning of a file.
    pub(crate) const START: Self =
        Self { offset: 0, line: 1, column: 1, begun: Begun { bytes: [0; 3], length: 0 } };

    /// Moves over `bytes`.
    pub(crate) fn advance(&mut self, bytes: &[u8]) {
        self.offset = self.offset.saturating_add(bytes.len() as u64);
        let mut last = bytes;
        if let Some(end) = memchr::memrchr(b'\n', bytes) {
            let lines = memchr::memchr_iter(b'\n', bytes).count();
            self.line = self.line.saturating_add(lines as u64);
            self.column = 1;
            self.begun = Begun::default();
            last = bytes.get(end.saturating_add(1)..).unwrap_or_default();
        }
        if last.is_empty() {
            return;
        }
        if let Some(end) = self.begun.end_in(last) {
            // It is one character after all.
            self.column = self.column.saturating_sub(self.begun.length as u64).saturating_add(1);
            last = last.get(end..).unwrap_or_default();
            self.begun = Begun::default();
        } else if self.begun.still_open(last) {
            self.column = self.column.saturating_add(last.len() as u64);
            self.begun = self.begun.with(last);
            return;
        }
        self.begun = Begun::default();
        if last.is_ascii() {
            self.column = self.column.saturating_add(last.len() as u64);
            return;
        }
        for chunk in last.utf8_chunks() {
            let invalid = chunk.invalid();
            let columns = chunk.valid().chars().count().saturating_add(invalid.len());
            self.column = self.column.saturating_add(columns as u64);
            self.begun = Begun::default();
            if !invalid.is_empty() && last.ends_with(invalid) {
                self.begun = self.begun.with(invalid);
            }
        }
    }

    /// Moves over the rest of a line, which has so many bytes, its end included.
    pub(crate) fn advance_line(&mut self, length: usize) {
        self.offset = self.offset.saturating_add(length as u64);
        self.line = self.line.saturating_add(1);
        (self.column, self.begun) = (1, Begun::default());
    }

    /// The same place, where `rest` begins with the byte at it. Inside a character the column is that of
    /// the character.
    pub(crate) fn before(mut self, rest: &[u8]) -> Self {
        if self.begun.end_in(rest).is_some() {
            self.column = self.column.saturating_sub(self.begun.length as u64).max(1);
        }
        self
    }

    /// The place with its file.
    pub(crate) fn in_file(self, file: &str) -> Position {
        Position { file: file.into(), offset: self.offset, line: self.line, column: self.column }
    }
}

impl Begun {
    /// How many bytes of `rest` end the character, if they do.
    fn end_in(self, rest: &[u8]) -> Option<usize> {
        let begun = self.bytes.get(..self.length).filter(|begun| !begun.is_empty())?;
        (1..=3).find(|&length| {
            let end = rest.get(..length).unwrap_or_default();
            end.len() == length
                && str::from_utf8(&[begun, end].concat()).is_ok_and(|text| text.chars().count() == 1)
        })
    }

    /// Whether the character may go on behind all of `rest`.
    fn still_open(self, rest: &[u8]) -> bool {
        let begun = self.bytes.get(..self.length).filter(|begun| !begun.is_empty() && rest.len() < 3);
        let longer = begun.map(|begun| [begun, rest].concat());
        // An error without a length is an end that more bytes could complete.
        longer.is_some_and(|longer| {
            str::from_utf8(&longer)
                .is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
        })
    }

    /// With further bytes.
    fn with(mut self, more: &[u8]) -> Self {
        for &byte in more {
            if let Some(next) = self.bytes.get_mut(self.length) {
                *next = byte;
                self.length = self.length.saturating_add(1);
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The column behind `line`, by the definition: characters, and every byte that belongs to none.
    fn column(line: &[u8]) -> u64 {
        let chunks = line.utf8_chunks();
        1 + chunks.map(|chunk| chunk.valid().chars().count() + chunk.invalid().len()).sum::<usize>() as u64
    }

    #[test]
    fn bytes_that_are_no_utf8_count_one_each() {
        for (bytes, columns) in [
            (&b"a\xffb"[..], 4),
            (b"\x80\x80\x80", 4),
            (b"\xe2\x9c\x93", 2),
            (b"\xe2\x9c", 3),
            (b"\xe2\x9cx", 4),
            (b"\xf0\x9f\x91\x8d!", 3),
            (b"\xc0\xaf", 3),
            (b"\xed\xa0\x80", 4),
            (b"\xff\n\xff\xff", 3),
        ] {
            let mut mark = Mark::START;
            mark.advance(bytes);
            assert_eq!(mark.column, columns, "{bytes:02x?}");
        }
    }

    #[test]
    fn inside_a_character_the_column_is_that_of_the_character() {
        let text = "é✓👍".as_bytes();
        for (at, column) in [(0, 1), (1, 1), (2, 2), (3, 2), (4, 2), (5, 3), (6, 3), (7, 3), (8, 3)] {
            let mut mark = Mark::START;
            mark.advance(&text[..at]);
            assert_eq!(mark.before(&text[at..]).column, column, "{at}");
        }
    }

    proptest! {
        #[test]
        fn columns_do_not_depend_on_how_the_bytes_come(
            pieces in proptest::collection::vec(
                proptest::sample::select(vec![&b"a"[..], b"\xc3", b"\xa9", b"\xe2", b"\x9c", b"\x93", b"\xf0\x9f",
                    b"\x91\x8d", b"\n", b"\xff", "✓".as_bytes(), "👍".as_bytes()]), 0..12),
        ) {
            let whole = pieces.concat();
            let mut mark = Mark::START;
            for piece in &pieces {
                mark.advance(piece);
            }
            let mut once = Mark::START;
            once.advance(&whole);
            prop_assert_eq!(mark, once);
            let mut by_lines = Mark::START;
            for line in whole.split_inclusive(|&byte| byte == b'\n') {
                if line.ends_with(b"\n") {
                    by_lines.advance_line(line.len());
                } else {
                    by_lines.advance(line);
                }
            }
            prop_assert_eq!(by_lines, once);
            let line = whole.rsplit(|&byte| byte == b'\n').next().unwrap();
            prop_assert_eq!(mark.column, column(line));
        }
    }

    #[test]
    fn advancing_piece_by_piece_is_advancing_at_once() {
        let text = "é\nab✓c\r\n\n👍x".as_bytes();
        let mut whole = Mark::START;
        whole.advance(text);
        assert_eq!((whole.offset, whole.line, whole.column), (text.len() as u64, 4, 3));
        for cut in 0..text.len() {
            let mut mark = Mark::START;
            mark.advance(&text[..cut]);
            mark.advance(&text[cut..]);
            assert_eq!(mark, whole, "cut at {cut}");
        }
    }
}
