//! Whether a text is bytes of the wire, message after message, so that no line of a body is looked at as anything else.

use super::head::{Line, is_omission, line_at};
use super::start::{request_line, status_line};
use super::{at_message, printed};

/// What a head says, as far as it tells where the message ends.
struct Outline {
    /// Where the body begins.
    end: usize,
    /// `Content-Length`, if there is one.
    length: Option<usize>,
    /// Whether headers were left out.
    is_partial: bool,
    /// Whether a message of its kind may have a body without a word on it.
    may_be_silent: bool,
}

/// Whether a text begins with messages whose lines end with CR LF and whose lengths lead from one to the next, up to its
/// end or, of a cut text, as far as can be seen. What an editor would fill in stands in no request line of the wire, unless
/// what was recorded says itself that it is not whole.
pub(crate) fn are_framed(text: &[u8]) -> bool {
    let mut at = 0;
    let mut is_first = true;
    while at < text.len() {
        let Some(outline) = outline(text, at, is_first) else { return false };
        let rest = text.get(outline.end..).unwrap_or_default();
        let length = match printed::note_of_no_body(rest) {
            Some(note) => note,
            None if outline.length.is_none() && outline.is_partial && !outline.may_be_silent => return false,
            None => outline.length.unwrap_or_default(),
        };
        let after = outline.end.saturating_add(length);
        if after < text.len() && !at_message(text, after) {
            return false;
        }
        at = super::skip_empty_lines(text, after.min(text.len()));
        is_first = false;
    }
    !is_first
}

/// The head that begins at `at`, if it is as on the wire. One that is cut tells nothing else.
fn outline(text: &[u8], at: usize, is_first: bool) -> Option<Outline> {
    let first = line_at(text, at)?;
    let start = text.get(first.text.clone())?;
    let may_be_silent = match (request_line(start), status_line(start)) {
        (_, Some(status)) => matches!(status.status, 100..200 | 204 | 304),
        (Some(line), None) if line.versioned => {
            let method = start.get(line.method)?;
            [&b"GET"[..], b"HEAD", b"OPTIONS", b"DELETE", b"TRACE"].contains(&method)
        }
        _ => return None,
    };
    let has_variable = is_first && memchr::memmem::find(start, b"{{").is_some();
    let mut outline = Outline { end: text.len(), length: None, is_partial: false, may_be_silent };
    let mut line = first;
    loop {
        if line.bare {
            return None;
        }
        let Some(next) = line_at(text, line.next) else { break };
        let Line { text: range, next: end, .. } = &next;
        let field = text.get(range.clone()).unwrap_or_default();
        if field.is_empty() {
            outline.end = *end;
            break;
        }
        outline.is_partial |= is_omission(field);
        let name = field.get(..15).unwrap_or_default();
        if name.eq_ignore_ascii_case(b"content-length:") {
            let digits = std::str::from_utf8(field.get(15..)?).ok()?.trim();
            outline.length = Some(digits.parse().ok()?);
        }
        line = next;
    }
    (!has_variable || outline.is_partial).then_some(outline)
}

#[cfg(test)]
mod tests {
    use super::are_framed;

    #[test]
    fn messages_of_the_wire_lead_from_one_to_the_next() {
        for (text, expected) in [
            ("GET /a HTTP/1.1\r\n\r\n", true),
            ("GET /a HTTP/1.1\n\n", false),
            ("GET /a HTTP/1.1\r\n\r\n###\r\n", false),
            ("GET /a\r\n\r\n", false),
            ("GET /{{a}} HTTP/1.1\r\n\r\n", false),
            ("GET /{{a}} HTTP/1.1\r\n[other headers]\r\n\r\n", true),
            ("POST /a HTTP/1.1\r\n[other headers]\r\n\r\n", false),
            ("POST /a HTTP/1.1\r\n[other headers]\r\n\r\n[body not recorded]\r\n\r\n", true),
            (
                "POST /a HTTP/1.1\r\nContent-Length: 5\r\n\r\n### a\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
                true,
            ),
            (
                "POST /a HTTP/1.1\r\nContent-Length: 4\r\n\r\n### a\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
                false,
            ),
            ("POST /a HTTP/1.1\r\ncontent-length:500\r\n\r\n### a", true),
            ("POST /a HTTP/1.1\r\ncontent-length: x\r\n\r\n", false),
            ("GET /a HTTP/1.1\r\nAccept: a\r\n", true),
            ("", false),
            ("# a", false),
        ] {
            assert_eq!(are_framed(text.as_bytes()), expected, "{text:?}");
        }
    }
}
