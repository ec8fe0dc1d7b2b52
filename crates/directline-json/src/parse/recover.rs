//! What to do where the text departs from the grammar.

use super::scalar::is_word;
use super::{Parser, Place, Step};
use crate::node::Tag;
use crate::{Span, SyntaxError};

impl Parser<'_> {
    /// Where a value is due stands something that starts none.
    #[cold]
    pub(super) fn no_value(&mut self, step: Step, byte: u8) -> Step {
        let place = self.frames.place();
        match byte {
            b'\'' => match self.single_quoted() {
                Some((tag, start)) => self.push_leaf(tag, start),
                None => self.stray(step),
            },
            _ if place == Place::Top && !is_word(byte) => {
                self.syntax(SyntaxError::UnexpectedByte, Span::new(self.at, self.at + 1));
                self.abandon(step)
            }
            _ if is_word(byte) => self.word(step),
            b',' if place == Place::Array => {
                self.syntax(SyntaxError::ExtraComma, self.here());
                self.take_comma(Step::Element)
            }
            b',' | b'}' if place == Place::Object => {
                self.syntax(SyntaxError::MissingValue, self.here());
                self.drop_name();
                Step::After
            }
            b']' if place == Place::Array => {
                self.trailing_comma();
                self.close()
            }
            b']' | b'}' => self.mismatched(step, byte),
            _ => self.stray(step),
        }
    }

    /// Where a member is due stands something that starts none.
    #[cold]
    pub(super) fn no_member(&mut self, step: Step, byte: u8) -> Step {
        match byte {
            b'}' => {
                self.trailing_comma();
                self.close()
            }
            b',' => {
                self.syntax(SyntaxError::ExtraComma, self.here());
                self.take_comma(Step::Member)
            }
            b'\'' => match self.single_quoted() {
                Some((tag, start)) => {
                    self.push_name(tag, start);
                    Step::Colon
                }
                None => self.stray(step),
            },
            b']' => self.mismatched(step, byte),
            _ if is_word(byte) => {
                let span = self.take_word();
                self.syntax(SyntaxError::UnquotedName, span);
                self.push_name(Tag::Bare, span.start);
                Step::Colon
            }
            _ => self.stray(step),
        }
    }

    /// After a name stands no colon.
    #[cold]
    pub(super) fn no_colon(&mut self, byte: u8) -> Step {
        match byte {
            b',' | b'}' => {
                self.syntax(SyntaxError::MissingColon, self.here());
                self.drop_name();
                Step::After
            }
            b']' => self.mismatched(Step::Colon, byte),
            b'"' | b'\'' | b'{' | b'[' => {
                self.missing(SyntaxError::MissingColon);
                Step::Value
            }
            _ if is_word(byte) => {
                self.missing(SyntaxError::MissingColon);
                Step::Value
            }
            _ => self.stray(Step::Colon),
        }
    }

    /// After a value stands neither a comma nor the closing bracket.
    #[cold]
    pub(super) fn no_comma(&mut self, byte: u8) -> Step {
        match (self.frames.place(), byte) {
            (Place::Top, _) => {
                self.syntax(SyntaxError::TrailingContent, Span::new(self.at, self.bytes.len()));
                Step::Done
            }
            (_, b']' | b'}') => self.mismatched(Step::After, byte),
            (Place::Array, b'"' | b'\'' | b'{' | b'[') => {
                self.missing(SyntaxError::MissingComma);
                Step::Element
            }
            (Place::Array, _) if is_word(byte) => {
                self.missing(SyntaxError::MissingComma);
                Step::Element
            }
            (Place::Object, b'"') => {
                self.missing(SyntaxError::MissingComma);
                Step::Member
            }
            _ => self.stray(Step::After),
        }
    }

    /// The text ends while something is due.
    #[cold]
    pub(super) fn end_of_text(&mut self, step: Step) -> Step {
        match (self.frames.place(), step) {
            (Place::Top, Step::After) => return Step::Done,
            (Place::Top, _) => self.syntax(SyntaxError::Empty, self.here()),
            _ => self.syntax(SyntaxError::UnexpectedEnd, self.here()),
        }
        self.abandon(step)
    }

    /// Skips a comment; false if there is none.
    #[cold]
    pub(super) fn comment(&mut self) -> bool {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        let length = if rest.starts_with(b"//") {
            memchr::memchr(b'\n', rest)
        } else if rest.starts_with(b"/*") {
            let inner = rest.get(2..).unwrap_or_default();
            memchr::memmem::find(inner, b"*/").map(|length| length + 4)
        } else {
            return false;
        };
        self.at = length.map_or(self.bytes.len(), |length| start + length);
        self.syntax(SyntaxError::Comment, Span::new(start, self.at));
        true
    }

    /// Ends the reading and keeps what there is. A name whose value is due is dropped.
    pub(super) fn abandon(&mut self, step: Step) -> Step {
        if self.frames.place() == Place::Object && matches!(step, Step::Colon | Step::Value) {
            self.drop_name();
        }
        self.stop()
    }

    /// Ends the reading: closes all that is open.
    pub(super) fn stop(&mut self) -> Step {
        while self.frames.depth() > 0 {
            self.close_here();
        }
        Step::Done
    }

    /// A closing bracket of the wrong kind: taken as the end of an outer array or object if there is one of its kind.
    fn mismatched(&mut self, step: Step, byte: u8) -> Step {
        let wanted = if byte == b'}' { Place::Object } else { Place::Array };
        if !self.frames.any(wanted) {
            return self.stray(step);
        }
        self.syntax(SyntaxError::MismatchedBracket, self.here());
        if self.frames.place() == Place::Object && matches!(step, Step::Colon | Step::Value) {
            self.drop_name();
        }
        self.close_here();
        Step::After
    }

    /// Skips text that means nothing here; gives up if it is not the first since the last value or name.
    fn stray(&mut self, step: Step) -> Step {
        let span = self.take_word();
        self.syntax(SyntaxError::UnexpectedByte, span);
        if self.stray_at.replace(self.nodes.len()) == Some(self.nodes.len()) {
            return self.abandon(step);
        }
        step
    }

    /// Logs a comma or colon that is missing, unless stray text in its place has been logged.
    fn missing(&mut self, error: SyntaxError) {
        if self.stray_at != Some(self.nodes.len()) {
            self.syntax(error, self.here());
        }
    }

    /// Reads a string in single quotes that ends on the same line.
    fn single_quoted(&mut self) -> Option<(Tag, usize)> {
        let start = self.at;
        let rest = self.bytes.get(start + 1..).unwrap_or_default();
        let line = memchr::memchr(b'\n', rest).and_then(|end| rest.get(..end)).unwrap_or(rest);
        let mut at = 0;
        loop {
            at += memchr::memchr2(b'\'', b'\\', line.get(at..)?)?;
            if line.get(at) == Some(&b'\'') {
                break;
            }
            at += 2;
        }
        self.syntax(SyntaxError::SingleQuote, Span::new(start, start + at + 2));
        let tag = self.rest_of_string(start + 1, start, b'\'', Tag::Plain)?;
        Some((tag, start))
    }

    /// Logs the comma before the closing bracket that comes next.
    fn trailing_comma(&mut self) {
        self.syntax(SyntaxError::TrailingComma, Span::new(self.comma, self.comma + 1));
    }

    /// Removes the name that was read last.
    fn drop_name(&mut self) {
        self.nodes.pop();
        self.names.pop();
    }

    /// The byte that comes next, or the end of the text.
    fn here(&self) -> Span {
        Span::new(self.at, self.bytes.len().min(self.at + 1))
    }
}
