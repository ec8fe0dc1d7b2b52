//! The kept bytes of one file, or of one entry of it, with an index of lines.

use std::sync::{Arc, Mutex, OnceLock};

use directline_exchange::{Coding, Origin, Segment};

use super::mark::Mark;
use super::unfold::{Cursor, Unfold};
use crate::Position;

/// Distance of the places whose line is remembered, in bytes.
const STRIDE: usize = 4096;

/// Bytes of a file that data of an exchange stand in.
#[derive(Debug)]
pub(crate) struct PlaceFile {
    name: Arc<str>,
    /// Where `bytes` begin in the file.
    base: Mark,
    bytes: Arc<Vec<u8>>,
    /// The mark at each multiple of [`STRIDE`], made when first asked for.
    marks: OnceLock<Vec<Mark>>,
    /// How far the last search in a coded datum got, so that places asked for in order take linear time in all.
    last: Mutex<Cursor>,
    /// Where the bytes stand if they were taken out of another file.
    within: Option<Within>,
}

/// Where bytes stand that were taken out of another file.
#[derive(Debug)]
struct Within {
    outer: Arc<PlaceFile>,
    start: u64,
    /// Offsets in the bytes, or in their base64 without padding and white space, and in the outer file.
    pieces: Vec<Segment>,
    is_base64: bool,
}

impl PlaceFile {
    pub(crate) fn new(name: Arc<str>, base: Mark, bytes: Arc<Vec<u8>>) -> Arc<Self> {
        Arc::new(Self { name, base, bytes, marks: OnceLock::new(), last: Mutex::default(), within: None })
    }

    /// Bytes that stand in `outer` in several pieces, the first one at `start`; without pieces only that is known.
    pub(crate) fn taken_out(
        outer: &Arc<Self>,
        bytes: Arc<Vec<u8>>,
        start: u64,
        pieces: Vec<Segment>,
        is_base64: bool,
    ) -> Arc<Self> {
        let within = Some(Within { outer: Arc::clone(outer), start, pieces, is_base64 });
        let (marks, last) = (OnceLock::new(), Mutex::default());
        Arc::new(Self { name: Arc::clone(&outer.name), base: Mark::START, bytes, marks, last, within })
    }

    /// A whole file.
    pub(crate) fn whole(name: Arc<str>, bytes: Arc<Vec<u8>>) -> Arc<Self> {
        Self::new(name, Mark::START, bytes)
    }

    /// The kept bytes.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn locate(&self, origin: &Origin, byte: usize) -> Position {
        let start = usize::try_from(origin.start.saturating_sub(self.base.offset));
        let start = start.unwrap_or(usize::MAX).min(self.bytes.len());
        let at = match &origin.coding {
            Coding::Verbatim => start.saturating_add(byte),
            Coding::Opaque => start,
            Coding::JsonString => self.unfold(start, Unfold::Utf8, byte),
            Coding::JsonLatin1 => self.unfold(start, Unfold::Latin1, byte),
            Coding::JsonBase64 => self.unfold(start, Unfold::Base64, byte),
            Coding::JsonHex => self.unfold(start, Unfold::Hex, byte),
            Coding::Segments(segments) => self.in_segments(segments, start, byte),
        };
        let at = at.min(self.bytes.len());
        match &self.within {
            Some(within) => within.position(at),
            None => self.position(at),
        }
    }

    fn in_segments(&self, segments: &[Segment], start: usize, byte: usize) -> usize {
        match in_pieces(segments, byte) {
            Some(file) => usize::try_from(file.saturating_sub(self.base.offset)).unwrap_or(usize::MAX),
            None => start,
        }
    }

    fn unfold(&self, start: usize, unfold: Unfold, byte: usize) -> usize {
        let target = unfold.unit_of(byte);
        let fresh = Cursor::new(start, unfold);
        let Ok(mut last) = self.last.lock() else {
            return fresh.advance(&self.bytes, target).raw();
        };
        let from = if last.serves(start, unfold, target) { *last } else { fresh };
        *last = from.advance(&self.bytes, target);
        last.raw()
    }

    /// The position of byte `at` of the kept bytes.
    fn position(&self, at: usize) -> Position {
        if at == 0 {
            return self.base.before(&self.bytes).in_file(&self.name);
        }
        let marks = self.marks.get_or_init(|| {
            let mut mark = self.base;
            let step = |chunk: &[u8]| {
                let before = mark;
                mark.advance(chunk);
                before
            };
            self.bytes.chunks(STRIDE).map(step).collect()
        });
        let block = at.checked_div(STRIDE).unwrap_or(0).min(marks.len().saturating_sub(1));
        let mut mark = marks.get(block).copied().unwrap_or(self.base);
        mark.advance(self.bytes.get(block.saturating_mul(STRIDE)..at).unwrap_or_default());
        mark.before(self.bytes.get(at..).unwrap_or_default()).in_file(&self.name)
    }
}

impl Within {
    /// The position of byte `at` in the outer file.
    fn position(&self, at: usize) -> Position {
        let unit = if self.is_base64 { Unfold::Base64.unit_of(at) } else { at };
        let file = in_pieces(&self.pieces, unit).unwrap_or(self.start);
        self.outer.locate(&Origin::verbatim(0, file), 0)
    }
}

/// The offset in the file of byte `byte` of a datum in pieces.
fn in_pieces(pieces: &[Segment], byte: usize) -> Option<u64> {
    let byte = byte as u64;
    let after = pieces.partition_point(|piece| piece.datum <= byte);
    let piece = pieces.get(after.checked_sub(1)?)?;
    Some(piece.file.saturating_add(byte.saturating_sub(piece.datum)))
}
