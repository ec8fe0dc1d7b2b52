//! Dots that stand for bytes that could not be printed (`--trace-ascii`), told from dots.

use directline_exchange::{Content, Fidelity, Gap, Reason};

use crate::stored::MOST_GAPS;

/// Marks what may be other bytes than dots as lost.
///
/// A character beyond ASCII has two bytes at least, so a single dot in a string of JSON is one: strings of JSON are
/// UTF-8 without control characters. Outside of strings it was a line end or a tabulator. Elsewhere a single dot in a
/// word, or behind one, is one, if no byte of its line is lost for certain.
pub(super) fn doubt(content: &mut Content) {
    let is_json = matches!(content.bytes.trim_ascii_start().first(), Some(b'{' | b'[' | b'"'));
    let mut text = Strings::default();
    let mut gaps: Vec<Gap> = Vec::new();
    let mut binary = Binary::default();
    let mut at = 0;
    while let Some(&byte) = content.bytes.get(at) {
        let run = content.bytes.get(at..).unwrap_or_default();
        let length = run.iter().take_while(|&&byte| byte == b'.').count();
        if length == 0 {
            text.pass(byte);
            at = at.saturating_add(1);
            continue;
        }
        let end = at.saturating_add(length);
        let before = at.checked_sub(1).and_then(|before| content.bytes.get(before)).copied();
        let after = content.bytes.get(end).copied();
        match (is_json, text.within) {
            (true, false) if is_space(before, after) => {
                for byte in content.bytes.get_mut(at..end).into_iter().flatten() {
                    *byte = b'\n';
                }
                content.fidelity = Fidelity::ValueOnly;
            }
            (true, within) if length == 1 && (within || is_fraction(before, after)) => {}
            (false, _) if length == 1 && is_full_stop(before, after) && !binary.is_at(&content.bytes, at) => {
            }
            _ if gaps.len() < MOST_GAPS => gaps.push(Gap { range: at..end, reason: Reason::BodyLossy }),
            _ => {
                if let Some(last) = gaps.last_mut() {
                    last.range.end = end;
                }
            }
        }
        text.escaped = false;
        at = end;
    }
    content.gaps.extend(gaps);
    content.gaps.sort_by_key(|gap| gap.range.start);
}

/// Whether lines are bytes rather than text: some of them could not be printed.
#[derive(Default)]
struct Binary {
    end: usize,
    is: bool,
}

impl Binary {
    /// Asked of places in order.
    fn is_at(&mut self, bytes: &[u8], at: usize) -> bool {
        if at >= self.end {
            let rest = bytes.get(self.end..).unwrap_or_default();
            let skipped = bytes.get(self.end..at).and_then(|before| memchr::memrchr(b'\n', before));
            let start = self.end.saturating_add(skipped.map_or(0, |feed| feed.saturating_add(1)));
            let line = rest.get(start.saturating_sub(self.end)..).unwrap_or_default();
            let length = memchr::memchr(b'\n', line).map_or(line.len(), |feed| feed.saturating_add(1));
            let line = line.get(..length).unwrap_or_default();
            self.end = start.saturating_add(length);
            self.is = memchr::memmem::find(line, b"..").is_some();
        }
        self.is
    }
}

/// Whether a byte of JSON stands in a string.
#[derive(Default)]
struct Strings {
    within: bool,
    escaped: bool,
}

impl Strings {
    fn pass(&mut self, byte: u8) {
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' if self.within => self.escaped = true,
            b'"' => self.within = !self.within,
            _ => {}
        }
    }
}

/// Whether white space can stand there, and a number cannot.
fn is_space(before: Option<u8>, after: Option<u8>) -> bool {
    let beside = |byte: u8| matches!(byte, b'{' | b'}' | b'[' | b']' | b',' | b':' | b'"' | b' ' | b'\t');
    let ends = |byte: u8| beside(byte) || byte.is_ascii_alphanumeric();
    before.is_none_or(ends) && after.is_none_or(beside)
}

fn is_fraction(before: Option<u8>, after: Option<u8>) -> bool {
    before.is_some_and(|byte| byte.is_ascii_digit()) && after.is_some_and(|byte| byte.is_ascii_digit())
}

fn is_full_stop(before: Option<u8>, after: Option<u8>) -> bool {
    let follows = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'"' | b' ' | b'\r');
    before.is_some_and(|byte| byte.is_ascii_alphanumeric()) && after.is_none_or(follows)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Row<'r> = (&'r str, &'r str, &'r [(usize, usize)]);

    #[test]
    fn dots_are_dots_or_lost_bytes_or_white_space() {
        let rows: [Row<'_>; 10] = [
            (r#"{"t":"a.b.c"}"#, r#"{"t":"a.b.c"}"#, &[]),
            (r#"{"t":"a...b"}"#, r#"{"t":"a...b"}"#, &[(7, 10)]),
            (r#"{.  "t": 1.5.}"#, "{\n  \"t\": 1.5\n}", &[]),
            (r#"{"t":"\"..","u":1}"#, r#"{"t":"\"..","u":1}"#, &[(8, 10)]),
            (r#"{"t":.5}"#, r#"{"t":.5}"#, &[(5, 6)]),
            ("....JFIF.a.b", "....JFIF.a.b", &[(0, 4), (8, 9), (10, 11)]),
            ("a.b\r\nc.d..\r\ne.f", "a.b\r\nc.d..\r\ne.f", &[(6, 7), (8, 10)]),
            ("x.jpg\" and. end", "x.jpg\" and. end", &[]),
            (" .a", " .a", &[(1, 2)]),
            ("", "", &[]),
        ];
        for (text, expected, gaps) in rows {
            let mut content = Content::exact(text);
            doubt(&mut content);
            assert_eq!(
                content.bytes.escape_ascii().to_string(),
                expected.as_bytes().escape_ascii().to_string()
            );
            let found: Vec<_> = content.gaps.iter().map(|gap| (gap.range.start, gap.range.end)).collect();
            assert_eq!(found, gaps, "{text}");
            assert_eq!(content.fidelity == Fidelity::ValueOnly, text != expected, "{text}");
        }
    }
}
