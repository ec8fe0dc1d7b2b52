//! A message body as recorded: bytes, lost ranges, and whether the bytes are the wire's.

use std::ops::Range;

use crate::{Observed, Origin, Reason};

/// The body of a request or response.
///
/// `Absent` means that no body byte was sent. A `Present` body is decoded: no chunk framing, no
/// content coding.
pub type Body = Observed<Content>;

/// The recorded bytes of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// The decoded bytes.
    pub bytes: Vec<u8>,
    /// Ranges of `bytes` in which the recording lost what was sent, in order. A lost end is an
    /// empty range at the end.
    pub gaps: Vec<Gap>,
    /// Whether `bytes` are those of the wire.
    pub fidelity: Fidelity,
    /// Where the body stands in the recording.
    pub origin: Origin,
}

/// Whether the recorded bytes are those of the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fidelity {
    /// The bytes are those of the wire (after removal of transfer and content codings).
    #[default]
    Exact,
    /// The text was written anew: the JSON value is the wire's, its white space and escapes are not.
    ValueOnly,
}

/// A range of a body in which bytes were lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The range of `Content::bytes` that stands for what was lost.
    pub range: Range<usize>,
    /// Why.
    pub reason: Reason,
}

impl Content {
    /// Complete, exact bytes whose place does not matter.
    pub fn exact(bytes: impl Into<Vec<u8>>) -> Self {
        Self { bytes: bytes.into(), gaps: Vec::new(), fidelity: Fidelity::Exact, origin: Origin::default() }
    }

    /// The first gap that touches `range`, an empty `range` included.
    ///
    /// ```
    /// use directline_exchange::{Content, Gap, Reason};
    /// let mut content = Content::exact("abcdef");
    /// content.gaps.push(Gap { range: 2..4, reason: Reason::BodyLossy });
    /// assert!(content.gap_in(0..2).is_none());
    /// assert!(content.gap_in(3..6).is_some());
    /// ```
    pub fn gap_in(&self, range: Range<usize>) -> Option<&Gap> {
        self.gaps.iter().find(|gap| {
            let gap_end = gap.range.end.max(gap.range.start.saturating_add(1));
            gap.range.start < range.end.max(range.start.saturating_add(1)) && range.start < gap_end
        })
    }

    /// Why the body is not complete, if it is not.
    pub fn incomplete(&self) -> Option<Reason> {
        self.gaps.first().map(|gap| gap.reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `abcdef`, of which `cd` and the end were lost.
    fn lossy() -> Content {
        let gap = |range, reason| Gap { range, reason };
        let gaps = vec![gap(2..4, Reason::BodyLossy), gap(6..6, Reason::BodyTruncated)];
        Content { gaps, ..Content::exact("abcdef") }
    }

    #[test]
    fn a_gap_is_found_where_it_touches() {
        let (lossy_one, cut) = (Some(Reason::BodyLossy), Some(Reason::BodyTruncated));
        for (range, reason) in [
            (0..2, None),
            (1..3, lossy_one),
            (2..4, lossy_one),
            (3..6, lossy_one),
            (0..6, lossy_one),
            (4..6, None),
            (5..7, cut),
            (6..6, cut),
            (7..9, None),
            // Empty ranges touch what stands behind them.
            (1..1, None),
            (2..2, lossy_one),
            (3..3, lossy_one),
            (4..4, None),
        ] {
            assert_eq!(lossy().gap_in(range.clone()).map(|gap| gap.reason), reason, "{range:?}");
        }
    }

    #[test]
    fn a_body_is_complete_without_gaps() {
        assert_eq!(lossy().incomplete(), Some(Reason::BodyLossy));
        let exact = Content::exact("abc");
        assert_eq!((exact.incomplete(), exact.bytes.as_slice()), (None, &b"abc"[..]));
        assert_eq!((exact.fidelity, exact.gaps), (Fidelity::Exact, Vec::new()));
    }
}
