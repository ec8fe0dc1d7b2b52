//! Which bytes of a file spell which bytes of a YAML scalar.
//!
//! The text is walked as it is written and as the parser read it at the same time; where both do not agree there is no
//! answer rather than a wrong one.

use std::ops::Range;

use directline_exchange::Segment;
use granit_parser::ScalarStyle;

/// The pieces in which the UTF-8 of `text` stands at `span` of `source`.
///
/// A character that is escaped stands where its escape begins, and a line break or space that folding left stands at the
/// line break that spells it.
pub(super) fn align(
    source: &[u8],
    span: Range<usize>,
    style: ScalarStyle,
    text: &str,
) -> Option<Vec<Segment>> {
    let mut walk = Walk { text: text.as_bytes(), done: 0, segments: Vec::new() };
    match style {
        ScalarStyle::Plain => flow(source.get(span.clone())?, span.start, style, &mut walk)?,
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
            let inside = span.start.checked_add(1)?..span.end.checked_sub(1)?;
            flow(source.get(inside.clone())?, inside.start, style, &mut walk)?;
        }
        ScalarStyle::Literal | ScalarStyle::Folded => {
            let start = first_line(source.get(..span.start)?);
            block(source.get(start..span.end)?, start, &mut walk)?;
        }
    }
    (walk.done == text.len()).then_some(walk.segments)
}

/// The same pieces, where each character of the text stands for one byte.
pub(super) fn by_character(text: &str, segments: &[Segment]) -> Vec<Segment> {
    let mut found = Vec::new();
    let mut rest = segments.iter().peekable();
    let mut current = Segment { datum: 0, file: 0 };
    for (character, (at, _)) in text.char_indices().enumerate() {
        let at = at as u64;
        while let Some(next) = rest.next_if(|next| next.datum <= at) {
            current = *next;
        }
        let file = current.file.saturating_add(at.saturating_sub(current.datum));
        push(&mut found, character as u64, file);
    }
    found
}

/// Adds a piece, unless the one before goes on with it.
fn push(segments: &mut Vec<Segment>, datum: u64, file: u64) {
    let goes_on = |last: &Segment| last.file.saturating_add(datum.saturating_sub(last.datum)) == file;
    if !segments.last().is_some_and(goes_on) {
        segments.push(Segment { datum, file });
    }
}

/// How far the text was found.
struct Walk<'t> {
    text: &'t [u8],
    done: usize,
    segments: Vec<Segment>,
}

impl Walk<'_> {
    /// The next bytes of the text are `bytes`, and they stand there from `at` on.
    fn run(&mut self, bytes: &[u8], at: usize) -> Option<()> {
        if bytes.is_empty() {
            return Some(());
        }
        push(&mut self.segments, self.done as u64, at as u64);
        self.take(bytes)
    }

    /// The next bytes of the text are `bytes`, and all of them are spelled by what begins at `at`.
    fn spelled(&mut self, bytes: &[u8], at: usize) -> Option<()> {
        for byte in bytes {
            self.run(std::slice::from_ref(byte), at)?;
        }
        Some(())
    }

    fn take(&mut self, bytes: &[u8]) -> Option<()> {
        let end = self.done.checked_add(bytes.len())?;
        if self.text.get(self.done..end)? != bytes {
            return None;
        }
        self.done = end;
        Some(())
    }

    fn rest(&self) -> &[u8] {
        self.text.get(self.done..).unwrap_or_default()
    }

    /// How many line breaks come next in the text.
    fn breaks(&self) -> usize {
        self.rest().iter().take_while(|byte| **byte == b'\n').count()
    }
}

fn is_break(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// How long the line break at the beginning of `raw` is.
fn break_length(raw: &[u8]) -> usize {
    match raw {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    }
}

/// Where the first line of a block scalar begins whose first text stands behind `before`: empty lines and the
/// indentation belong to it.
fn first_line(before: &[u8]) -> usize {
    let is_space = |byte: &u8| is_break(*byte) || *byte == b' ';
    let header = before.iter().rposition(|byte| !is_space(byte)).map_or(0, |at| at.saturating_add(1));
    let rest = before.get(header..).unwrap_or_default();
    let end = rest.iter().position(|byte| is_break(*byte)).unwrap_or(rest.len());
    header.saturating_add(end).saturating_add(break_length(rest.get(end..).unwrap_or_default()))
}

/// Plain and quoted scalars: what stands between the quotes.
fn flow(raw: &[u8], start: usize, style: ScalarStyle, walk: &mut Walk<'_>) -> Option<()> {
    let is_double = style == ScalarStyle::DoubleQuoted;
    let is_single = style == ScalarStyle::SingleQuoted;
    let special = |byte: u8| {
        is_blank(byte) || is_break(byte) || (is_double && byte == b'\\') || (is_single && byte == b'\'')
    };
    let mut at = 0_usize;
    while let Some(rest) = raw.get(at..).filter(|rest| !rest.is_empty()) {
        let here = start.saturating_add(at);
        let length = match rest {
            [b'\'', ..] if is_single => {
                walk.run(b"'", here)?;
                2
            }
            [b'\\', after, ..] if is_double && is_break(*after) => {
                let (length, breaks) = folded(rest.get(1..)?);
                for skipped in breaks.get(1..).unwrap_or_default() {
                    walk.run(b"\n", here.saturating_add(1).saturating_add(*skipped))?;
                }
                length.saturating_add(1)
            }
            [b'\\', ..] if is_double => {
                let (char, length) = escape(rest)?;
                walk.spelled(char.encode_utf8(&mut [0; 4]).as_bytes(), here)?;
                length
            }
            [first, ..] if is_blank(*first) || is_break(*first) => {
                let (length, breaks) = folded(rest);
                match breaks.as_slice() {
                    [] => walk.run(rest.get(..length)?, here)?,
                    [only] => walk.run(b" ", here.saturating_add(*only))?,
                    [_, others @ ..] => {
                        for at in others {
                            walk.run(b"\n", here.saturating_add(*at))?;
                        }
                    }
                }
                length
            }
            _ => {
                let length = rest.iter().position(|byte| special(*byte)).unwrap_or(rest.len());
                walk.run(rest.get(..length)?, here)?;
                length
            }
        };
        at = at.saturating_add(length);
    }
    Some(())
}

/// White space at the beginning of `raw`: how long it is, and where line breaks stand in it.
fn folded(raw: &[u8]) -> (usize, Vec<usize>) {
    let mut breaks = Vec::new();
    let mut at = 0_usize;
    while let Some(rest) = raw.get(at..) {
        let length = break_length(rest);
        if length > 0 {
            breaks.push(at);
            at = at.saturating_add(length);
        } else if rest.first().is_some_and(|byte| is_blank(*byte)) {
            at = at.saturating_add(1);
        } else {
            break;
        }
    }
    (at, breaks)
}

/// The character that an escape in double quotes stands for, and how long the escape is.
fn escape(raw: &[u8]) -> Option<(char, usize)> {
    let hexadecimal = |from: usize, digits: usize| {
        let digits = raw.get(from..from.checked_add(digits)?)?;
        digits.iter().try_fold(0_u32, |unit, digit| Some(unit << 4 | char::from(*digit).to_digit(16)?))
    };
    let simple = match raw.get(1)? {
        b'0' => '\0',
        b'a' => '\u{7}',
        b'b' => '\u{8}',
        b't' | b'\t' => '\t',
        b'n' => '\n',
        b'v' => '\u{b}',
        b'f' => '\u{c}',
        b'r' => '\r',
        b'e' => '\u{1b}',
        b'N' => '\u{85}',
        b'_' => '\u{a0}',
        b'L' => '\u{2028}',
        b'P' => '\u{2029}',
        b'x' => return Some((char::from_u32(hexadecimal(2, 2)?)?, 4)),
        b'U' => return Some((char::from_u32(hexadecimal(2, 8)?)?, 10)),
        b'u' => {
            let unit = hexadecimal(2, 4)?;
            if let Some(char) = char::from_u32(unit) {
                return Some((char, 6));
            }
            // Half of a surrogate pair: the other half follows.
            let low = hexadecimal(8, 4)?;
            let pair = ((unit & 0x3ff) << 10 | (low & 0x3ff)).checked_add(0x1_0000)?;
            return Some((char::from_u32(pair)?, 12));
        }
        other @ (b' ' | b'"' | b'/' | b'\\') => char::from(*other),
        _ => return None,
    };
    Some((simple, 2))
}

/// Literal and folded block scalars, from the beginning of the first line.
///
/// How far they are indented, and whether lines are folded, follows from the text.
fn block(raw: &[u8], start: usize, walk: &mut Walk<'_>) -> Option<()> {
    let indentation = indentation(raw)?.checked_sub(indentation(walk.text)?)?;
    let mut is_first = true;
    // Where the line breaks stand that were not found in the text yet.
    let mut pending: Vec<usize> = Vec::new();
    let mut at = 0_usize;
    while let Some(rest) = raw.get(at..).filter(|rest| !rest.is_empty()) {
        let length = rest.iter().position(|byte| is_break(*byte)).unwrap_or(rest.len());
        let line = rest.get(..length)?;
        let spaces = line.iter().take_while(|byte| **byte == b' ').count();
        let is_empty = spaces == line.len() && spaces <= indentation;
        if !is_empty {
            // Behind the text stand comments, if anything.
            if walk.done.saturating_add(walk.breaks()) == walk.text.len() {
                break;
            }
            between(&pending, is_first, walk)?;
            pending.clear();
            is_first = false;
            walk.run(line.get(indentation..)?, start.saturating_add(at).saturating_add(indentation))?;
        }
        let end = at.saturating_add(length);
        let ending = break_length(rest.get(length..)?);
        if ending > 0 {
            pending.push(start.saturating_add(end));
        }
        at = end.saturating_add(ending);
    }
    for index in 0..walk.breaks() {
        let end = start.saturating_add(raw.len());
        walk.run(b"\n", pending.get(index).copied().unwrap_or(end))?;
    }
    Some(())
}

/// How many spaces stand before the first text.
fn indentation(lines: &[u8]) -> Option<usize> {
    let text = lines.iter().position(|byte| !is_break(*byte) && *byte != b' ')?;
    Some(lines.get(..text)?.iter().rev().take_while(|byte| **byte == b' ').count())
}

/// What the line breaks before a line with text became.
fn between(pending: &[usize], is_first: bool, walk: &mut Walk<'_>) -> Option<()> {
    let kept = walk.breaks();
    if let ([only], 0, false) = (pending, kept, is_first) {
        return walk.run(b" ", *only);
    }
    // Folding takes the first of several; before the first line none is lost.
    let lost = pending.len().checked_sub(kept)?;
    if lost > usize::from(!is_first) {
        return None;
    }
    for at in pending.get(lost..)? {
        walk.run(b"\n", *at)?;
    }
    Some(())
}
