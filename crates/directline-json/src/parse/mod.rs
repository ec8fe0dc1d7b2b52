//! The reader: one pass over the bytes, a loop instead of recursion.
//!
//! This module walks the grammar; its children read strings and numbers, look for repeated names and get past
//! faults. A fault of syntax is noted and read past where the meaning is plain; two in a row that nothing can be
//! made of end the reading, and what was read so far is kept.

mod frames;
mod log;
mod names;
mod recover;
mod scalar;
mod string;

pub(crate) use self::frames::Frames;
use self::frames::Place;
use self::log::DefectLog;
pub(crate) use self::names::Names;
use crate::node::{Node, Tag};
use crate::text::Source;
use crate::{Arena, DefectKind, Document, Limits, Span, SyntaxError};

/// Reads the source within the limits.
pub(crate) fn parse<'s>(bytes: &'s [u8], limits: &Limits, arena: Arena) -> Document<'s> {
    let mut parser = Parser::new(bytes, limits, arena);
    parser.document();
    parser.finish()
}

/// What is due next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// A value: of the document or of a member.
    Value,
    /// The first element, or the end of the array.
    FirstElement,
    /// An element after a comma.
    Element,
    /// The first member, or the end of the object.
    FirstMember,
    /// A member after a comma.
    Member,
    /// The colon after a name.
    Colon,
    /// A comma or the end, after a value.
    After,
    /// Nothing.
    Done,
}

struct Parser<'s> {
    source: Source<'s>,
    bytes: &'s [u8],
    /// The offset of the next byte to read.
    at: usize,
    nodes: Vec<Node>,
    frames: Frames,
    names: Names,
    log: DefectLog,
    max_depth: usize,
    max_bytes: usize,
    /// Where the last comma between entries stands.
    comma: usize,
    /// The number of nodes when the last stray text was skipped.
    stray_at: Option<usize>,
}

impl<'s> Parser<'s> {
    fn new(bytes: &'s [u8], limits: &Limits, arena: Arena) -> Self {
        let Arena { nodes, frames, names } = arena.cleared();
        let max_bytes = limits.effective_bytes();
        let source = if bytes.len() > max_bytes { Source { bytes, text: None } } else { Source::new(bytes) };
        Self {
            source,
            bytes,
            at: 0,
            nodes,
            frames,
            names,
            log: DefectLog::new(limits.max_defects),
            max_depth: limits.max_depth,
            max_bytes,
            comma: 0,
            stray_at: None,
        }
    }

    fn document(&mut self) {
        let length = self.bytes.len();
        if length > self.max_bytes {
            let max_bytes = self.max_bytes;
            self.log.push(DefectKind::TooLarge { max_bytes }, Span::new(max_bytes, length));
            return;
        }
        if is_wide(self.bytes) {
            self.syntax(SyntaxError::WideEncoding, Span::new(0, length));
            return;
        }
        if self.bytes.starts_with(BYTE_ORDER_MARK) {
            self.at = BYTE_ORDER_MARK.len();
            self.log.push(DefectKind::ByteOrderMark, Span::new(0, self.at));
        }
        // About one value or name in 16 bytes is usual; memory that is not needed is never touched.
        self.nodes.reserve(length / 16 + 1);
        self.run();
    }

    fn finish(self) -> Document<'s> {
        let broken = self.log.is_broken();
        let (defects, dropped) = self.log.finish();
        let arena = Arena { nodes: self.nodes, frames: self.frames, names: self.names };
        Document { source: self.source, arena, defects, dropped, broken }
    }

    fn run(&mut self) {
        let mut step = Step::Value;
        while step != Step::Done {
            let Some(byte) = self.token() else {
                step = self.end_of_text(step);
                continue;
            };
            step = match step {
                Step::Value | Step::FirstElement | Step::Element => self.value(step, byte),
                Step::FirstMember | Step::Member => self.member(step, byte),
                Step::Colon => self.colon(byte),
                Step::After => self.after(byte),
                Step::Done => Step::Done,
            };
        }
    }

    /// The next byte that is neither white space nor part of a comment; it is not consumed.
    #[inline]
    fn token(&mut self) -> Option<u8> {
        loop {
            match self.bytes.get(self.at).copied() {
                Some(byte @ (b'"' | b'0'..)) => return Some(byte),
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                Some(b'/') if self.comment() => {}
                byte => return byte,
            }
        }
    }

    #[inline]
    fn value(&mut self, step: Step, byte: u8) -> Step {
        match byte {
            b'"' => self.string_value(),
            b'{' => self.open(Tag::Object),
            b'[' => self.open(Tag::Array),
            b'-' | b'0'..=b'9' => self.number(step),
            b't' => self.literal(step, b"true", Tag::True),
            b'f' => self.literal(step, b"false", Tag::False),
            b'n' => self.literal(step, b"null", Tag::Null),
            b']' if step == Step::FirstElement => self.close(),
            _ => self.no_value(step, byte),
        }
    }

    #[inline]
    fn member(&mut self, step: Step, byte: u8) -> Step {
        match byte {
            b'"' => {
                let start = self.at;
                let Some(tag) = self.string() else {
                    return self.stop();
                };
                self.push_name(tag, start);
                if self.bytes.get(self.at) != Some(&b':') {
                    return Step::Colon;
                }
                self.at += 1;
                if self.bytes.get(self.at) == Some(&b'"') { self.string_value() } else { Step::Value }
            }
            b'}' if step == Step::FirstMember => self.close(),
            _ => self.no_member(step, byte),
        }
    }

    #[inline]
    fn colon(&mut self, byte: u8) -> Step {
        if byte == b':' {
            self.at += 1;
            return Step::Value;
        }
        self.no_colon(byte)
    }

    #[inline]
    fn after(&mut self, byte: u8) -> Step {
        match (self.frames.place(), byte) {
            (Place::Array, b',') => self.take_comma(Step::Element),
            (Place::Object, b',') => self.take_comma(Step::Member),
            (Place::Array, b']') | (Place::Object, b'}') => self.close(),
            _ => self.no_comma(byte),
        }
    }

    /// What is due after a value. The closing brackets and the comma that most often follow at once are taken on the way.
    #[inline]
    fn past_value(&mut self) -> Step {
        loop {
            match (self.bytes.get(self.at), self.frames.place()) {
                (Some(b','), Place::Array) => return self.take_comma(Step::Element),
                (Some(b','), Place::Object) => return self.take_comma(Step::Member),
                (Some(b']'), Place::Array) | (Some(b'}'), Place::Object) => {
                    self.at += 1;
                    self.close_here();
                }
                _ => return Step::After,
            }
        }
    }

    /// Consumes the comma that comes next.
    #[inline]
    fn take_comma(&mut self, then: Step) -> Step {
        self.comma = self.at;
        self.at += 1;
        then
    }

    #[inline]
    fn string_value(&mut self) -> Step {
        let start = self.at;
        match self.string() {
            Some(tag) => self.push_leaf(tag, start),
            None => self.abandon(Step::Value),
        }
    }

    /// Opens an array or object, or skips it if it lies too deep.
    #[inline]
    fn open(&mut self, tag: Tag) -> Step {
        let start = self.at;
        if self.frames.depth() >= self.max_depth {
            self.skip_container();
            let max_depth = self.max_depth;
            self.log.push(DefectKind::TooDeep { max_depth }, Span::new(start, self.at));
            return self.push_leaf(tag, start);
        }
        self.at += 1;
        let index = self.nodes.len();
        self.nodes.push(Node::leaf(tag, start, self.at, index));
        self.frames.open(tag == Tag::Object, index, self.names.len());
        if tag == Tag::Object { Step::FirstMember } else { Step::FirstElement }
    }

    /// Closes the innermost array or object with the bracket that comes next.
    fn close(&mut self) -> Step {
        self.at += 1;
        self.close_here();
        self.past_value()
    }

    /// Closes the innermost array or object at the current place.
    #[inline]
    fn close_here(&mut self) {
        let Some(frame) = self.frames.close() else {
            return;
        };
        let count = match frame.place {
            Place::Object => {
                let first = frame.first_name as usize;
                self.names.close(first, self.source, &self.nodes, &mut self.log)
            }
            _ => frame.count as usize,
        };
        let next = self.nodes.len();
        if let Some(node) = self.nodes.get_mut(frame.node as usize) {
            node.close(self.at, next, count);
        }
    }

    /// Adds a node without children that ends at the current place.
    #[inline]
    fn push_leaf(&mut self, tag: Tag, start: usize) -> Step {
        self.nodes.push(Node::leaf(tag, start, self.at, self.nodes.len()));
        self.frames.count_element();
        self.past_value()
    }

    /// Adds a member name that ends at the current place.
    #[inline]
    fn push_name(&mut self, tag: Tag, start: usize) {
        let index = self.nodes.len();
        let name = Span::new(start, self.at);
        self.names.push(self.source, tag, name, index);
        self.nodes.push(Node::leaf(tag, start, self.at, index));
    }

    fn syntax(&mut self, error: SyntaxError, span: Span) {
        self.log.push(error.into(), span);
    }
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Whether the text looks like UTF-16 or UTF-32: a byte order mark of these, or whole units of which the first is
/// a character of ASCII.
fn is_wide(bytes: &[u8]) -> bool {
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, 0, 0 | 0xfe, ..] => true,
        [0, other, ..] | [other, 0, ..] => *other != 0 && bytes.len().is_multiple_of(2),
        _ => false,
    }
}
