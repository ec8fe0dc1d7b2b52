//! Finds the delimiter lines of a body.

use std::ops::Range;

use memchr::memmem::Finder;

use super::{Defect, DefectKind};

/// Which line ends a delimiter line may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineEnds {
    /// Carriage return and line feed, as RFC 2046 has it.
    CrLf,
    /// Those, or a line feed alone.
    Either,
}

/// One delimiter line.
#[derive(Debug, Clone)]
pub(super) struct Delimiter {
    /// The dashes, the boundary, and the dashes of a closing delimiter.
    pub(super) text: Range<usize>,
    /// Where the content before it ends: its line end belongs to the delimiter.
    pub(super) content_end: usize,
    /// Where the next line begins.
    pub(super) line_end: usize,
    pub(super) closes: bool,
    /// Whether spaces or tabs follow.
    pub(super) padded: bool,
    /// A line feed without carriage return beside it.
    pub(super) line_feed: Option<usize>,
}

/// The delimiter lines of a body, up to the closing one or to a limit.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The lines in order; only the last one may close.
    pub(super) delimiters: Vec<Delimiter>,
    /// Near misses, at most one of each kind between two delimiters.
    pub(super) near: Vec<Defect>,
}

impl Found {
    /// Whether this reading needs no other: there are parts and a close.
    pub(super) fn is_closed_with_parts(&self) -> bool {
        self.delimiters.len() > 1 && self.delimiters.last().is_some_and(|last| last.closes)
    }
}

/// Collects the delimiter lines, at most `most` of them.
pub(super) fn find(body: &[u8], needle: &[u8], ends: LineEnds, most: usize) -> Found {
    let mut found = Found::default();
    // Near misses since the last delimiter.
    let mut near = Vec::new();
    // Occurrences that overlap an earlier one need no look: they are not at a line start, because the
    // needle holds no line end.
    for start in Finder::new(needle).find_iter(body) {
        match classify(body, start..start + needle.len(), ends) {
            Ok(delimiter) => {
                found.near.append(&mut near);
                let last = delimiter.closes;
                found.delimiters.push(delimiter);
                if last || found.delimiters.len() >= most {
                    break;
                }
            }
            Err(kind) if near.iter().all(|seen: &Defect| seen.kind != kind) => {
                near.push(Defect { kind, range: start..start + needle.len() });
            }
            Err(_) => {}
        }
    }
    if !found.delimiters.last().is_some_and(|last| last.closes) {
        found.near.append(&mut near);
    }
    found
}

/// Whether the needle at that place is a delimiter, and if not, how nearly it is one.
fn classify(body: &[u8], text: Range<usize>, ends: LineEnds) -> Result<Delimiter, DefectKind> {
    let before = body.get(..text.start).unwrap_or_default();
    let tail = tail(body, text.end);
    let Some(tail) = tail else {
        let at_line_start = before.is_empty() || before.ends_with(b"\n");
        return Err(if at_line_start {
            DefectKind::DelimiterLineContinues
        } else {
            DefectKind::DelimiterNotAtLineStart
        });
    };
    let (content_end, fed) = match before {
        [] => (0, None),
        [.., b'\r', b'\n'] => (text.start - 2, None),
        [.., b'\n'] => (text.start - 1, Some(text.start - 1)),
        _ => return Err(DefectKind::DelimiterNotAtLineStart),
    };
    let line_feed = fed.or(tail.line_feed);
    if line_feed.is_some() && ends == LineEnds::CrLf {
        return Err(DefectKind::DelimiterBesideLineFeed);
    }
    Ok(Delimiter {
        text: text.start..tail.text_end,
        content_end,
        line_end: tail.line_end,
        closes: tail.closes,
        padded: tail.padded,
        line_feed,
    })
}

/// What follows the boundary in a delimiter line.
struct Tail {
    text_end: usize,
    line_end: usize,
    closes: bool,
    padded: bool,
    line_feed: Option<usize>,
}

/// Reads the dashes of a close, transport padding and the line end; `None` if the line goes on.
fn tail(body: &[u8], end: usize) -> Option<Tail> {
    let rest = body.get(end..)?;
    let closes = rest.starts_with(b"--");
    // A body that ends after one of the two dashes was cut inside its closing delimiter.
    let dashes = if closes { 2 } else { usize::from(rest == b"-") };
    let text_end = end + dashes;
    let rest = rest.get(dashes..)?;
    // RFC 2046 section 5.1.1: gateways may pad a delimiter line.
    let padding = rest.iter().take_while(|&&byte| byte == b' ' || byte == b'\t').count();
    let line = text_end + padding;
    let (line_end, line_feed) = match rest.get(padding..)? {
        [] => (line, None),
        [b'\r', b'\n', ..] => (line + 2, None),
        [b'\n', ..] => (line + 1, Some(line)),
        // A body that was cut inside its last line end.
        [b'\r'] => (line + 1, None),
        _ => return None,
    };
    Some(Tail { text_end, line_end, closes, padded: padding > 0, line_feed })
}
