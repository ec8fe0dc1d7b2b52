//! Puts delimiters and headers together.

use std::ops::Range;

use super::delimiter::{self, Delimiter, Found, LineEnds};
use super::head::{self, Segment};
use super::{Defect, DefectKind, Limits, Multipart, Part, Repair};

/// Reads a multipart body with the boundary of its `Content-Type`.
///
/// The boundary is the parameter's value without quotation marks. Lines must end with carriage return
/// and line feed; where no well-formed body is found that way, line feeds alone are accepted, and where
/// no line is a delimiter, lines that equal the boundary itself are taken for delimiters. What was
/// assumed stands in [`Multipart::repair`] and among the defects.
///
/// ```
/// use directline_validator::multipart::{Limits, read};
///
/// let body = b"--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\
///     Content-Type: image/jpeg\r\n\r\n\xFF\xD8\xFF\r\n--X--\r\n";
/// let form = read(body, b"X", &Limits::default());
/// assert!(form.closed && form.defects.is_empty());
/// assert_eq!(form.parts[0].content, b"\xFF\xD8\xFF");
/// assert!(form.parts[0].content_type().is_some_and(|media| media.is("image", "jpeg")));
/// let name = form.parts[0].disposition().and_then(|found| found.filename());
/// assert_eq!(name.map(|found| found.text).as_deref(), Some("a.jpg"));
/// ```
///
/// A body that was cut still yields what it holds:
///
/// ```
/// use directline_validator::multipart::{DefectKind, Limits, read};
///
/// let form = read(b"--X\r\n\r\none\r\n--X\r\n\r\ntw", b"X", &Limits::default());
/// let contents: Vec<_> = form.parts.iter().map(|part| part.content).collect();
/// assert_eq!(contents, [&b"one"[..], b"tw"]);
/// assert!(!form.closed && form.has(DefectKind::Truncated));
/// ```
pub fn read<'b>(body: &'b [u8], boundary: &[u8], limits: &Limits) -> Multipart<'b> {
    let mut form = Multipart {
        preamble: 0..body.len(),
        parts: Vec::new(),
        epilogue: None,
        closed: false,
        defects: Vec::new(),
        repair: None,
    };
    if !is_boundary(boundary) {
        form.report(DefectKind::BoundaryInvalid, 0..0);
    }
    let Some(search) = Search::run(body, boundary, limits) else { return form };
    let mut line_feed = search.found.delimiters.iter().find_map(|found| found.line_feed);
    form.defects.extend(search.found.near.iter().cloned());
    if let Some(first) = search.found.delimiters.first() {
        form.preamble = 0..first.content_end;
        if search.article {
            form.report(DefectKind::ArticleDelimiters, first.text.clone());
        }
        if let Some(padded) = search.found.delimiters.iter().find(|found| found.padded) {
            form.report(DefectKind::DelimiterPadded, padded.text.clone());
        }
    } else {
        form.report(DefectKind::NoDelimiter, 0..body.len());
    }
    form.read_parts(body, &search.found.delimiters, limits, &mut line_feed);
    form.read_epilogue(body, &search);
    if let Some(at) = line_feed {
        form.report(DefectKind::LineFeedOnly, at..at + 1);
    }
    form.repair = match (search.article, line_feed.is_some()) {
        (true, true) => Some(Repair::ArticleDelimitersAndLineFeeds),
        (true, false) => Some(Repair::ArticleDelimiters),
        (false, true) => Some(Repair::LineFeeds),
        (false, false) => None,
    };
    form.defects.sort_by_key(|defect| (defect.range.start, defect.range.end));
    form
}

impl<'b> Multipart<'b> {
    fn report(&mut self, kind: DefectKind, range: Range<usize>) {
        self.defects.push(Defect { kind, range });
    }

    fn read_parts(
        &mut self,
        body: &'b [u8],
        delimiters: &[Delimiter],
        limits: &Limits,
        line_feed: &mut Option<usize>,
    ) {
        for (index, opening) in delimiters.iter().enumerate() {
            let next = delimiters.get(index + 1);
            if opening.closes {
                self.closed = true;
                self.epilogue = Some(opening.line_end..body.len());
                if index == 0 {
                    self.report(DefectKind::NoParts, opening.text.clone());
                }
                return;
            }
            if next.is_none() && is_blank(body.get(opening.line_end..).unwrap_or_default()) {
                self.report(DefectKind::CloseMissing, opening.text.clone());
                return;
            }
            if self.parts.len() >= limits.max_parts {
                self.report(DefectKind::TooManyParts, opening.text.clone());
                return;
            }
            self.read_part(body, opening, next, limits, line_feed);
        }
    }

    fn read_part(
        &mut self,
        body: &'b [u8],
        opening: &Delimiter,
        next: Option<&Delimiter>,
        limits: &Limits,
        line_feed: &mut Option<usize>,
    ) {
        let start = opening.line_end;
        let limit = next.map_or(body.len(), |next| next.content_end);
        let end = limit.max(start);
        let shared_line_end = limit < start;
        let segment = Segment { range: start..end, complete: next.is_some(), shared_line_end };
        let mut head = head::read(body, &segment, limits);
        self.defects.append(&mut head.defects);
        if let Some(at) = head.line_feed {
            *line_feed = Some(line_feed.map_or(at, |earlier| earlier.min(at)));
        }
        if next.is_none() {
            self.report(DefectKind::Truncated, end..end);
        }
        self.parts.push(Part {
            delimiter: opening.text.clone(),
            head: start..head.end,
            body: head.end..end,
            content: body.get(head.end..end).unwrap_or_default(),
            headers: head.headers,
            complete: next.is_some(),
        });
    }

    fn read_epilogue(&mut self, body: &[u8], search: &Search) {
        let Some(epilogue) = self.epilogue.clone() else { return };
        // The line end of the close may serve a delimiter behind it.
        let Some(rest) = body.get(epilogue.clone()) else { return };
        let found = delimiter::find(rest, &search.needle, LineEnds::Either, 1);
        if let Some(first) = found.delimiters.first() {
            let range = epilogue.start + first.text.start..epilogue.start + first.text.end;
            self.report(DefectKind::DelimiterAfterClose, range);
        }
    }
}

/// The delimiters of a body, and what had to be assumed to find them.
struct Search {
    found: Found,
    needle: Vec<u8>,
    /// Whether the delimiter lines lack the two dashes.
    article: bool,
}

impl Search {
    /// Tries the readings in order; `None` if nothing can be searched for.
    fn run(body: &[u8], boundary: &[u8], limits: &Limits) -> Option<Self> {
        // Spaces at the end of a delimiter line are padding, so they cannot tell boundaries apart. Where the
        // whole body is written with them, they are part of the boundary to its author, though none may end so.
        let length = boundary.iter().rposition(|&byte| byte != b' ')? + 1;
        if length < boundary.len() {
            let needle = [b"--", boundary].concat();
            let found = delimiter::find(body, &needle, LineEnds::CrLf, limits.max_parts.saturating_add(1));
            if found.is_closed_with_parts() {
                return Some(Self { found, needle, article: false });
            }
        }
        let boundary = boundary.get(..length)?;
        if boundary.iter().any(|&byte| byte == b'\r' || byte == b'\n') {
            return None;
        }
        // One more than the parts, for the delimiter that ends the last one, and one to see that
        // there are more.
        let most = limits.max_parts.saturating_add(1);
        let needle = [b"--", boundary].concat();
        let found = find(body, &needle, most);
        if !found.delimiters.is_empty() {
            return Some(Self { found, needle, article: false });
        }
        let mut repaired = find(body, boundary, most);
        // Nobody takes the bare boundary within a line for a delimiter, only one with its dashes.
        repaired.near.retain(|near| {
            let has_dashes = body.get(..near.range.start).is_some_and(|before| before.ends_with(b"--"));
            has_dashes || near.kind == DefectKind::DelimiterBesideLineFeed
        });
        // One such line may stand in any text, unless it opens the body.
        let first = repaired.delimiters.first().is_some_and(|first| first.text.start == 0);
        if first || repaired.delimiters.len() > 1 {
            return Some(Self { found: repaired, needle: boundary.to_vec(), article: true });
        }
        Some(Self { found, needle, article: false })
    }
}

/// The strict reading if it is complete, else the one that accepts line feeds, if that finds more.
fn find(body: &[u8], needle: &[u8], most: usize) -> Found {
    let strict = delimiter::find(body, needle, LineEnds::CrLf, most);
    if strict.is_closed_with_parts() {
        return strict;
    }
    let lenient = delimiter::find(body, needle, LineEnds::Either, most);
    if lenient.delimiters.len() > strict.delimiters.len() { lenient } else { strict }
}

/// RFC 2046 section 5.1.1: 1 to 70 `bchars`, the last no space.
fn is_boundary(boundary: &[u8]) -> bool {
    (1..=70).contains(&boundary.len())
        && !boundary.ends_with(b" ")
        && boundary.iter().all(|&byte| byte.is_ascii_alphanumeric() || b"'()+_,-./:=? ".contains(&byte))
}

fn is_blank(rest: &[u8]) -> bool {
    rest.iter().all(|byte| matches!(byte, b'\r' | b'\n' | b' ' | b'\t'))
}
