//! A running count of bytes, lines and columns.

use crate::Position;

/// A place in a file whose name is known from elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Bytes before it.
    pub(crate) offset: u64,
    /// From 1.
    pub(crate) line: u64,
    /// From 1, in characters.
    pub(crate) column: u64,
}

impl Mark {
    /// The beginning of a file.
    pub(crate) const START: Self = Self { offset: 0, line: 1, column: 1 };

    /// Moves over `bytes`.
    pub(crate) fn advance(&mut self, bytes: &[u8]) {
        self.offset = self.offset.saturating_add(bytes.len() as u64);
        let mut last = bytes;
        if let Some(end) = memchr::memrchr(b'\n', bytes) {
            let lines = memchr::memchr_iter(b'\n', bytes).count();
            self.line = self.line.saturating_add(lines as u64);
            self.column = 1;
            last = bytes.get(end.saturating_add(1)..).unwrap_or_default();
        }
        self.column = self.column.saturating_add(characters(last) as u64);
    }

    /// The place with its file.
    pub(crate) fn in_file(self, file: &str) -> Position {
        Position { file: file.into(), offset: self.offset, line: self.line, column: self.column }
    }
}

/// How many bytes begin a character.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| !continues(byte)).count()
}

/// Whether a byte continues a UTF-8 character.
pub(crate) fn continues(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advancing_piece_by_piece_is_advancing_at_once() {
        let text = "é\nab✓c\r\n\n👍x".as_bytes();
        let mut whole = Mark::START;
        whole.advance(text);
        assert_eq!(whole, Mark { offset: text.len() as u64, line: 4, column: 3 });
        for cut in 0..text.len() {
            let mut mark = Mark::START;
            mark.advance(&text[..cut]);
            mark.advance(&text[cut..]);
            assert_eq!(mark, whole, "cut at {cut}");
        }
    }
}
