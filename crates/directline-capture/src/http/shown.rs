//! Bodies as a document, an editor or a tool shows them: all that follows the head, its framing undone.

use directline_exchange::{Body, Coding, Content, Fidelity, Headers, Observed, Origin, Reason};

use super::body::{Framed, Kind, list};
use super::head::{Head, is_omission};
use super::printed;
use crate::Limits;
use crate::coding::{self, Undecoded};
use crate::stored::{content, unknown};

/// Reads what follows `head`. What it says of length and coding was true when the message was sent.
pub(super) fn read(bytes: &[u8], head: &Head, file: u32, kind: Kind, limits: &Limits) -> Framed {
    let text = bytes.get(head.end..).unwrap_or_default();
    let line = bytes.get(head.start.clone()).unwrap_or_default();
    let body = if text.is_empty() {
        empty(&head.headers, is_length_optional(line), kind)
    } else if is_omission(text) || printed::is_left_out(text) {
        unknown(Reason::BodyNotRecorded)
    } else {
        filled(text, &head.headers, Origin::verbatim(file, head.end as u64), limits)
    };
    Framed { body, defects: Vec::new(), end: bytes.len() }
}

/// Whether the version needs no header to say that there is a body.
fn is_length_optional(line: &[u8]) -> bool {
    [&b"HTTP/2"[..], b"HTTP/3"].iter().any(|version| memchr::memmem::find(line, version).is_some())
}

/// No byte is shown: there was none, or it was left out.
fn empty(headers: &Headers, length_optional: bool, kind: Kind) -> Body {
    let length: Vec<String> = list(headers, "content-length");
    let is_empty = length.iter().any(|length| length.bytes().all(|digit| digit == b'0'));
    let declared = !length.is_empty() || headers.get("transfer-encoding").is_present();
    let may_be_undeclared = length_optional || headers.partial().is_some();
    let sent = match kind {
        Kind::Response { bodiless } => !bodiless && !is_empty,
        Kind::Request { may_have_body } => !is_empty && (declared || (may_have_body && may_be_undeclared)),
    };
    if sent { unknown(Reason::BodyNotRecorded) } else { Observed::Absent }
}

fn filled(text: &[u8], headers: &Headers, origin: Origin, limits: &Limits) -> Body {
    let codings = list(headers, "content-encoding");
    let is_text = std::str::from_utf8(text).is_ok();
    if !codings.is_empty() && (!is_text || coding::is_gzip(text)) {
        let opaque = Origin { coding: Coding::Opaque, ..origin };
        return match coding::decode(&codings, text, limits) {
            Ok(decoded) => content(decoded, Vec::new(), opaque, limits),
            Err(Undecoded::TooLarge) => unknown(Reason::LimitReached),
            Err(Undecoded::Unknown | Undecoded::Broken(_)) => unknown(Reason::UnsupportedCoding),
        };
    }
    // What was sent with another length, or coded, is shown anew.
    let length = list(headers, "content-length").first().and_then(|length| length.parse::<usize>().ok());
    let is_anew = !codings.is_empty() || length.is_some_and(|length| length != text.len());
    let fidelity = if is_anew { Fidelity::ValueOnly } else { Fidelity::Exact };
    let body = content(text.to_vec(), Vec::new(), origin, limits);
    body.map(|content| Content { fidelity, ..content })
}
