//! One line of a transcript: what curl put before it, and what it is.

use std::ops::Range;

use crate::http::line_at;

/// A line, taken apart; ranges are of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Where it begins.
    pub(super) start: usize,
    /// Where the next one begins.
    pub(super) next: usize,
    /// The number of the transfer (`--trace-ids`); empty if it is not said.
    pub(super) id: Range<usize>,
    /// What it is.
    pub(super) kind: Kind,
}

/// What a line of a transcript is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `> `: a line of a request's head.
    Sent(Range<usize>),
    /// `< `: a line of a response's head.
    Received(Range<usize>),
    /// `=> Send data, 39 bytes (0x27)`: rows of bytes follow.
    Block(Block),
    /// `* `, `== Info:`, `{ [5 bytes data]`, the progress meter: nothing of a message.
    Note,
    /// Anything else, such as a body that was written to the same place.
    Other,
}

/// The first line of a block of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) what: What,
    pub(super) size: usize,
}

/// What the rows of a block show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    SentHead,
    SentData,
    ReceivedHead,
    ReceivedData,
    /// Bytes of TLS.
    Coded,
}

/// The line that begins at `at`; none at the end.
pub(super) fn read(bytes: &[u8], at: usize) -> Option<Line> {
    let line = line_at(bytes, at)?;
    let text = bytes.get(line.text.clone())?;
    // A terminal adds another CR.
    let text = text.get(..text.len().saturating_sub(returns(text)))?;
    let progress = progress(text);
    let rest = text.get(progress..).unwrap_or_default();
    let time = clock(rest);
    let ids = ids(rest.get(time..).unwrap_or_default());
    let from = line.text.start.saturating_add(progress).saturating_add(time);
    let id = from.saturating_add(1)..from.saturating_add(ids.number).max(from.saturating_add(1));
    let marked = from.saturating_add(ids.length);
    let end = line.text.start.saturating_add(text.len());
    let mark = bytes.get(marked..end).unwrap_or_default();
    let value = |length: usize| marked.saturating_add(length).min(end)..end;
    let kind = if mark.starts_with(b"> ") || mark == b">" {
        Kind::Sent(value(2))
    } else if mark.starts_with(b"< ") || mark == b"<" {
        Kind::Received(value(2))
    } else if let Some(block) = block(mark) {
        Kind::Block(block)
    } else if is_note(mark) || (mark.is_empty() && progress > 0) || is_meter_head(text) {
        Kind::Note
    } else {
        Kind::Other
    };
    let id = if ids.length == 0 { marked..marked } else { id };
    Some(Line { start: line.text.start, next: line.next, id, kind })
}

fn returns(text: &[u8]) -> usize {
    text.iter().rev().take_while(|&&byte| byte == b'\r').count()
}

/// Whether a line says something of the connection, or counts bytes.
pub(super) fn is_note(text: &[u8]) -> bool {
    let counts = [&b"{ ["[..], b"} ["].iter().any(|mark| text.starts_with(mark)) && text.ends_with(b"]");
    counts || text.starts_with(b"* ") || text.starts_with(b"== Info:") || text == b"*"
}

/// The two lines above the progress meter.
fn is_meter_head(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    text.starts_with(b"% Total ") || text.starts_with(b"Dload  Upload ")
}

/// How many bytes of a line are the progress meter: three times of day, each eight characters, and a speed.
fn progress(text: &[u8]) -> usize {
    // `  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0`
    const TIMES: [usize; 3] = [46, 55, 64];
    let from = memchr::memrchr(b'\r', text).map_or(0, |at| at.saturating_add(1));
    let rest = text.get(from..).unwrap_or_default();
    let is_time = |at: usize| {
        rest.get(at..at.saturating_add(8)).is_some_and(|time| {
            let colons = [2, 5].iter().all(|&colon| time.get(colon) == Some(&b':'));
            colons && time.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'-' | b' '))
        })
    };
    let is_meter = TIMES.into_iter().all(is_time);
    if is_meter { from.saturating_add(78).min(text.len()) } else { from }
}

/// The length of `HH:MM:SS.micro ` (`--trace-time`).
fn clock(text: &[u8]) -> usize {
    const LENGTH: usize = 16;
    let shaped = text.get(..LENGTH).is_some_and(|time| {
        time.iter().zip(b"00:00:00.000000 ").all(|(byte, like)| match like {
            b'0' => byte.is_ascii_digit(),
            other => byte == other,
        })
    });
    if shaped { LENGTH } else { 0 }
}

/// `[0-1] ` (`--trace-ids`): its whole length, and where the number of the transfer ends.
#[derive(Clone, Copy, Default)]
struct Ids {
    length: usize,
    number: usize,
}

fn ids(text: &[u8]) -> Ids {
    let Some(inside) = text.strip_prefix(b"[") else { return Ids::default() };
    let id = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'x').count();
    let first = id(inside);
    let Some(rest) = inside.get(first..).and_then(|rest| rest.strip_prefix(b"-")) else {
        return Ids::default();
    };
    let second = id(rest);
    let closed = rest.get(second..).is_some_and(|rest| rest.starts_with(b"] "));
    if first == 0 || second == 0 || !closed {
        return Ids::default();
    }
    let number = first.saturating_add(1);
    Ids { length: number.saturating_add(second).saturating_add(3), number }
}

fn block(text: &[u8]) -> Option<Block> {
    const KINDS: [(&[u8], What); 6] = [
        (b"=> Send header, ", What::SentHead),
        (b"=> Send data, ", What::SentData),
        (b"<= Recv header, ", What::ReceivedHead),
        (b"<= Recv data, ", What::ReceivedData),
        (b"=> Send SSL data, ", What::Coded),
        (b"<= Recv SSL data, ", What::Coded),
    ];
    KINDS.iter().find_map(|(mark, what)| {
        let size = text.strip_prefix(*mark)?;
        let digits = size.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let size = std::str::from_utf8(size.get(..digits)?).ok()?.parse().ok()?;
        Some(Block { what: *what, size })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As printed by curl 7.88 and, with numbers of transfers, as its manual shows for 8.
    #[test]
    fn lines_are_what_their_marks_say() {
        let rows: [(&str, &str); 24] = [
            ("> GET / HTTP/1.1\r\n", "> GET / HTTP/1.1"),
            ("> \r\n", "> "),
            (">\n", "> "),
            ("> \r\r\n", "> "),
            ("< HTTP/2 204 \r\n", "< HTTP/2 204 "),
            ("* Connected to h\n", "note"),
            ("} [5 bytes data]\n", "note"),
            ("{ [5 bytes data]\n", "note"),
            ("{ [1, 2]: 3\n", "other"),
            ("== Info: ALPN: offers h2\n", "note"),
            ("08:23:43.123456 > Accept: */*\r\n", "> Accept: */*"),
            ("08:23:43.123456 [3-1] < Date: x\r\n", "3< Date: x"),
            ("[0-x] * Trying\n", "0note"),
            ("[0-1] > A: b\n", "0> A: b"),
            ("[a-1] > A: b\n", "other"),
            ("=> Send header, 206 bytes (0xce)\n", "SentHead 206"),
            ("02:53:25.517805 => Send SSL data, 5 bytes (0x5)\n", "Coded 5"),
            ("[1-0] <= Recv data, 148 bytes (0x94)\n", "1ReceivedData 148"),
            ("<= Recv data, x bytes\n", "other"),
            ("  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n", "note"),
            ("                                 Dload  Upload   Total   Spent    Left  Speed\n", "note"),
            (
                "\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0*   Trying h\n",
                "note",
            ),
            ("\r100   162    0   162    0     0  50672      0 --:--:-- --:--:-- --:--:-- 54000\n", "note"),
            ("{\"a\": 1}\n", "other"),
        ];
        for (text, expected) in rows {
            let line = read(text.as_bytes(), 0).unwrap();
            let id = text.get(line.id.clone()).unwrap();
            let told = match line.kind {
                Kind::Sent(range) => format!("> {}", text.get(range).unwrap()),
                Kind::Received(range) => format!("< {}", text.get(range).unwrap()),
                Kind::Block(Block { what, size }) => format!("{what:?} {size}"),
                Kind::Note => "note".into(),
                Kind::Other => "other".into(),
            };
            assert_eq!(format!("{id}{told}"), expected, "{text:?}");
            assert_eq!((line.start, line.next), (0, text.len()), "{text:?}");
        }
    }
}
