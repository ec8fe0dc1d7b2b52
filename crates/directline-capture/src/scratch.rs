//! Memory in which the bytes of one entry after the other are put together.

/// So much is kept for the next entry, in bytes.
const KEPT: usize = 1 << 20;

/// Memory that is lent to whoever puts the bytes of an entry together piece by piece. Memory that grows as they come is
/// larger than what it holds, and of many sizes, which costs an allocator more than a copy of the bytes does.
#[derive(Debug, Default)]
pub(crate) struct Scratch(Vec<u8>);

impl Scratch {
    /// The memory, without bytes.
    pub(crate) fn lend(&mut self) -> Vec<u8> {
        let mut lent = std::mem::take(&mut self.0);
        lent.clear();
        lent
    }

    /// The bytes that were put together, in memory of their size.
    pub(crate) fn settle(&mut self, lent: Vec<u8>) -> Vec<u8> {
        let bytes = lent.as_slice().to_vec();
        if lent.capacity() <= KEPT {
            self.0 = lent;
        }
        bytes
    }

    /// How many bytes are kept.
    #[cfg(test)]
    pub(crate) fn footprint(&self) -> usize {
        self.0.capacity()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_take_no_more_than_they_are_and_large_memory_is_given_back() {
        let mut scratch = Scratch::default();
        for (length, kept) in [(3, true), (KEPT, true), (KEPT + 1, false), (0, true)] {
            let mut lent = scratch.lend();
            assert!(lent.is_empty());
            lent.reserve_exact(length);
            lent.resize(length, 7);
            let bytes = scratch.settle(lent);
            assert_eq!((bytes.len(), bytes.capacity()), (length, length));
            assert!(scratch.footprint() <= KEPT && (scratch.footprint() >= length) == kept);
        }
    }
}
