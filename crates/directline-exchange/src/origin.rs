//! Where a datum stood in its recording.
//!
//! Rules speak of bytes of a decoded datum (byte 12 of the response body); people want the place in
//! the file they have. An [`Origin`] says how the one follows from the other; the reader of the
//! format, which knows the file, turns it into line and column.

use std::sync::Arc;

/// Where the first byte of a datum stands in its file, and how the datum was coded there.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Origin {
    /// Which file of the capture, as an index into the reader's list; 0 unless the capture is a
    /// folder or an archive.
    pub file: u32,
    /// Byte offset of the datum's first coded byte in that file, counted from 0.
    pub start: u64,
    /// How the bytes of the datum are written there.
    pub coding: Coding,
}

impl Origin {
    /// A datum that stands in the file byte for byte.
    pub fn verbatim(file: u32, start: u64) -> Self {
        Self { file, start, coding: Coding::Verbatim }
    }
}

/// How a datum is written in its file.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Coding {
    /// Byte for byte.
    #[default]
    Verbatim,
    /// Inside a JSON string: the datum is the UTF-8 of the decoded string. `start` is the first
    /// byte after the opening quote.
    JsonString,
    /// Inside a JSON string, one character per byte (U+0000 to U+00FF).
    JsonLatin1,
    /// Inside a JSON string, as base64.
    JsonBase64,
    /// Inside a JSON string, as two hexadecimal digits per byte.
    JsonHex,
    /// In several pieces, each byte for byte, as in a chunked body. Sorted by `datum`.
    Segments(Arc<[Segment]>),
    /// Transformed (decompressed, re-encoded): only the start is known.
    Opaque,
}

/// One verbatim piece of a datum that is written in several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Offset of the piece's first byte in the datum.
    pub datum: u64,
    /// Offset of the same byte in the file.
    pub file: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verbatim_datum_stands_where_it_is_said_to() {
        assert_eq!(Origin::verbatim(2, 7), Origin { file: 2, start: 7, coding: Coding::Verbatim });
    }
}
