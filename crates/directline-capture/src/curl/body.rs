//! Bodies in a transcript: how they are framed there, and those that were written among its lines.

use std::ops::Range;

use super::{first_line, line};
use crate::http::{Scope, line_at};
use crate::patchwork::Patchwork;

/// How a message is to be read, of which the trace shows a head and data.
///
/// curl 7 shows chunks as they are on the wire, later versions may show what is in them. HTTP/2 and 3 have neither.
pub(super) fn scope(head: &[u8], data: &[u8]) -> Scope {
    let line = first_line(head);
    let newer = [&b"HTTP/2"[..], b"HTTP/3"].iter().any(|name| memchr::memmem::find(line, name).is_some());
    let undone = has(head, b"transfer-encoding", b"chunked") && !begins_chunk(data);
    if newer || undone || data.is_empty() { Scope::Shown } else { Scope::File }
}

/// Whether the head says that the body is compressed.
pub(super) fn is_coded(head: &[u8]) -> bool {
    [&b"gzip"[..], b"deflate", b"br", b"zstd", b"compress"]
        .iter()
        .any(|coding| has(head, b"content-encoding", coding))
}

/// Whether data are JSON as text, whatever the head says of a coding.
pub(super) fn is_readable(data: &[u8]) -> bool {
    matches!(data.first(), Some(b'{' | b'[' | b'"'))
}

/// Whether a header field has a word in its value.
fn has(head: &[u8], name: &[u8], word: &[u8]) -> bool {
    head.split(|&byte| byte == b'\n').any(|line| {
        let Some(colon) = memchr::memchr(b':', line) else { return false };
        let (found, value) = line.split_at_checked(colon).unwrap_or_default();
        let lower = value.to_ascii_lowercase();
        found.eq_ignore_ascii_case(name) && memchr::memmem::find(&lower, word).is_some()
    })
}

fn begins_chunk(data: &[u8]) -> bool {
    let digits = data.iter().take(16).take_while(|byte| byte.is_ascii_hexdigit()).count();
    let rest = data.get(digits..).unwrap_or_default();
    digits > 0 && (rest.starts_with(b"\r\n") || rest.starts_with(b";"))
}

/// Adds the body that stands among the lines of `-v`, if it can be told from them.
pub(super) fn add(bytes: &[u8], mut loose: Range<usize>, message: &mut Patchwork) {
    loose.start = loose.start.saturating_add(head_again(bytes.get(loose.clone()).unwrap_or_default()));
    let text = bytes.get(loose.clone()).unwrap_or_default();
    let rest = bytes.get(loose.start..).unwrap_or_default();
    let length = message.bytes().split(|&byte| byte == b'\n').find_map(|line| {
        let (name, value) = line.split_at_checked(memchr::memchr(b':', line)?)?;
        let value = std::str::from_utf8(value.get(1..)?).ok()?;
        name.eq_ignore_ascii_case(b"content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    let exact = length.filter(|_| !is_coded(message.bytes())).and_then(|length| rest.get(..length));
    let exact = exact.filter(|body| ends_body(rest.get(body.len()..).unwrap_or_default()));
    if let Some(body) = exact.filter(|body| !body.is_empty()).or_else(|| json(text)) {
        message.push(body, loose.start);
    }
}

/// The length of the heads that `-i` prints once more.
fn head_again(text: &[u8]) -> usize {
    let mut at = 0;
    while text.get(at..).is_some_and(|rest| rest.starts_with(b"HTTP/")) {
        while let Some(line) = line_at(text, at) {
            at = line.next;
            if text.get(line.text).is_some_and(|line| line.trim_ascii().is_empty()) {
                break;
            }
        }
    }
    at
}

/// Whether a body may end before `rest`: there is nothing, a new line, or one of curl's.
fn ends_body(rest: &[u8]) -> bool {
    rest.is_empty() || rest.starts_with(b"\n") || rest.starts_with(b"\r\n") || is_of_curl(rest)
}

fn is_of_curl(rest: &[u8]) -> bool {
    let line = first_line(rest);
    line::is_note(line) || [&b"> "[..], b"< HTTP/"].iter().any(|mark| line.starts_with(mark))
}

/// The JSON object, array or string that text begins with, if nothing but lines of curl follows on its last line.
fn json(text: &[u8]) -> Option<&[u8]> {
    let (mut depth, mut within, mut escaped) = (0_usize, false, false);
    for (at, &byte) in text.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if within => escaped = true,
            b'"' => within = !within,
            _ if within => {}
            b'{' | b'[' => depth = depth.saturating_add(1),
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => return None,
            _ => {}
        }
        if depth == 0 && !within {
            let (body, rest) = text.split_at_checked(at.saturating_add(1))?;
            return ends_body(rest).then_some(body);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(head: &str, loose: &str) -> String {
        let mut message = Patchwork::default();
        message.push(head.as_bytes(), 0);
        let before = message.bytes().len();
        add(loose.as_bytes(), 0..loose.len(), &mut message);
        String::from_utf8(message.bytes()[before..].to_vec()).unwrap()
    }

    #[test]
    fn a_body_among_the_lines_is_told_from_them() {
        let rows = [
            ("Content-Length: 7\r\n", "{\"a\":1}* Connection #0 to host h left intact\n", "{\"a\":1}"),
            ("Content-Length: 3\r\n", "a\n>\n", "a\n>"),
            ("Content-Length: 3\r\n", "abcd\n", ""),
            ("Content-Length: 9\r\n", "{\"a\":1}\n", "{\"a\":1}"),
            ("content-length: 9\r\ncontent-encoding: gzip\r\n", "{\"a\":1}\n", "{\"a\":1}"),
            ("", "{\"a\":\"}\\\"\"}* Closing connection 0\n", "{\"a\":\"}\\\"\"}"),
            ("", "\"tok}en\"\n", "\"tok}en\""),
            ("", "<html>\n", ""),
            ("", "{\"a\":\n", ""),
            ("", "{} and more\n", ""),
            ("Content-Length: 15\r\n", "HTTP/1.1 200 OK\r\nA: b\r\n\r\n{\"a\":1}\n", "{\"a\":1}"),
            ("Content-Length: 15\r\n", "HTTP/1.1 200 OK\r\nA: b\r\n", ""),
            ("", "", ""),
        ];
        for (head, loose, expected) in rows {
            assert_eq!(added(head, loose), expected, "{head}{loose}");
        }
    }

    #[test]
    fn chunks_are_undone_where_they_are_shown() {
        let rows = [
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "2\r\n{}\r\n0\r\n\r\n", Scope::File),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "{}", Scope::Shown),
            ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", "{}", Scope::File),
            ("HTTP/2 200 \r\ncontent-length: 2\r\n\r\n", "{}", Scope::Shown),
            ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", "", Scope::Shown),
        ];
        for (head, data, expected) in rows {
            assert_eq!(scope(head.as_bytes(), data.as_bytes()), expected, "{head}{data}");
        }
    }
}
