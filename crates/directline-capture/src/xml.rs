//! XML as recorders write it, read with quick-xml: text with its places, attributes, no document types and entities.
//!
//! Exports hold bytes that are no UTF-8, which XML forbids. The parser sees a `?` in place of every byte beyond ASCII;
//! what an element holds is then taken from the bytes themselves, at the places that the parser tells.

use std::ops::Range;

use directline_exchange::Segment;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::places::is_base64;

/// Most pieces whose places are remembered.
const MOST_PIECES: usize = 1 << 20;

/// A copy of `bytes` that is ASCII, byte for byte.
pub(crate) fn masked(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().map(|byte| if byte.is_ascii() { *byte } else { b'?' }).collect()
}

/// A parser of what [`masked`] gave.
pub(crate) fn parser(masked: &[u8]) -> Reader<&[u8]> {
    let mut reader = Reader::from_reader(masked);
    reader.config_mut().allow_dangling_amp = true;
    reader
}

/// The value of an attribute, if it is written without references.
pub(crate) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.try_get_attribute(name).ok()??;
    Some(found.value.into_owned())
}

/// The text of an element and where its bytes stand.
#[derive(Debug, Default)]
pub(crate) struct Text {
    /// The text, references resolved.
    pub(crate) bytes: Vec<u8>,
    /// Where it stands in the file; nothing if it is in very many pieces.
    pub(crate) pieces: Vec<Segment>,
    /// Where it begins.
    pub(crate) start: u64,
    overflow: bool,
}

impl Text {
    /// Adds what an event holds, which ended at `end` in `source`; `base` is the place of `source` in the file.
    pub(crate) fn add(&mut self, event: &Event<'_>, end: u64, source: &[u8], base: u64) {
        let end = usize::try_from(end).unwrap_or(usize::MAX);
        let before = |length: usize, after: usize| {
            let end = end.saturating_sub(after);
            end.saturating_sub(length)..end
        };
        match event {
            Event::Text(text) => self.verbatim(before(text.len(), 0), source, base),
            Event::CData(text) => self.verbatim(before(text.len(), "]]>".len()), source, base),
            Event::GeneralRef(name) => {
                let range = before(name.len().saturating_add("&;".len()), 0);
                let char = match &**name {
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "amp" => Some('&'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => name.resolve_char_ref().ok().flatten(),
                };
                match char {
                    Some(char) => {
                        self.piece(range.start, base);
                        self.bytes.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
                    }
                    // An entity of a document type is never expanded: it stands for itself.
                    None => self.verbatim(range, source, base),
                }
            }
            _ => {}
        }
    }

    fn verbatim(&mut self, range: Range<usize>, source: &[u8], base: u64) {
        self.piece(range.start, base);
        self.bytes.extend_from_slice(source.get(range).unwrap_or_default());
    }

    fn piece(&mut self, at: usize, base: u64) {
        let piece = Segment { datum: self.bytes.len() as u64, file: base.saturating_add(at as u64) };
        if self.bytes.is_empty() {
            self.start = piece.file;
            self.pieces.clear();
        }
        remember(&mut self.pieces, piece, &mut self.overflow);
    }

    /// Where the base64 digits stand that the text is made of.
    pub(crate) fn digits(&self) -> Vec<Segment> {
        let mut digits = Vec::new();
        let (mut count, mut overflow) = (0_u64, self.overflow);
        for (index, piece) in self.pieces.iter().enumerate() {
            let next = self.pieces.get(index.saturating_add(1)).map(|piece| piece.datum);
            let range = place(piece.datum)..next.map_or(self.bytes.len(), place);
            for (at, byte) in self.bytes.get(range).unwrap_or_default().iter().enumerate() {
                if is_base64(char::from(*byte)) {
                    let file = piece.file.saturating_add(at as u64);
                    remember(&mut digits, Segment { datum: count, file }, &mut overflow);
                    count = count.saturating_add(1);
                }
            }
        }
        digits
    }
}

/// Adds a piece, unless it goes on where the last one does.
fn remember(pieces: &mut Vec<Segment>, piece: Segment, overflow: &mut bool) {
    let goes_on = pieces
        .last()
        .is_some_and(|last| piece.datum.checked_sub(last.datum) == piece.file.checked_sub(last.file));
    *overflow |= pieces.len() >= MOST_PIECES && !goes_on;
    if *overflow {
        pieces.clear();
    } else if !goes_on {
        pieces.push(piece);
    }
}

fn place(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}
