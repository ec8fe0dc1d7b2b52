//! One part of a multipart body.

use std::borrow::Cow;
use std::ops::Range;

use crate::media_type::{Disposition, Essence, MediaType};

/// A part: its headers and its content. All ranges are byte ranges of the whole body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<'b> {
    /// The delimiter that opens the part, dashes and boundary, without the line end.
    pub delimiter: Range<usize>,
    /// The header lines, the blank line after them included.
    pub head: Range<usize>,
    /// The content.
    pub body: Range<usize>,
    /// The bytes of the content.
    pub content: &'b [u8],
    /// The headers that could be read, in order.
    pub headers: Vec<PartHeader<'b>>,
    /// Whether a delimiter ends the part; `false` for the last part of a body that was cut.
    pub complete: bool,
}

/// One header of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartHeader<'b> {
    /// The name as sent.
    pub name: &'b str,
    /// Where the name stands in the body.
    pub name_range: Range<usize>,
    /// The value without white space around it; a folded value is joined with one space per fold.
    pub value: Cow<'b, [u8]>,
    /// Where the value stands in the body.
    pub value_range: Range<usize>,
}

impl<'b> Part<'b> {
    /// The first header of that name, in any case.
    pub fn header(&self, name: &str) -> Option<&PartHeader<'b>> {
        self.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))
    }

    /// Whether the `Content-Type`, if the part has one, is that type and subtype (given in lower case).
    pub(crate) fn is(&self, type_: &str, subtype: &str) -> bool {
        self.essence().is_some_and(|essence| essence.is(type_, subtype))
    }

    /// Whether the part is itself multipart.
    pub(crate) fn is_nested(&self) -> bool {
        self.essence().is_some_and(|essence| essence.has_type("multipart"))
    }

    fn essence(&self) -> Option<Essence<'_>> {
        Essence::of(&self.header("content-type")?.value)
    }

    /// The `Content-Type`, if the part has one.
    pub fn content_type(&self) -> Option<MediaType> {
        self.header("content-type").map(|header| MediaType::parse(&header.value))
    }

    /// The `Content-Disposition`, if the part has one.
    pub fn disposition(&self) -> Option<Disposition> {
        self.header("content-disposition").map(|header| Disposition::parse(&header.value))
    }
}

impl PartHeader<'_> {
    /// The value as text; bytes that are not UTF-8 become U+FFFD.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.value)
    }
}
