//! The result of reading: nodes, defects and the source they belong to.

use crate::parse;
use crate::text::Source;
use crate::{Arena, Defect, Limits, Value};

/// A JSON text that has been read: a tree of [`Value`]s and the list of [`Defect`]s.
///
/// It borrows the source and holds 16 bytes per value and member name: about as much as the source for usual text, and
/// for the densest text, such as `[1,1,1]`, up to 16 times as much.
#[derive(Clone, Debug)]
pub struct Document<'s> {
    pub(crate) source: Source<'s>,
    pub(crate) arena: Arena,
    pub(crate) defects: Vec<Defect>,
    pub(crate) dropped: usize,
    pub(crate) broken: bool,
}

impl<'s> Document<'s> {
    /// Reads `source` within the default [`Limits`].
    ///
    /// ```
    /// let document = directline_json::Document::parse(b"[1, 2]");
    /// assert!(document.is_well_formed());
    /// ```
    pub fn parse(source: &'s [u8]) -> Self {
        Self::parse_with(source, &Limits::default())
    }

    /// Reads `source` within `limits`.
    pub fn parse_with(source: &'s [u8], limits: &Limits) -> Self {
        parse::parse(source, limits, Arena::default())
    }

    /// The same in the memory of an earlier document: for many short documents, one after the other.
    ///
    /// ```
    /// use directline_json::{Arena, Document, Limits};
    ///
    /// let mut arena = Arena::default();
    /// for source in ["[1]", "[1, 2]"] {
    ///     let document = Document::parse_in(source.as_bytes(), &Limits::default(), arena);
    ///     assert!(document.is_clean());
    ///     arena = document.into_arena();
    /// }
    /// ```
    pub fn parse_in(source: &'s [u8], limits: &Limits, arena: Arena) -> Self {
        parse::parse(source, limits, arena)
    }

    /// The memory, for the next document.
    pub fn into_arena(self) -> Arena {
        self.arena
    }

    /// The bytes that were read.
    pub fn source(&self) -> &'s [u8] {
        self.source.bytes
    }

    /// The whole value, or `None` if there is none: the text is empty, too large, or broken before a value began.
    pub fn root(&self) -> Option<Value<'_>> {
        self.value(0)
    }

    /// What is wrong, in the order of the source. At most [`Limits::max_defects`]; if any defect breaks the
    /// syntax, at least one that does is among them.
    pub fn defects(&self) -> &[Defect] {
        &self.defects
    }

    /// How many defects were seen beyond those kept.
    pub fn defects_dropped(&self) -> usize {
        self.dropped
    }

    /// Whether the tree can be trusted: no defect, kept or dropped, [breaks the
    /// syntax](crate::DefectKind::breaks_syntax).
    ///
    /// ```
    /// use directline_json::Document;
    ///
    /// assert!(Document::parse(br#"{"a": 1, "a": 2}"#).is_well_formed());
    /// assert!(!Document::parse(br#"{"a": 1,}"#).is_well_formed());
    /// ```
    pub fn is_well_formed(&self) -> bool {
        !self.broken
    }

    /// Whether there is no defect of any kind; what a strict reader asks for.
    pub fn is_clean(&self) -> bool {
        self.defects.is_empty() && self.dropped == 0
    }

    /// The value with this [`Value::id`], or `None` if there is none.
    ///
    /// Member names have ids too; for these the result is a string.
    pub fn value(&self, id: usize) -> Option<Value<'_>> {
        let index = u32::try_from(id).ok()?;
        (id < self.arena.nodes.len()).then_some(Value { document: self, index })
    }
}
