//! Strings: to the closing quote, as fast as the bytes allow.

use super::Parser;
use crate::node::Tag;
use crate::text::{self, Escape, UNIT};
use crate::{DefectKind, Span, SyntaxError};

impl Parser<'_> {
    /// Reads the string that starts here; `None` if it is not closed.
    #[expect(
        clippy::inline_always,
        reason = "it is most of the work, and a call would cost as much as a short string"
    )]
    #[inline(always)]
    pub(super) fn string(&mut self) -> Option<Tag> {
        let (bytes, start) = (self.bytes, self.at);
        let mut rest = bytes.get(start + 1..).unwrap_or_default();
        let mut tag = Tag::Plain;
        while let Some((word, after)) = rest.split_first_chunk() {
            let found = specials(u64::from_le_bytes(*word));
            if found == 0 {
                rest = after;
                continue;
            }
            let run = (found.trailing_zeros() / 8) as usize;
            match (word.get(run), rest.get(run + 1)) {
                (Some(b'"'), _) => {
                    self.at = bytes.len() - rest.len() + run + 1;
                    if self.source.text.is_none() {
                        self.check_utf8(Span::new(start, self.at));
                    }
                    return Some(tag);
                }
                (Some(b'\\'), Some(&escaped)) if is_simple(escaped) => {
                    tag = Tag::Escaped;
                    rest = rest.get(run + 2..).unwrap_or_default();
                }
                _ => break,
            }
        }
        self.rest_of_string(bytes.len() - rest.len(), start, b'"', tag)
    }

    /// Reads on, from `at`, to the closing quote of a string that is not wholly usual, or ends near the end of the text.
    #[cold]
    pub(super) fn rest_of_string(
        &mut self,
        mut at: usize,
        start: usize,
        quote: u8,
        mut tag: Tag,
    ) -> Option<Tag> {
        loop {
            let rest = self.bytes.get(at..).unwrap_or_default();
            match rest.first() {
                Some(&byte) if byte == quote => {
                    self.at = at + 1;
                    break;
                }
                Some(b'\\') => {
                    tag = Tag::Escaped;
                    at += self.escape(at, rest, quote);
                }
                Some(..0x20) => {
                    let length = rest.iter().take_while(|&&byte| byte < 0x20).count();
                    self.syntax(SyntaxError::ControlCharacter, Span::new(at, at + length));
                    at += length;
                }
                Some(_) if quote == b'"' => at += plain_run(rest),
                Some(_) => at += rest.iter().take_while(|&&byte| is_plain(byte, quote)).count(),
                None => {
                    self.at = self.bytes.len();
                    self.syntax(SyntaxError::UnclosedString, Span::new(start, self.at));
                    return None;
                }
            }
        }
        if self.source.text.is_none() {
            self.check_utf8(Span::new(start, self.at));
        }
        Some(tag)
    }

    /// Checks the escape at the start of `rest` and returns its length.
    fn escape(&mut self, at: usize, rest: &[u8], quote: u8) -> usize {
        match text::escape(rest) {
            Escape::Char(_, length) => length,
            Escape::Lone => {
                self.log.push(DefectKind::LoneSurrogate, Span::new(at, at + UNIT));
                UNIT
            }
            // In single quotes, `\'` does not end the string.
            Escape::Bad(2) if rest.get(1) == Some(&quote) => 2,
            Escape::Bad(length) => {
                self.syntax(SyntaxError::BadEscape, Span::new(at, at + length));
                length
            }
        }
    }

    /// Logs what in a span is not UTF-8: one defect for bytes in a row.
    pub(super) fn check_utf8(&mut self, span: Span) {
        let mut at = span.start;
        let mut invalid = Span::new(at, at);
        for chunk in self.source.slice(span).utf8_chunks() {
            let end = at + chunk.valid().len() + chunk.invalid().len();
            if !chunk.valid().is_empty() {
                self.invalid_utf8(invalid);
                invalid.start = end - chunk.invalid().len();
            }
            invalid.end = end;
            at = end;
        }
        self.invalid_utf8(invalid);
    }

    fn invalid_utf8(&mut self, span: Span) {
        if !span.is_empty() {
            self.log.push(DefectKind::InvalidUtf8, span);
        }
    }

    /// Skips an array or object without looking at more than brackets and strings.
    pub(super) fn skip_container(&mut self) {
        let mut open = 0_usize;
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'[' | b'{' => open += 1,
                b']' | b'}' => open = open.saturating_sub(1),
                b'"' => self.skip_string(),
                _ => {}
            }
            self.at += 1;
            if open == 0 {
                return;
            }
        }
        self.at = self.bytes.len();
    }

    /// Goes to the closing quote, or to the end of the text.
    fn skip_string(&mut self) {
        self.at += 1;
        while let Some(rest) = self.bytes.get(self.at..)
            && let Some(length) = memchr::memchr2(b'"', b'\\', rest)
        {
            self.at += length;
            if rest.get(length) == Some(&b'"') {
                return;
            }
            self.at += 2;
        }
        self.at = self.bytes.len();
    }
}

/// How many bytes there are before a quote, a backslash or a control character.
#[inline]
fn plain_run(bytes: &[u8]) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut length = 0;
    for word in words {
        let found = specials(u64::from_le_bytes(*word));
        if found != 0 {
            return length + (found.trailing_zeros() / 8) as usize;
        }
        length += 8;
    }
    length + rest.iter().take_while(|&&byte| is_plain(byte, b'"')).count()
}

/// Whether a backslash before the byte makes an escape of the two.
#[inline]
fn is_simple(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't')
}

/// Whether a byte stands for itself in a string in such quotes.
fn is_plain(byte: u8, quote: u8) -> bool {
    byte >= 0x20 && byte != quote && byte != b'\\'
}

/// Marks the high bit of each byte of the word that is a quote, a backslash or below 0x20. Marks above the lowest one
/// can be wrong, because a subtraction borrows from the byte above.
#[inline]
fn specials(word: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * EACH;
    // Another second bit makes 0x20 of the quote, the byte after the control characters, and moves them only among themselves.
    let quotes = word ^ (0x02 * EACH);
    let low = quotes.wrapping_sub(0x21 * EACH) & !quotes;
    (low & HIGH) | text::backslashes(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_ends_at_the_first_byte_that_does_not_stand_for_itself() {
        for byte in 0..=u8::MAX {
            for at in 0..17 {
                for after in *b"a\"\\\x1f\x80" {
                    let mut text = [b'z'; 19];
                    (text[at], text[at + 1]) = (byte, after);
                    let expected = text.iter().take_while(|&&byte| is_plain(byte, b'"')).count();
                    assert_eq!(plain_run(&text), expected, "{byte:#x} {after:#x} at {at}");
                }
            }
        }
    }
}
