//! Numbers, `true`, `false`, `null`, and words that are none of these.

use super::{Parser, Place, Step};
use crate::node::Tag;
use crate::{DefectKind, Span, SyntaxError, number};

impl Parser<'_> {
    /// Reads the number that starts here.
    #[inline]
    pub(super) fn number(&mut self, step: Step) -> Step {
        let length = number::scan(self.bytes.get(self.at..).unwrap_or_default());
        let end = self.at + length;
        if length == 0 || self.bytes.get(end).copied().is_some_and(is_word) {
            return self.word(step);
        }
        let start = self.at;
        self.at = end;
        self.push_leaf(Tag::Number, start)
    }

    /// Reads the literal that may start here.
    #[inline]
    pub(super) fn literal(&mut self, step: Step, literal: &[u8], tag: Tag) -> Step {
        let start = self.at;
        let end = start + literal.len();
        let whole = self.bytes.get(start..end) == Some(literal);
        if !whole || self.bytes.get(end).copied().is_some_and(is_word) {
            return self.word(step);
        }
        self.at = end;
        self.push_leaf(tag, start)
    }

    /// Reads a word where a value is due that is neither a number nor a literal.
    pub(super) fn word(&mut self, step: Step) -> Step {
        let start = self.at;
        let span = self.take_word();
        let word = self.source.slice(span);
        let (error, tag) = match word.first() {
            Some(b'-' | b'+' | b'.' | b'0'..=b'9') => (SyntaxError::BadNumber, Some(Tag::Number)),
            _ => (SyntaxError::BadLiteral, meant(word)),
        };
        if std::str::from_utf8(word).is_err() {
            self.log.push(DefectKind::InvalidUtf8, span);
        } else {
            self.syntax(error, span);
        }
        match tag {
            Some(tag) => self.push_leaf(tag, start),
            // Text that is not JSON at all: one defect, not one for every word.
            None if self.frames.place() == Place::Top => self.abandon(step),
            None => self.push_leaf(Tag::Null, start),
        }
    }

    /// Takes the bytes that belong to the word here; the next byte if that belongs to none.
    pub(super) fn take_word(&mut self) -> Span {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        let length = rest.iter().take_while(|&&byte| is_word(byte)).count();
        self.at = self.bytes.len().min(start + length.max(1));
        Span::new(start, self.at)
    }
}

/// Bytes that make a word in the broadest sense: of numbers, of names in programs, of any script.
pub(super) fn is_word(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'$' | b'+' | b'-' | b'.' | 0x80..)
}

/// What a word of another language stands for.
fn meant(word: &[u8]) -> Option<Tag> {
    const WORDS: [(&[u8], Tag); 8] = [
        (b"true", Tag::True),
        (b"false", Tag::False),
        (b"null", Tag::Null),
        (b"none", Tag::Null),
        (b"nil", Tag::Null),
        (b"undefined", Tag::Null),
        (b"nan", Tag::Number),
        (b"infinity", Tag::Number),
    ];
    let mut known = WORDS.iter();
    known.find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|&(_, tag)| tag)
}
