//! Iterators over members and elements.

use std::borrow::Cow;
use std::iter::FusedIterator;

use crate::node::Tag;
use crate::{Span, Value};

/// One member of an object.
#[derive(Clone, Debug)]
pub struct Member<'d> {
    /// The decoded name.
    pub key: Cow<'d, str>,
    /// Where the name stands, quotes included.
    pub key_span: Span,
    /// The value.
    pub value: Value<'d>,
}

/// The members of an object, in the order of the source; made by [`Value::members`].
#[derive(Clone, Debug)]
pub struct Members<'d>(pub(crate) Children<'d>);

impl<'d> Iterator for Members<'d> {
    type Item = Member<'d>;

    fn next(&mut self) -> Option<Self::Item> {
        let (name, value) = self.0.pair()?;
        let node = name.node();
        Some(Member { key: name.document.source.decode(node), key_span: node.span(), value })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.0.left, Some(self.0.left))
    }
}

impl ExactSizeIterator for Members<'_> {}
impl FusedIterator for Members<'_> {}

/// The elements of an array; made by [`Value::elements`].
#[derive(Clone, Debug)]
pub struct Elements<'d>(pub(crate) Children<'d>);

impl<'d> Iterator for Elements<'d> {
    type Item = Value<'d>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.single()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.0.left, Some(self.0.left))
    }
}

impl ExactSizeIterator for Elements<'_> {}
impl FusedIterator for Elements<'_> {}

/// A walk over the nodes directly below a container.
#[derive(Clone, Debug)]
pub(crate) struct Children<'d> {
    /// The node that comes next, if `left` is not 0.
    at: Value<'d>,
    /// Elements or members still to come.
    left: usize,
}

impl<'d> Children<'d> {
    /// The children of `parent` if that has the tag, else none.
    #[inline]
    pub(crate) fn new(parent: Value<'d>, tag: Tag) -> Self {
        let node = parent.node();
        let left = if node.is(tag) { node.count() } else { 0 };
        Self { at: Value { index: parent.index.saturating_add(1), ..parent }, left }
    }

    /// The next element.
    #[inline]
    fn single(&mut self) -> Option<Value<'d>> {
        self.left = self.left.checked_sub(1)?;
        let here = self.at;
        self.at.index = here.node().next();
        Some(here)
    }

    /// The nodes of the next member's name and value.
    #[inline]
    pub(crate) fn pair(&mut self) -> Option<(Value<'d>, Value<'d>)> {
        self.left = self.left.checked_sub(1)?;
        let name = self.at;
        let value = Value { index: name.index.saturating_add(1), ..name };
        self.at.index = value.node().next();
        Some((name, value))
    }
}
