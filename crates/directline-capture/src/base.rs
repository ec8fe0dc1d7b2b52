//! Where the values of an entry stand in the file.

use std::borrow::Cow;

use directline_exchange::{Coding, Origin};
use directline_json::{Span, Value};

use crate::places::raw_offset;

/// The place of a JSON text in its file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Base {
    /// Index of the file.
    pub(crate) file: u32,
    /// Offset of the text's first byte.
    pub(crate) start: u64,
}

impl Base {
    fn at(self, offset: usize, coding: Coding) -> Origin {
        Origin { file: self.file, start: self.start.saturating_add(offset as u64), coding }
    }

    /// The value as it is written.
    pub(crate) fn verbatim(self, value: Value<'_>) -> Origin {
        self.at(value.span().start, Coding::Verbatim)
    }

    /// The text of a string value.
    pub(crate) fn text(self, value: Value<'_>) -> Origin {
        self.coded(value, Coding::JsonString)
    }

    /// What is coded in a string value.
    pub(crate) fn coded(self, value: Value<'_>, coding: Coding) -> Origin {
        self.at(value.span().start.saturating_add(1), coding)
    }

    /// The text of a member name.
    pub(crate) fn key(self, span: Span) -> Origin {
        self.at(span.start.saturating_add(1), Coding::JsonString)
    }

    /// The text of a string value without surrounding white space, and where it stands.
    pub(crate) fn trimmed(self, value: Value<'_>) -> (Cow<'_, str>, Origin) {
        let text = value.as_str().unwrap_or_default();
        let ends = [text.as_bytes().first(), text.as_bytes().last()];
        if !ends.into_iter().flatten().any(u8::is_ascii_whitespace) {
            let origin = self.text(value);
            return (text, origin);
        }
        let trimmed = text.trim_matches([' ', '\t', '\r', '\n']);
        if trimmed.len() == text.len() {
            let origin = self.text(value);
            return (text, origin);
        }
        let before = text.len().saturating_sub(text.trim_start_matches([' ', '\t', '\r', '\n']).len());
        let inside = value.raw().get(1..).unwrap_or_default();
        let skipped = raw_offset(inside, before).saturating_add(1);
        let start = value.span().start.saturating_add(skipped);
        (Cow::Owned(trimmed.to_owned()), self.at(start, Coding::JsonString))
    }
}
