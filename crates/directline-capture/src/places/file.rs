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
}

impl PlaceFile {
    pub(crate) fn new(name: Arc<str>, base: Mark, bytes: Arc<Vec<u8>>) -> Arc<Self> {
        Arc::new(Self { name, base, bytes, marks: OnceLock::new(), last: Mutex::default() })
    }

    /// A whole file.
    pub(crate) fn whole(name: Arc<str>, bytes: Arc<Vec<u8>>) -> Arc<Self> {
        Self::new(name, Mark::START, bytes)
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
            Coding::Segments(segments) => self.in_segments(segments, start, byte),
        };
        self.position(at.min(self.bytes.len()))
    }

    fn in_segments(&self, segments: &[Segment], start: usize, byte: usize) -> usize {
        let byte = byte as u64;
        let after = segments.partition_point(|segment| segment.datum <= byte);
        match after.checked_sub(1).and_then(|index| segments.get(index)) {
            Some(segment) => {
                let file = segment.file.saturating_add(byte.saturating_sub(segment.datum));
                let at = file.saturating_sub(self.base.offset);
                usize::try_from(at).unwrap_or(usize::MAX)
            }
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
