//! The smallest edit of a body: some bytes in place of others.

use std::ops::Range;

/// Bytes that stand in place of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Splice {
    pub(super) range: Range<usize>,
    pub(super) with: Vec<u8>,
}

impl Splice {
    /// `with` in place of `range`.
    pub(super) fn new(range: Range<usize>, with: impl Into<Vec<u8>>) -> Self {
        Self { range, with: with.into() }
    }

    /// `with` before what stands at `at`.
    pub(super) fn insert(at: usize, with: impl Into<Vec<u8>>) -> Self {
        Self::new(at..at, with)
    }

    /// Nothing in place of `range`.
    pub(super) fn remove(range: Range<usize>) -> Self {
        Self::new(range, [])
    }

    /// Edits `bytes`, whose range is counted from `start`. `false`: there is no such range.
    pub(super) fn apply(self, bytes: &mut Vec<u8>, start: usize) -> bool {
        let from = start.saturating_add(self.range.start);
        let to = start.saturating_add(self.range.end);
        let fits = from <= to && to <= bytes.len();
        if fits {
            bytes.splice(from..to, self.with);
        }
        fits
    }
}

#[cfg(test)]
mod tests {
    use super::Splice;

    #[test]
    fn only_what_is_there_is_replaced() {
        let mut bytes = b"abcdef".to_vec();
        assert!(Splice::new(1..3, "X").apply(&mut bytes, 1));
        assert_eq!(bytes, b"abXef");
        assert!(!Splice::insert(5, "Y").apply(&mut bytes, 1));
        assert!(Splice::insert(4, "Y").apply(&mut bytes, 1));
        assert!(Splice::remove(0..2).apply(&mut bytes, 0));
        assert_eq!(bytes, b"XefY");
    }
}
