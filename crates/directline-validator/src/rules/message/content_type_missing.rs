//! `content-type-missing`.

use directline_exchange::Observed;
use directline_types::Operation;

use crate::facts::{BodyReading, Facts};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// A Send a Message request with a body has a `Content-Type` header. A request without body is
    /// `message-body-missing` alone; uploads are `upload-content-type-missing`.
    ///
    /// The documents' own sample shows no such header, so this is a note.
    ///
    /// ## Why it matters
    ///
    /// The body is JSON, and the header is what says so. A server may refuse a body whose type it has
    /// to guess.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/conversations/abc123/messages HTTP/1.1
    /// Host: directline.botframework.com
    /// Authorization: Bearer SECRET_OR_TOKEN
    /// ```
    ///
    /// Add `Content-Type: application/json`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, introduction: the API exchanges JSON. Send a message to the
    /// bot in Direct Line API 1.1, Send a message, Request: the sample has no Content-Type.
    "content-type-missing" {
        family: Message,
        summary: "a message is sent without Content-Type",
        blame: Client,
        levels: Levels::all(Level::Note),
        statements: ["DL-009", "DL-057"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    if facts.operation() != Some(Operation::SendMessage) {
        return Outcome::NotApplicable;
    }
    match &facts.reading.request {
        BodyReading::Empty => return Outcome::NotApplicable,
        BodyReading::Json(document) if document.source().is_empty() => return Outcome::NotApplicable,
        BodyReading::Unseen(_) | BodyReading::Json(_) | BodyReading::Multipart(_) | BodyReading::Other(_) => {
        }
    }
    match facts.request().headers.get("content-type") {
        Observed::Present(_) => {}
        Observed::NotObservable(reason) => return Outcome::Inconclusive(reason),
        Observed::Absent => sink.violation(
            Place::of(Part::RequestHeader).named("Content-Type"),
            "the message is sent without Content-Type",
            "no Content-Type header",
            "Content-Type: application/json",
        ),
    }
    Outcome::Decided
}
