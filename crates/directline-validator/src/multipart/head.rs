//! Reads the header lines of one part.

use std::borrow::Cow;
use std::ops::Range;

use super::{Defect, DefectKind as Kind, Limits, PartHeader};
use crate::media_type::{is_token, is_token_byte};

/// What stands between two delimiters, taken apart.
#[derive(Debug)]
pub(super) struct Head<'b> {
    pub(super) headers: Vec<PartHeader<'b>>,
    /// Where the headers end and the content begins.
    pub(super) end: usize,
    pub(super) defects: Vec<Defect>,
    /// The first line feed that ends a header line alone.
    pub(super) line_feed: Option<usize>,
}

/// The bytes between two delimiters.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub(super) range: Range<usize>,
    /// Whether a delimiter follows.
    pub(super) complete: bool,
    /// Whether the line end of the opening delimiter serves the next delimiter too, so that not even
    /// a blank line fits between.
    pub(super) shared_line_end: bool,
}

pub(super) fn read<'b>(body: &'b [u8], segment: &Segment, limits: &Limits) -> Head<'b> {
    Reader { body, segment, limits, head: Head::new(segment), lines: 0, stray: None, open: false }.read()
}

impl Head<'_> {
    fn new(segment: &Segment) -> Self {
        let (headers, defects) = (Vec::new(), Vec::new());
        Self { headers, end: segment.range.end, defects, line_feed: None }
    }
}

/// Where the reading stood when the first line came that is no header.
#[derive(Debug, Clone, Copy)]
struct Stray {
    at: usize,
    headers: usize,
    defects: usize,
}

struct Reader<'b, 's> {
    body: &'b [u8],
    segment: &'s Segment,
    limits: &'s Limits,
    head: Head<'b>,
    /// Lines read, continuations apart.
    lines: usize,
    stray: Option<Stray>,
    /// Whether the next line may continue a header that was kept.
    open: bool,
}

/// One line without its line end.
struct Line {
    range: Range<usize>,
    next: usize,
    ended: bool,
}

impl<'b> Reader<'b, '_> {
    fn read(mut self) -> Head<'b> {
        let mut at = self.segment.range.start;
        let mut ended = !self.segment.shared_line_end;
        let mut within = true;
        while at < self.segment.range.end {
            if within && let Some(next) = self.plain_line(at) {
                (at, ended) = (next, true);
                continue;
            }
            let line = self.line(at);
            ended = line.ended;
            if line.range.is_empty() && ended {
                self.head.end = line.next;
                return self.head;
            }
            within = within && self.fits(&line);
            if within {
                self.header_line(line.range.clone());
            }
            at = line.next;
        }
        if self.segment.complete {
            self.no_blank_line(ended);
        }
        self.head
    }

    /// Reads the line at `at` if it is a header as most are, with nothing to report: a name, a colon, and a value that
    /// carriage return and line feed end. Gives the start of the next line.
    fn plain_line(&mut self, at: usize) -> Option<usize> {
        let rest = self.body.get(at..self.segment.range.end)?;
        let length = rest.iter().position(|&byte| !is_token_byte(byte)).filter(|length| *length > 0)?;
        let (name, after) = rest.split_at_checked(length)?;
        let after = after.strip_prefix(b":")?;
        let end = memchr::memchr2(b'\r', b'\n', after)?;
        let next = at + length + 1 + end + 2;
        let is_within = next - self.segment.range.start <= self.limits.max_header_bytes;
        if after.get(end..end + 2) != Some(b"\r\n")
            || !is_within
            || self.lines >= self.limits.max_part_headers
        {
            return None;
        }
        let name = std::str::from_utf8(name).ok()?;
        self.lines += 1;
        self.push(name, at..at + length, at + length + 1..next - 2);
        Some(next)
    }

    fn push(&mut self, name: &'b str, name_range: Range<usize>, value: Range<usize>) {
        let value_range = trim(self.body, value);
        let value = Cow::Borrowed(self.bytes(&value_range));
        if self.head.headers.is_empty() {
            // As many as a file has.
            self.head.headers.reserve_exact(2);
        }
        self.head.headers.push(PartHeader { name, name_range, value, value_range });
        self.open = true;
    }

    /// The headers ran into the delimiter. RFC 2046 allows that for a part without content, if the
    /// last header has its own line end; otherwise the content began without a blank line.
    fn no_blank_line(&mut self, ended: bool) {
        if let Some(stray) = self.stray {
            self.head.headers.truncate(stray.headers);
            self.head.defects.truncate(stray.defects);
            self.head.end = stray.at;
            self.head.line_feed = self.head.line_feed.filter(|&at| at < stray.at);
        } else if ended {
            return;
        }
        let at = self.head.end;
        self.head.defects.push(Defect { kind: Kind::MissingBlankLine, range: at..at });
    }

    /// Whether the line is within the limits; reports the first that is not.
    fn fits(&mut self, line: &Line) -> bool {
        let continues = self.is_continuation(&line.range);
        let kind = if line.next - self.segment.range.start > self.limits.max_header_bytes {
            Kind::HeadersTooLarge
        } else if !continues && self.lines >= self.limits.max_part_headers {
            Kind::TooManyHeaders
        } else {
            self.lines += usize::from(!continues);
            return true;
        };
        if self.name_of(&line.range).is_none() {
            self.note_stray(line.range.start);
        }
        self.report(kind, line.range.clone());
        false
    }

    /// The line at `at`; never beyond the segment.
    fn line(&mut self, at: usize) -> Line {
        let rest = self.body.get(at..self.segment.range.end).unwrap_or_default();
        let Some(length) = memchr::memchr(b'\n', rest) else {
            return Line { range: at..at + rest.len(), next: at + rest.len(), ended: false };
        };
        let next = at + length + 1;
        let text = rest.get(..length).unwrap_or_default();
        if text.ends_with(b"\r") {
            return Line { range: at..next - 2, next, ended: true };
        }
        self.head.line_feed.get_or_insert(next - 1);
        Line { range: at..next - 1, next, ended: true }
    }

    fn header_line(&mut self, line: Range<usize>) {
        if self.is_continuation(&line) {
            self.bare_carriage_return(&line);
            self.continuation(&line);
            return;
        }
        self.open = false;
        let Some((name, name_range, colon)) = self.name_of(&line) else {
            self.note_stray(line.start);
            return self.report(Kind::HeaderMalformed, line);
        };
        self.bare_carriage_return(&line);
        if name_range.end != colon {
            self.report(Kind::SpaceBeforeColon, name_range.end..colon);
        }
        self.push(name, name_range, colon + 1..line.end);
    }

    fn is_continuation(&self, line: &Range<usize>) -> bool {
        self.open && matches!(self.body.get(line.start), Some(b' ' | b'\t'))
    }

    fn continuation(&mut self, line: &Range<usize>) {
        let more = trim(self.body, line.clone());
        let text = self.bytes(&more);
        let Some(header) = self.head.headers.last_mut() else { return };
        let first = matches!(header.value, Cow::Borrowed(_));
        let value = header.value.to_mut();
        value.push(b' ');
        value.extend_from_slice(text);
        header.value_range.end = header.value_range.end.max(more.end);
        if first {
            self.report(Kind::FoldedHeader, line.clone());
        }
    }

    /// Reports the first carriage return inside a line that is read.
    fn bare_carriage_return(&mut self, line: &Range<usize>) {
        if let Some(offset) = memchr::memchr(b'\r', self.bytes(line)) {
            let at = line.start + offset;
            self.report(Kind::BareCarriageReturn, at..at + 1);
        }
    }

    /// The name of a header line, where it stands, and where the colon stands.
    fn name_of(&self, line: &Range<usize>) -> Option<(&'b str, Range<usize>, usize)> {
        let colon = line.start + memchr::memchr(b':', self.bytes(line))?;
        let range = trim(self.body, line.start..colon);
        // A header name is a token, and a token is ASCII.
        let name = std::str::from_utf8(self.bytes(&range)).ok()?;
        (range.start == line.start && is_token(name.as_bytes())).then_some((name, range, colon))
    }

    fn note_stray(&mut self, at: usize) {
        let (headers, defects) = (self.head.headers.len(), self.head.defects.len());
        self.stray.get_or_insert(Stray { at, headers, defects });
    }

    fn report(&mut self, kind: Kind, range: Range<usize>) {
        self.head.defects.push(Defect { kind, range });
    }

    fn bytes(&self, range: &Range<usize>) -> &'b [u8] {
        self.body.get(range.clone()).unwrap_or_default()
    }
}

/// The range without spaces and tabs at its ends.
fn trim(body: &[u8], range: Range<usize>) -> Range<usize> {
    let text = body.get(range.clone()).unwrap_or_default();
    let blank = |byte: &&u8| matches!(byte, b' ' | b'\t');
    let left = text.iter().take_while(blank).count();
    let right = text.iter().rev().take_while(blank).count().min(text.len() - left);
    range.start + left..range.end - right
}
