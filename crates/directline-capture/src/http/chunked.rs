//! Takes the chunks of a body apart (RFC 9112, section 7.1).

use directline_exchange::Segment;

use super::head::line_at;

/// Most pieces whose places are remembered.
const MOST_SEGMENTS: usize = 1 << 20;

/// A body in chunks.
#[derive(Debug, Default)]
pub(super) struct Chunked {
    /// The bytes without the framing.
    pub(super) bytes: Vec<u8>,
    /// Where they stood; not all of them if there are very many.
    pub(super) segments: Vec<Segment>,
    /// Whether there were more pieces than are remembered.
    pub(super) overflow: bool,
    /// Where the body ends, trailers included.
    pub(super) end: usize,
    /// Where the framing is malformed.
    pub(super) bad: Option<usize>,
    /// Whether the recording ends, or stops making sense, before the last chunk.
    pub(super) cut: bool,
}

/// Reads the chunks from `at` on.
pub(super) fn read(bytes: &[u8], at: usize) -> Chunked {
    let mut body = Chunked { end: at, ..Chunked::default() };
    let mut at = at;
    loop {
        let Some(line) = line_at(bytes, at).filter(|line| line.ended) else {
            return body.stop(at, bytes.len());
        };
        let text = bytes.get(line.text.clone()).unwrap_or_default();
        let Some(size) = chunk_size(text) else {
            body.bad.get_or_insert(at);
            return body.stop(at, bytes.len());
        };
        // White space may stand only before an extension, and no CR in one.
        let spaced = text.last().is_some_and(u8::is_ascii_whitespace);
        if line.bare || spaced || text.contains(&b'\r') {
            body.bad.get_or_insert(at);
        }
        at = line.next;
        if size == 0 {
            body.trailers(bytes, at);
            return body;
        }
        let rest = bytes.get(at..).unwrap_or_default();
        let data = usize::try_from(size).ok().and_then(|size| rest.get(..size)).unwrap_or(rest);
        if body.segments.len() < MOST_SEGMENTS {
            body.segments.push(Segment { datum: body.bytes.len() as u64, file: at as u64 });
        } else {
            body.overflow = true;
        }
        body.bytes.extend_from_slice(data);
        at = at.saturating_add(data.len());
        if (data.len() as u64) < size {
            return body.stop(at, bytes.len());
        }
        let after = bytes.get(at..).unwrap_or_default();
        if after.starts_with(b"\r\n") {
            at = at.saturating_add(2);
        } else {
            if !after.is_empty() && after != b"\r" {
                body.bad.get_or_insert(at);
            }
            if !after.starts_with(b"\n") {
                return body.stop(at, bytes.len());
            }
            at = at.saturating_add(1);
        }
    }
}

impl Chunked {
    fn stop(mut self, at: usize, end: usize) -> Self {
        // The end of the recording inside a chunk is a defect too: the message is not complete.
        self.bad.get_or_insert(at);
        (self.cut, self.end) = (true, end);
        self
    }

    /// Passes over the trailer fields and the empty line after them.
    fn trailers(&mut self, bytes: &[u8], mut at: usize) {
        while let Some(line) = line_at(bytes, at) {
            let text = bytes.get(line.text.clone()).unwrap_or_default();
            if super::start::begins_message(text) {
                break;
            }
            if is_forbidden_trailer(text) {
                self.bad.get_or_insert(at);
            }
            at = line.next;
            if text.is_empty() {
                self.end = at;
                return;
            }
        }
        self.bad.get_or_insert(at);
        self.end = at;
    }
}

/// Whether a trailer field would change where the message ends or goes (RFC 9110, section 6.5.1).
fn is_forbidden_trailer(line: &[u8]) -> bool {
    let name = line.split(|&byte| byte == b':').next().unwrap_or_default();
    let forbidden: [&[u8]; 3] = [b"content-length", b"transfer-encoding", b"host"];
    forbidden.iter().any(|other| name.eq_ignore_ascii_case(other))
}

/// The size of a chunk; what follows `;` is an extension.
fn chunk_size(line: &[u8]) -> Option<u64> {
    let digits = line.split(|&byte| byte == b';').next()?.trim_ascii_end();
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0_u64, |size, &digit| {
        let digit = char::from(digit).to_digit(16)?;
        size.checked_mul(16)?.checked_add(u64::from(digit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined() {
        type Row<'r> = (&'r str, &'r str, bool, bool);
        let rows: [Row<'_>; 17] = [
            ("5\r\nhello\r\n0\r\n\r\n", "hello", false, false),
            ("5;a=\"b\"\r\nhello\r\n1 ;c\r\n!\r\n000\r\nT: x\r\n\r\n", "hello!", false, false),
            ("1 \r\n!\r\n0\r\n\r\n", "!", true, false),
            ("1;a\rb\r\n!\r\n0\r\n\r\n", "!", true, false),
            ("1\r\n!\r\n0\r\nHost: h\r\n\r\n", "!", true, false),
            ("A\r\n0123456789\r\n0\r\n\r\n", "0123456789", false, false),
            ("5\nhello\n0\n\n", "hello", true, false),
            ("5\r\nhello\r\n", "hello", true, true),
            ("5\r\nhel", "hel", true, true),
            ("5\r\nhelloo\r\n0\r\n\r\n", "hello", true, true),
            ("5\r\nhello\r\n0\r\n", "hello", true, false),
            ("0x5\r\nhello\r\n0\r\n\r\n", "", true, true),
            ("+5\r\nhello\r\n0\r\n\r\n", "", true, true),
            ("-1\r\nhello\r\n0\r\n\r\n", "", true, true),
            ("fffffffffffffffff\r\nx", "", true, true),
            ("ffffffffffffffff\r\nxy", "xy", true, true),
            ("", "", true, true),
        ];
        for (text, expected, bad, cut) in rows {
            let found = read(text.as_bytes(), 0);
            assert_eq!(found.bytes, expected.as_bytes(), "{text:?}");
            assert_eq!((found.bad.is_some(), found.cut), (bad, cut), "{text:?}");
            for segment in found.segments {
                let at = |place: u64| usize::try_from(place).unwrap();
                let written = text.as_bytes().get(at(segment.file));
                assert_eq!(found.bytes.get(at(segment.datum)), written, "{text:?}");
            }
        }
    }
}
