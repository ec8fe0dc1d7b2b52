//! The body of a message as an editor or a document shows it: files in it, places that were left out, line ends.

use std::ops::Range;

use directline_exchange::{Body, Gap, Reason};

use super::lines::{included, is_comment, lines};
use super::lower::{Draft, Lowering};
use super::{Style, variables};
use crate::http::is_omission;
use crate::stored::{exact, unknown};

/// A body that is being put together.
pub(super) struct Written<'w, 't> {
    /// Whether lines are to end with CR LF, as editors send them.
    pub(super) is_multipart: bool,
    /// Whether the line is one of a part's head.
    pub(super) in_part_head: bool,
    pub(super) lowering: &'w mut Lowering<'t>,
    pub(super) draft: &'w mut Draft,
}

impl Written<'_, '_> {
    /// Adds the body; one that is a file of its own is handed back.
    pub(super) fn add(&mut self, ranges: &[Range<usize>]) -> Option<Body> {
        let bytes = std::sync::Arc::clone(self.lowering.bytes);
        let indented = self.lowering.style == Style::Document;
        let ranges: Vec<Range<usize>> =
            ranges.iter().map(|range| without_blank(&bytes, range, indented)).collect();
        let filled: Vec<&Range<usize>> = ranges.iter().filter(|range| !range.is_empty()).collect();
        if let [only] = filled.as_slice()
            && let Some(include) =
                bytes.get((*only).clone()).filter(|text| !text.contains(&b'\n')).and_then(included)
        {
            return Some(match self.lowering.file(include.name) {
                Err(reason) => unknown(reason),
                Ok((_, bytes)) if include.has_variables && variables::next(&bytes, 0).is_some() => {
                    unknown(Reason::NotRecorded)
                }
                Ok((origin, bytes)) => exact(bytes, origin, self.lowering.limits),
            });
        }
        let shown = filled.len().saturating_sub(1);
        for (index, range) in filled.into_iter().enumerate() {
            let cut = Some(range).filter(|_| index == shown).and_then(|range| cut_at(&bytes, range));
            let range = &(range.start..cut.unwrap_or(range.end));
            let text = bytes.get(..range.end).unwrap_or_default();
            for (line, next) in lines(text, range.start) {
                self.line(&bytes, &line, next);
            }
            if cut.is_some() {
                self.gap(self.draft.message.bytes().len(), Reason::BodyTruncated);
            }
        }
        None
    }

    fn line(&mut self, bytes: &[u8], line: &Range<usize>, next: usize) {
        let text = bytes.get(line.clone()).unwrap_or_default();
        let is_json_comment = !self.is_multipart && is_comment(text.trim_ascii_start());
        if self.is_multipart && text.starts_with(b"--") {
            self.in_part_head = true;
        } else if text.is_empty() {
            self.in_part_head = false;
        }
        if is_json_comment || (is_omission(text) && self.in_part_head) {
            // What stood here, if anything did, is not known.
            let reason = if is_json_comment { Reason::NotRecorded } else { Reason::HeadersPartial };
            self.gap(self.draft.message.bytes().len(), reason);
            return;
        }
        let start = self.draft.message.bytes().len();
        if let Some(include) = included(text) {
            self.include(include.name, include.has_variables, line);
        } else {
            self.lowering.fill(line, false, self.draft);
            if is_omission(text) && self.is_multipart {
                self.gap(start, Reason::BodyNotRecorded);
            }
        }
        let end = bytes.get(line.end..next).unwrap_or_default();
        if self.is_multipart && end == b"\n" {
            self.draft.message.insert(b"\r\n", line.end);
        } else {
            self.draft.message.push(end, line.end);
        }
    }

    fn include(&mut self, name: &str, has_variables: bool, line: &Range<usize>) {
        let start = self.draft.message.bytes().len();
        match self.lowering.beside(name) {
            Ok(bytes) if has_variables && variables::next(&bytes, 0).is_some() => {
                self.gap(start, Reason::NotRecorded);
            }
            Ok(bytes) => self.draft.message.push_instead(&bytes, line.start, line.len()),
            Err(reason) => self.gap(start, reason),
        }
    }

    /// What was added from `start` on is not known, or something that is not there.
    fn gap(&mut self, start: usize, reason: Reason) {
        let range = start..self.draft.message.bytes().len();
        self.draft.gaps.push(Gap { range, reason });
    }
}

/// Where a tool stopped printing a body: `... (120 characters  more)` (httpYac).
fn cut_at(bytes: &[u8], range: &Range<usize>) -> Option<usize> {
    let text = bytes.get(range.clone())?.strip_suffix(b" characters  more)")?;
    let digits = text.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let text = text.get(..text.len().saturating_sub(digits))?.strip_suffix(b"... (")?;
    Some(range.start.saturating_add(text.len()))
}

/// The range without line ends at its ends, of which editors leave some, and perhaps without the indentation of a list.
fn without_blank(bytes: &[u8], range: &Range<usize>, indented: bool) -> Range<usize> {
    let text = bytes.get(range.clone()).unwrap_or_default();
    let right = text.trim_ascii_end().len();
    let text = text.get(..right).unwrap_or_default();
    let is_left_out = |byte| matches!(byte, b'\r' | b'\n') || (indented && matches!(byte, b' ' | b'\t'));
    let left = text.iter().take_while(|&&byte| is_left_out(byte)).count();
    range.start.saturating_add(left)..range.start.saturating_add(right)
}
