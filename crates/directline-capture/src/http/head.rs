//! The head of a message: its first line and header fields, with every defect seen and read past.

use std::ops::Range;

use directline_exchange::{Coding, FramingDefect, FramingKind, Header, Headers, Origin, Reason, Segment};

use super::lossy::lossy;
use super::start::is_token;
use crate::{Limits, placeholder};

/// A head as it stands in the file.
#[derive(Debug)]
pub(super) struct Head {
    /// The first line, without its end.
    pub(super) start: Range<usize>,
    /// The header fields.
    pub(super) headers: Headers,
    /// Where the body begins.
    pub(super) end: usize,
    /// Whether an empty line closes the head.
    pub(super) closed: bool,
    /// Whether the head is text of an editor or document rather than bytes of the wire.
    pub(super) is_text: bool,
    /// What is wrong.
    pub(super) defects: Vec<FramingDefect>,
}

/// One field while it is being read.
struct Field {
    name: Range<usize>,
    value: Vec<u8>,
    pieces: Vec<Segment>,
}

/// One line of a file.
pub(crate) struct Line {
    /// Its bytes, without the end.
    pub(crate) text: Range<usize>,
    /// Where the next line begins.
    pub(crate) next: usize,
    /// Whether it ends with LF alone.
    pub(crate) bare: bool,
    /// Whether it has an end.
    pub(crate) ended: bool,
}

/// The line that begins at `at`; none at the end of the file.
pub(crate) fn line_at(bytes: &[u8], at: usize) -> Option<Line> {
    let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
    let feed = memchr::memchr(b'\n', rest);
    let length = feed.unwrap_or(rest.len());
    let text = rest.get(..length).unwrap_or_default();
    let kept = text.strip_suffix(b"\r").filter(|_| feed.is_some()).unwrap_or(text);
    Some(Line {
        text: at..at.saturating_add(kept.len()),
        next: at.saturating_add(length).saturating_add(usize::from(feed.is_some())),
        bare: feed.is_some() && kept.len() == text.len(),
        ended: feed.is_some(),
    })
}

/// Where the first line that is not empty begins.
pub(super) fn skip_empty_lines(bytes: &[u8], mut at: usize) -> usize {
    while let Some(line) = line_at(bytes, at).filter(|line| line.text.is_empty()) {
        at = line.next;
    }
    at
}

impl Head {
    /// Reads the head whose first line begins at `at`.
    pub(super) fn read(bytes: &[u8], at: usize, file: u32, limits: &Limits) -> Self {
        let mut reading = Reading {
            bytes,
            file,
            most: limits.max_headers,
            open: None,
            count: 0,
            head: Self {
                start: at..at,
                headers: Headers::new(),
                end: at,
                closed: false,
                is_text: false,
                defects: Vec::new(),
            },
        };
        reading.run(at);
        reading.head
    }

    fn defect(&mut self, kind: FramingKind, file: u32, at: usize) {
        self.defects.push(FramingDefect { kind, origin: Origin::verbatim(file, at as u64) });
    }
}

struct Reading<'b> {
    bytes: &'b [u8],
    file: u32,
    most: usize,
    open: Option<Field>,
    count: usize,
    head: Head,
}

impl Reading<'_> {
    fn run(&mut self, at: usize) {
        let Some(first) = line_at(self.bytes, at) else { return };
        self.head.start = first.text.clone();
        let mut next = first.next;
        let mut bare = first.bare.then_some(first.text.end);
        while let Some(line) = line_at(self.bytes, next) {
            next = line.next;
            if line.bare {
                bare = bare.or(Some(line.text.end));
            }
            if line.text.is_empty() {
                self.head.closed = line.ended;
                break;
            }
            self.line(line.text);
        }
        self.close_field();
        self.head.end = next;
        if !self.head.closed {
            self.head.headers.mark_partial(Reason::HeadersPartial);
        }
        if let Some(at) = bare {
            self.head.is_text = true;
            self.head.defect(FramingKind::BareLineFeed, self.file, at);
        }
    }

    fn line(&mut self, line: Range<usize>) {
        let text = self.bytes.get(line.clone()).unwrap_or_default();
        if matches!(text.first(), Some(b' ' | b'\t')) && self.open.is_some() {
            self.head.defect(FramingKind::FoldedHeader, self.file, line.start);
            self.piece(line.start, text);
            return;
        }
        self.close_field();
        if is_omission(text) {
            self.head.headers.mark_partial(Reason::HeadersPartial);
            self.head.is_text = true;
            return;
        }
        let Some(colon) = memchr::memchr(b':', text) else {
            self.head.defect(FramingKind::NotAHeader, self.file, line.start);
            return;
        };
        let (name, value) = (text.get(..colon).unwrap_or_default(), text.get(colon.saturating_add(1)..));
        let bare_name = name.trim_ascii_end();
        if bare_name.is_empty() || !bare_name.iter().all(|&byte| is_token(byte)) {
            self.head.defect(FramingKind::NotAHeader, self.file, line.start);
            return;
        }
        let name_end = line.start.saturating_add(bare_name.len());
        if bare_name.len() < name.len() {
            self.head.defect(FramingKind::SpaceBeforeColon, self.file, name_end);
        }
        self.count = self.count.saturating_add(1);
        if self.count > self.most {
            self.head.headers.mark_partial(Reason::LimitReached);
            return;
        }
        self.open = Some(Field { name: line.start..name_end, value: Vec::new(), pieces: Vec::new() });
        self.piece(line.start.saturating_add(colon).saturating_add(1), value.unwrap_or_default());
    }

    /// Adds a line's part of a value, which begins at byte `at`.
    fn piece(&mut self, at: usize, text: &[u8]) {
        let is_control = |byte: &u8| (*byte < 0x20 && *byte != b'\t') || *byte == 0x7f;
        if let Some(control) = text.iter().position(is_control) {
            self.head.defect(FramingKind::ControlCharacter, self.file, at.saturating_add(control));
        }
        let trimmed = text.trim_ascii_start();
        let at = at.saturating_add(text.len().saturating_sub(trimmed.len()));
        let trimmed = trimmed.trim_ascii_end();
        let Some(field) = &mut self.open else { return };
        if trimmed.is_empty() && !field.pieces.is_empty() {
            return;
        }
        if !field.value.is_empty() {
            field.value.push(b' ');
        }
        field.pieces.push(Segment { datum: field.value.len() as u64, file: at as u64 });
        field.value.extend_from_slice(trimmed);
    }

    fn close_field(&mut self) {
        let Some(field) = self.open.take() else { return };
        let name = self.bytes.get(field.name.clone()).unwrap_or_default();
        let start = field.pieces.first().map_or(field.name.end as u64, |piece| piece.file);
        let coding =
            if field.pieces.len() > 1 { Coding::Segments(field.pieces.into()) } else { Coding::Verbatim };
        let (name, name_origin) = lossy(name, self.file, field.name.start);
        self.head.headers.add(Header {
            name: name.into(),
            value: placeholder::header_value(&field.value),
            name_origin,
            value_origin: Origin { file: self.file, start, coding },
        });
    }
}

/// `[other headers]` and the like: documents leave out what does not matter to them.
pub(crate) fn is_omission(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    let bracketed = line.strip_prefix(b"[").and_then(|rest| rest.strip_suffix(b"]"));
    bracketed.is_some_and(|inner| {
        inner.iter().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b' ' | b'-' | b'.'))
    }) || line == b"..."
        || line == "…".as_bytes()
}
