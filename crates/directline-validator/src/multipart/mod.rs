//! Multipart bodies (RFC 2046 section 5.1, RFC 7578) read in place, with the byte range of every
//! part, header and defect.
//!
//! Reading never fails and takes linear time: whatever can be read is read, and everything that
//! the grammar forbids becomes a [`Defect`].

mod defect;
mod delimiter;
mod head;
mod limits;
mod part;
mod read;
#[cfg(test)]
mod tests;

pub use defect::{Defect, DefectKind};
pub use limits::Limits;
pub use part::{Part, PartHeader};
pub use read::read;

use std::ops::Range;

/// A multipart body, read by [`read()`]. All ranges are byte ranges of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Multipart<'b> {
    /// What stands before the first delimiter line; nearly always empty.
    pub preamble: Range<usize>,
    /// The parts in order.
    pub parts: Vec<Part<'b>>,
    /// What follows the closing delimiter line; `None` if the body is not closed.
    pub epilogue: Option<Range<usize>>,
    /// Whether the closing delimiter `--boundary--` was seen.
    pub closed: bool,
    /// What the grammar forbids, and what it allows and readers disagree on, in byte order.
    pub defects: Vec<Defect>,
    /// The assumption that made the parts readable, if one was needed.
    pub repair: Option<Repair>,
}

/// An assumption under which a malformed body could be read after all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Repair {
    /// The delimiter lines equal the boundary parameter, without the two dashes that go before it
    /// ([`DefectKind::ArticleDelimiters`]).
    ArticleDelimiters,
    /// Lines end with a line feed alone ([`DefectKind::LineFeedOnly`]).
    LineFeeds,
    /// Both of the above.
    ArticleDelimitersAndLineFeeds,
}

impl Multipart<'_> {
    /// Whether a defect of that kind was found.
    pub fn has(&self, kind: DefectKind) -> bool {
        self.defects.iter().any(|defect| defect.kind == kind)
    }
}
