//! `http-message-malformed`.

use directline_exchange::{FramingKind, Reason};

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// Requests and responses are well-formed HTTP messages: lines end with CR LF, headers have a name
    /// and a value, `Content-Length` and chunks agree with the body, the body can be decoded. Only
    /// recordings of the bytes on the wire show this; in others nothing is found.
    ///
    /// A body that is shorter than `Content-Length` says may have been cut by the recorder, so it is
    /// inconclusive. HTTP/2 and HTTP/3 have other framing, which is not checked.
    ///
    /// ## Why it matters
    ///
    /// Readers repair such messages in different ways: one takes bytes for a header that another takes
    /// for the body.
    ///
    /// ## Example
    ///
    /// ```http
    /// Content-Length : 12
    /// ```
    ///
    /// Write `Content-Length: 12`, without the space.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, introduction (REST and JSON over HTTPS). What a well-formed
    /// message is stands in RFC 9112, HTTP/1.1.
    "http-message-malformed" {
        family: Transport,
        summary: "the framing of an HTTP message is malformed",
        blame: Sender,
        levels: Levels::all(Level::Warning),
        statements: ["DL-001"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let request = (Part::RequestHeader, Part::RequestBody, &facts.request().framing);
    let response = (Part::ResponseHeader, Part::ResponseBody, &facts.response().framing);
    let mut outcome = Outcome::Decided;
    for (head, body, defects) in [request, response] {
        for (number, defect) in defects.iter().enumerate() {
            let place = match &defect.kind {
                FramingKind::LengthMismatch { declared, recorded } if recorded < declared => {
                    outcome = Outcome::Inconclusive(Reason::BodyTruncated);
                    continue;
                }
                FramingKind::BadChunk | FramingKind::BadCoding | FramingKind::TrailingBytes => {
                    Place::of(body)
                }
                FramingKind::BadContentLength
                | FramingKind::LengthMismatch { .. }
                | FramingKind::LengthAndChunked => Place::of(head).named("Content-Length"),
                _ => Place::of(head),
            };
            sink.violation(
                place.at_framing_defect(number),
                "the framing of the HTTP message is malformed",
                defect.kind.text(),
                "a message as in RFC 9112",
            );
        }
    }
    outcome
}
