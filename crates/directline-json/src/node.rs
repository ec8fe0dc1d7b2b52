//! The arena's cells: 16 bytes per value or member name.
//!
//! Nodes stand in the order of the source. The children of a container follow it directly; in an object each member
//! is a name node followed by the nodes of its value. `next` leads over a whole subtree to the sibling.

use crate::Span;

/// What a node is. Fits into the low four bits of [`Node::meta`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Tag {
    /// `null`.
    Null = 0,
    /// `false`.
    False = 1,
    /// `true`.
    True = 2,
    /// A number.
    Number = 3,
    /// A string in quotes without a backslash: its text is the source between the quotes.
    Plain = 4,
    /// A string in quotes with at least one backslash.
    Escaped = 5,
    /// A member name without quotes (a defect).
    Bare = 6,
    /// An array.
    Array = 7,
    /// An object.
    Object = 8,
}

/// One value or member name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    start: u32,
    end: u32,
    next: u32,
    meta: u32,
}

const TAG_BITS: u32 = 4;

impl Node {
    /// A node without children; `index` is its own place in the arena.
    pub(crate) fn leaf(tag: Tag, start: usize, end: usize, index: usize) -> Self {
        Self { start: narrow(start), end: narrow(end), next: narrow(index + 1), meta: tag as u32 }
    }

    /// Completes a container: `next` is the place after its last descendant, `count` its elements or members.
    pub(crate) fn close(&mut self, end: usize, next: usize, count: usize) {
        self.end = narrow(end);
        self.next = narrow(next);
        self.meta = (narrow(count) << TAG_BITS) | (self.meta & ((1 << TAG_BITS) - 1));
    }

    pub(crate) fn tag(self) -> Tag {
        match self.meta & ((1 << TAG_BITS) - 1) {
            1 => Tag::False,
            2 => Tag::True,
            3 => Tag::Number,
            4 => Tag::Plain,
            5 => Tag::Escaped,
            6 => Tag::Bare,
            7 => Tag::Array,
            8 => Tag::Object,
            _ => Tag::Null,
        }
    }

    #[inline]
    pub(crate) fn is(self, tag: Tag) -> bool {
        self.meta & ((1 << TAG_BITS) - 1) == tag as u32
    }

    pub(crate) fn span(self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }

    /// How many bytes it has in the source.
    #[inline]
    pub(crate) fn length(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// The place in the arena after this node and all below it.
    pub(crate) fn next(self) -> u32 {
        self.next
    }

    /// Elements of an array or members of an object, else 0.
    pub(crate) fn count(self) -> usize {
        (self.meta >> TAG_BITS) as usize
    }
}

/// Offsets, indices and counts fit: a document has fewer than 2^28 bytes and no more nodes than bytes.
#[expect(clippy::cast_possible_truncation, reason = "nothing is read that is longer")]
#[inline]
pub(crate) fn narrow(number: usize) -> u32 {
    number as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_is_16_bytes() {
        assert_eq!(size_of::<Node>(), 16);
    }

    #[test]
    fn tags_and_counts_survive() {
        use Tag::{Array, Bare, Escaped, False, Null, Number, Object, Plain, True};
        for tag in [Null, False, True, Number, Plain, Escaped, Bare, Array, Object] {
            let mut node = Node::leaf(tag, 3, 4, 7);
            assert_eq!((node.tag(), node.next(), node.count()), (tag, 8, 0));
            node.close(crate::Limits::GREATEST_SIZE, 9, crate::Limits::GREATEST_SIZE);
            assert_eq!((node.tag(), node.next()), (tag, 9));
            assert_eq!(node.count(), crate::Limits::GREATEST_SIZE);
            assert_eq!(node.span(), Span::new(3, crate::Limits::GREATEST_SIZE));
        }
    }
}
