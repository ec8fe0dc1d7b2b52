//! The first line of a message.

use std::ops::Range;

/// A request line, taken apart; ranges are within the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RequestLine {
    pub(crate) method: Range<usize>,
    pub(crate) target: Range<usize>,
    /// Whether a version is written.
    pub(crate) versioned: bool,
    /// Whether it is as RFC 9112 wants it; a line without version is taken as the shorthand of documents.
    pub(crate) strict: bool,
}

/// A status line, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StatusLine {
    pub(crate) status: u16,
    pub(crate) at: usize,
    pub(crate) strict: bool,
}

/// The words of a line with their places.
fn words(line: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let base = line.as_ptr().addr();
    let words = line.split(|byte| matches!(byte, b' ' | b'\t' | b'\r'));
    words.filter(|word| !word.is_empty()).map(move |word| (word.as_ptr().addr().saturating_sub(base), word))
}

/// Reads a request line leniently: a method, a target, perhaps a version.
pub(crate) fn request_line(line: &[u8]) -> Option<RequestLine> {
    let mut words = words(line);
    let (at, method) = words.next()?;
    if !method.iter().all(|&byte| is_token(byte)) {
        return None;
    }
    let method = at..at.saturating_add(method.len());
    let (first, _) = words.next()?;
    let end_of = |(at, word): (usize, &[u8])| at.saturating_add(word.len());
    let last = self::words(line).last()?;
    let versioned = is_version(last.1);
    let end = if versioned {
        let before = self::words(line).filter(|(at, _)| *at < last.0);
        end_of(before.last()?)
    } else {
        end_of(last)
    };
    if end <= first {
        return None;
    }
    let target = line.get(first..end)?;
    if !versioned && (target.contains(&b' ') || !is_place(target)) {
        return None;
    }
    // The asterisk stands for the server as a whole (RFC 9112, section 3.2.4).
    let misplaced = target == b"*" && line.get(method.clone()) != Some(b"OPTIONS");
    let strict = !misplaced && (!versioned || is_strict_request(line));
    Some(RequestLine { method, target: first..end, versioned, strict })
}

/// Reads a status line leniently.
pub(crate) fn status_line(line: &[u8]) -> Option<StatusLine> {
    let mut words = words(line);
    let (0, version) = words.next()? else { return None };
    let (at, status) = words.next()?;
    let digits = std::str::from_utf8(status).ok().filter(|text| text.len() == 3)?;
    if !is_version(version) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(StatusLine { status: digits.parse().ok()?, at, strict: is_strict_status(line) })
}

/// Whether a line begins a message beyond doubt, which text of other kinds does not.
pub(crate) fn begins_message(line: &[u8]) -> bool {
    const METHODS: [&[u8]; 9] =
        [b"GET", b"POST", b"PUT", b"DELETE", b"PATCH", b"HEAD", b"OPTIONS", b"TRACE", b"CONNECT"];
    if words(line).next().is_some_and(|(at, word)| at == 0 && is_version(word)) {
        return true;
    }
    let Some(request) = request_line(line) else { return false };
    let method = line.get(request.method).unwrap_or_default();
    let target = line.get(request.target).unwrap_or_default();
    let is_authority = method == b"CONNECT" && request.versioned;
    (is_place(target) || is_authority) && (request.versioned || METHODS.contains(&method))
}

/// Whether a target is a path, the asterisk or a URL, as opposed to a word of a sentence.
fn is_place(target: &[u8]) -> bool {
    let lower = target.get(..8).unwrap_or(target).to_ascii_lowercase();
    let is_url = lower.starts_with(b"http://") || lower.starts_with(b"https://");
    is_url || target.starts_with(b"/") || target.starts_with(b"{{") || target == b"*"
}

fn is_version(word: &[u8]) -> bool {
    word.strip_prefix(b"HTTP/").is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_digit))
}

fn is_strict_request(line: &[u8]) -> bool {
    let mut request = httparse::Request::new(&mut []);
    request.parse(&as_version_1(line)).is_ok_and(|status| status.is_complete())
}

fn is_strict_status(line: &[u8]) -> bool {
    let mut response = httparse::Response::new(&mut []);
    response.parse(&as_version_1(line)).is_ok_and(|status| status.is_complete())
}

/// The line as a complete head. Tools print messages of HTTP/2 and 3 as if they were of HTTP/1.1; that is no defect.
fn as_version_1(line: &[u8]) -> Vec<u8> {
    let mut head = line.to_vec();
    for newer in [&b"HTTP/2.0"[..], b"HTTP/3.0", b"HTTP/2", b"HTTP/3"] {
        if let Some(rest) = line.strip_prefix(newer) {
            head = [b"HTTP/1.1", rest].concat();
            break;
        }
        if let Some(rest) = line.strip_suffix(newer) {
            head = [rest, b"HTTP/1.1"].concat();
            break;
        }
    }
    head.extend_from_slice(b"\r\n\r\n");
    head
}

/// Whether a byte may stand in a method or header name (RFC 9110, section 5.6.2).
pub(super) fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_lines() {
        type Row<'r> = (&'r str, Option<(&'r str, &'r str, bool)>, bool);
        let rows: [Row<'_>; 17] = [
            ("POST /api/conversations HTTP/1.1", Some(("POST", "/api/conversations", true)), true),
            ("POST https://h/p?q=1 HTTP/1.0", Some(("POST", "https://h/p?q=1", true)), true),
            ("get / HTTP/2", Some(("get", "/", true)), true),
            ("GET /", Some(("GET", "/", true)), true),
            (
                "GET https://directline.botframework.com/api",
                Some(("GET", "https://directline.botframework.com/api", true)),
                true,
            ),
            ("OPTIONS * HTTP/1.1", Some(("OPTIONS", "*", true)), true),
            ("CONNECT h:443 HTTP/1.1", Some(("CONNECT", "h:443", true)), true),
            ("GET  /two/spaces HTTP/1.1", Some(("GET", "/two/spaces", false)), true),
            ("GET /a b HTTP/1.1", Some(("GET", "/a b", false)), true),
            ("GET /x HTTP/9.9", Some(("GET", "/x", false)), true),
            ("RFC about HTTP/1.1", Some(("RFC", "about", true)), false),
            ("# captures", None, false),
            ("GET * HTTP/1.1", Some(("GET", "*", false)), true),
            ("GET HTTP/1.1", None, false),
            ("GET", None, false),
            ("", None, false),
            ("Remember (the) milk", None, false),
        ];
        for (line, expected, begins) in rows {
            let found = request_line(line.as_bytes());
            let found = found.map(|found| {
                (line.get(found.method).unwrap(), line.get(found.target).unwrap(), found.strict)
            });
            assert_eq!(found, expected, "{line}");
            assert_eq!(begins_message(line.as_bytes()), begins, "{line}");
        }
    }

    #[test]
    fn status_lines() {
        let rows = [
            ("HTTP/1.1 200 OK", Some((200, 9, true))),
            ("HTTP/1.1 204", Some((204, 9, true))),
            ("HTTP/2 200 ", Some((200, 7, true))),
            ("HTTP/1.1 200  - OK", Some((200, 9, true))),
            ("HTTP/1.1  200 OK", Some((200, 10, false))),
            ("HTTP/1.1 20", None),
            ("HTTP/1.1 abc", None),
            ("HTTP/ 200 OK", None),
            ("HTTP/1.1", None),
        ];
        for (line, expected) in rows {
            let found = status_line(line.as_bytes());
            assert_eq!(found.map(|found| (found.status, found.at, found.strict)), expected, "{line}");
        }
    }
}
