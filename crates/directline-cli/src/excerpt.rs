//! The excerpt of a finding: one line of the recorded datum, secrets masked, escaped, cut to a
//! readable width around the bytes in question.

use std::fmt::Write as _;
use std::ops::Range;

use directline_validator::redact::{self, MARK, Secrets};

use crate::escape;

/// How wide an excerpt is at most, in characters.
const WIDTH: usize = 92;

/// How many bytes before and after the first byte in question are looked at. Masking needs more to
/// see than the reader does: what announces a secret may stand before it.
const REACH: usize = 4096;

/// What stands where something was cut off.
const CUT: &str = "…";

/// One line of a recording, fit for a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Excerpt {
    /// The line.
    pub(crate) text: String,
    /// The bytes of `text` to mark.
    pub(crate) mark: Range<usize>,
}

/// One thing on the line that is never cut: a character, its escape, or the mark of a secret.
struct Cell {
    text: String,
    marked: bool,
}

impl Excerpt {
    /// The line of `bytes` in which `span` begins, or the header with that name and value. A span
    /// beyond the end marks the end.
    pub(crate) fn new(header: Option<&str>, bytes: &[u8], span: &Range<usize>, secrets: &Secrets) -> Self {
        let window = Window::around(bytes, span);
        let masked = match header {
            Some(name) if redact::is_secret_header(name) => window.after_scheme(),
            _ => secrets.ranges(&window.text),
        };
        let cells = window.line(&window.with_cut_words(masked));
        let prefix = header.map(|name| format!("{}: ", escape::terminal(&secrets.mask(name))));
        fit(&prefix.unwrap_or_default(), &cells)
    }

    /// The same, of the body that should be a token: a string, or one word, is a secret, however short.
    pub(crate) fn of_token(bytes: &[u8], span: &Range<usize>, secrets: &Secrets) -> Self {
        let window = Window::around(bytes, span);
        let masked = window.token().map_or_else(|| secrets.ranges(&window.text), |token| vec![token]);
        fit("", &window.line(&masked))
    }
}

/// The part of a datum around a span, as text.
struct Window {
    text: String,
    /// Bytes of `text` in question.
    span: Range<usize>,
    /// The bytes that are not UTF-8: where in `text` their replacement stands, and what they are.
    raw: Vec<(usize, u8)>,
    is_cut: [bool; 2],
}

impl Window {
    fn around(bytes: &[u8], span: &Range<usize>) -> Self {
        let start = span.start.min(bytes.len());
        let end = span.end.clamp(start, bytes.len());
        let from = start.saturating_sub(REACH);
        let to = start.saturating_add(REACH).min(bytes.len());
        let mut window =
            Self { text: String::new(), span: 0..0, raw: Vec::new(), is_cut: [from > 0, to < bytes.len()] };
        let mut at = from;
        for chunk in bytes.get(from..to).unwrap_or_default().utf8_chunks() {
            for c in chunk.valid().chars() {
                window.push(at, c, start, end);
                at = at.saturating_add(c.len_utf8());
            }
            for byte in chunk.invalid() {
                window.raw.push((window.text.len(), *byte));
                window.push(at, char::REPLACEMENT_CHARACTER, start, end);
                at = at.saturating_add(1);
            }
        }
        if at <= start {
            window.span = window.text.len()..window.text.len();
        }
        window
    }

    /// Appends the character that stands at byte `at` of the datum.
    fn push(&mut self, at: usize, c: char, start: usize, end: usize) {
        let before = self.text.len();
        self.text.push(c);
        let after = at.saturating_add(c.len_utf8());
        if at <= start && start < after {
            self.span = before..before;
        }
        if start < after && at < end {
            self.span.end = self.text.len();
        }
    }

    /// All of a header's value but a known authentication scheme.
    fn after_scheme(&self) -> Vec<Range<usize>> {
        let word = self.text.split([' ', '\t']).next().unwrap_or_default();
        let is_scheme = ["bearer", "botconnector", "basic", "digest", "negotiate"]
            .iter()
            .any(|scheme| word.eq_ignore_ascii_case(scheme));
        let from = if is_scheme { word.len().saturating_add(1).min(self.text.len()) } else { 0 };
        let is_secret = |secret: &Range<usize>| {
            // What a script writes for a value that it does not have is what the finding is about.
            let value = self.text.get(secret.clone()).unwrap_or_default().trim();
            !secret.is_empty() && !redact::is_no_secret(value)
        };
        std::iter::once(from..self.text.len()).filter(is_secret).collect()
    }

    /// The token that the text is, without its quotes; `None` for an object, markup or prose.
    fn token(&self) -> Option<Range<usize>> {
        let word = self.text.trim();
        let start = self.text.len().saturating_sub(self.text.trim_start().len());
        let end = start.saturating_add(word.len());
        if let Some(rest) = word.strip_prefix('"') {
            let length = rest.rfind('"').unwrap_or(rest.len());
            let start = start.saturating_add(1);
            return Some(start..start.saturating_add(length)).filter(|token| !token.is_empty());
        }
        let is_word = !word.starts_with(['{', '[', '<']) && !word.contains(char::is_whitespace);
        (is_word && !word.is_empty()).then_some(start..end)
    }

    /// What is to be masked, and the words that the window cuts: nobody can tell what they were.
    fn with_cut_words(&self, masked: Vec<Range<usize>>) -> Vec<Range<usize>> {
        let ends_word = |c: char| c.is_whitespace() || "\",&;{}[]<>".contains(c);
        let mut all = Vec::with_capacity(masked.len().saturating_add(2));
        let first = self.text.find(ends_word).unwrap_or(self.text.len());
        let last = self.text.rfind(ends_word).unwrap_or(0);
        if self.is_cut[0] && first > 0 {
            all.push(0..first);
        }
        let inside = |range: &Range<usize>| {
            let in_cut_word = self.is_cut[0] && range.end <= first || self.is_cut[1] && range.start >= last;
            !in_cut_word
        };
        all.extend(masked.into_iter().filter(inside));
        if self.is_cut[1] && last < self.text.len() {
            all.push(last..self.text.len());
        }
        all
    }

    /// The line in which the span begins, taken apart.
    fn line(&self, masked: &[Range<usize>]) -> Vec<Cell> {
        let before = self.text.get(..self.span.start).unwrap_or_default();
        let from = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
        let rest = self.text.get(self.span.start..).unwrap_or_default();
        let to = rest.find('\n').map_or(self.text.len(), |at| self.span.start.saturating_add(at));
        let cut = |is_cut: bool| is_cut.then(|| Cell { text: CUT.into(), marked: false });
        let mut cells: Vec<Cell> = cut(self.is_cut[0] && from == 0).into_iter().collect();
        let line = self.text.get(from..to).unwrap_or_default();
        for (at, c) in line.char_indices() {
            self.cell(&mut cells, from.saturating_add(at), c, masked);
        }
        let ends = cells.iter().all(|cell| !cell.marked) && self.span.start >= to;
        if ends {
            // The place is the end of the line: a blank to point at.
            cells.push(Cell { text: " ".into(), marked: true });
        }
        cells.extend(cut(self.is_cut[1] && to == self.text.len()));
        let indent =
            cells.iter().take_while(|cell| !cell.marked && matches!(cell.text.as_str(), " " | "\\t"));
        let indent = indent.count();
        cells.split_off(indent)
    }

    fn cell(&self, cells: &mut Vec<Cell>, at: usize, c: char, masked: &[Range<usize>]) {
        let is_point = self.span.is_empty() && at == self.span.start;
        let in_span = is_point || self.span.contains(&at);
        let after = masked.partition_point(|range| range.end <= at);
        if let Some(range) = masked.get(after).filter(|range| range.contains(&at)) {
            // One mark stands for the whole secret.
            let is_first = at == range.start || cells.last().is_none_or(|last| last.text != MARK);
            match cells.last_mut() {
                Some(last) if !is_first => last.marked |= in_span,
                _ => cells.push(Cell { text: MARK.into(), marked: in_span }),
            }
            return;
        }
        let mut text = String::new();
        match self.raw.binary_search_by_key(&at, |(at, _)| *at) {
            Ok(index) => {
                let byte = self.raw.get(index).map_or(0, |(_, byte)| *byte);
                // Writing to a string does not fail.
                let _ = write!(text, "\\x{byte:02x}");
            }
            Err(_)
                if c == '\r'
                    && self.text.get(at.saturating_add(1)..).is_some_and(|rest| rest.starts_with('\n')) =>
            {
                // The end of the line, unless it is what the finding is about.
                if in_span {
                    text.push_str("\\r");
                }
            }
            Err(_) => escape::push_terminal(&mut text, &self.text, at, c),
        }
        cells.push(Cell { text, marked: in_span });
    }
}

/// Puts cells on a line of at most [`WIDTH`] characters that shows the first marked one.
fn fit(prefix: &str, cells: &[Cell]) -> Excerpt {
    let width = |cells: &[Cell]| {
        cells.iter().fold(0_usize, |sum, cell| sum.saturating_add(cell.text.chars().count()))
    };
    let room = WIDTH.saturating_sub(prefix.chars().count().min(WIDTH / 2));
    let first = cells.iter().position(|cell| cell.marked).unwrap_or(0);
    let last = cells.iter().rposition(|cell| cell.marked).unwrap_or(first);
    let (mut from, mut to) = (0, cells.len());
    if width(cells) > room {
        let marked = width(cells.get(first..=last).unwrap_or_default()).min(room / 2);
        let before = room.saturating_sub(marked) / 2;
        from = first;
        let mut used = 0_usize;
        while let Some(cell) = from.checked_sub(1).and_then(|index| cells.get(index)) {
            used = used.saturating_add(cell.text.chars().count());
            if used > before {
                break;
            }
            from = from.saturating_sub(1);
        }
        to = from;
        used = 0;
        while let Some(cell) = cells.get(to) {
            used = used.saturating_add(cell.text.chars().count());
            if used > room && to > first {
                break;
            }
            to = to.saturating_add(1);
        }
    }
    let mut text = prefix.to_owned();
    if from > 0 {
        text.push_str(CUT);
    }
    let mut mark: Option<Range<usize>> = None;
    for cell in cells.get(from..to).unwrap_or_default() {
        let start = text.len();
        text.push_str(&cell.text);
        if cell.marked {
            let mark_start = mark.as_ref().map_or(start, |mark| mark.start);
            mark = Some(mark_start..text.len());
        }
    }
    if to < cells.len() {
        text.push_str(CUT);
    }
    let end = text.len();
    Excerpt { text, mark: mark.unwrap_or(end..end) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn excerpt(header: Option<&str>, bytes: &[u8], span: Range<usize>) -> (String, String) {
        let Excerpt { text, mark } = Excerpt::new(header, bytes, &span, &Secrets::new());
        let marked = text.get(mark).unwrap().to_owned();
        (text, marked)
    }

    #[test]
    fn the_line_of_the_place_is_shown_and_the_place_marked() {
        type Row<'r> = (Option<&'r str>, &'r [u8], Range<usize>, &'r str, &'r str);
        let rows: [Row<'_>; 12] = [
            (None, b"{\"a\":1}", 5..6, "{\"a\":1}", "1"),
            (None, b"{\n  \"a\": 1,\r\n  \"b\": 2\n}", 9..10, "\"a\": 1,", "1"),
            (None, b"abc", 3..3, "abc ", " "),
            (None, b"abc", 90..95, "abc ", " "),
            (None, b"", 0..0, " ", " "),
            (None, b"a\xff\x00b", 1..3, "a\\xff\\u{0}b", "\\xff\\u{0}"),
            (None, "aéb".as_bytes(), 2..3, "aéb", "é"),
            (None, b"a\r\nb", 1..2, "a\\r", "\\r"),
            (Some("Content-Type"), b"text/plain", 5..10, "Content-Type: text/plain", "plain"),
            (Some("Authorization"), b"Bearer abc", 7..8, "Authorization: Bearer [redacted]", "[redacted]"),
            (Some("Authorization"), b"abc def", 4..7, "Authorization: [redacted]", "[redacted]"),
            (Some("Cookie"), b"a=1; b=2", 0..1, "Cookie: [redacted]", "[redacted]"),
        ];
        for (header, bytes, span, text, marked) in rows {
            let found = excerpt(header, bytes, span);
            assert_eq!((found.0.as_str(), found.1.as_str()), (text, marked));
        }
    }

    #[test]
    fn a_long_line_is_cut_on_both_sides() {
        let body =
            format!("{{\"a\":\"{}\",\"bad\":12,\"z\":\"{}\"}}", "x ".repeat(40_000), "y ".repeat(40_000));
        let at = body.find("12").unwrap();
        let (text, marked) = excerpt(None, body.as_bytes(), at..at + 2);
        assert_eq!(marked, "12");
        assert!(text.starts_with("…x") || text.starts_with("… x"), "{text}");
        assert!(text.ends_with('…') && text.chars().count() <= WIDTH + 2, "{text}");
    }

    #[test]
    fn a_secret_at_the_cut_is_masked_as_a_whole() {
        let secret = "CANARYdl0x1.cwA.BKA.7hIsIsNotARealSecretItIsATestCanaryValue01234";
        for pad in 0..140 {
            let body = format!("{{\"text\":\"{}{secret}\",\"bad\":12}}", "x ".repeat(pad));
            for span in [body.find("12").unwrap(), 2, body.find("CANARY").unwrap() + 3] {
                let (text, _) = excerpt(None, body.as_bytes(), span..span + 1);
                let leaks =
                    secret.as_bytes().windows(8).any(|run| text.contains(std::str::from_utf8(run).unwrap()));
                assert!(!leaks, "{text}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_bytes_and_any_span_give_one_inert_line(
            bytes in proptest::collection::vec(any::<u8>(), 0..400),
            start in 0_usize..500, length in 0_usize..500, is_header: bool,
        ) {
            let header = is_header.then_some("X-Any\u{1b}");
            let Excerpt { text, mark } = Excerpt::new(header, &bytes, &(start..start + length), &Secrets::new());
            prop_assert!(text.get(mark).is_some());
            prop_assert!(!text.contains(escape::is_active));
            prop_assert!(text.chars().count() <= WIDTH + 30);
        }
    }
}
