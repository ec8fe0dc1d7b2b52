//! `send-success-not-204`.

use directline_types::Operation;

use crate::facts::{BodyReading, Facts};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// A Send a Message or Upload that succeeded (2xx) is answered with 204. That such a response has a
    /// body is part of this finding, and so are the body of Direct Line 3.0, an object with an `id`, and
    /// that of an error.
    ///
    /// ## Why it matters
    ///
    /// Clients of 1.1 test for 204: with any other status they report that the message was not sent, and
    /// send it again.
    ///
    /// ## Example
    ///
    /// ```http
    /// HTTP/1.1 200 OK
    /// Content-Type: application/json
    ///
    /// {"id": "abc123|0000"}
    /// ```
    ///
    /// Answer `204 No Content`; the client gets its message by Get Messages.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Send a Message and Upload; Send a message to the bot in
    /// Direct Line API 1.1, Response.
    "send-success-not-204" {
        family: Transport,
        summary: "a message or upload is confirmed with another status than 204",
        blame: Service,
        levels: Levels::all(Level::Error),
        statements: ["DL-052", "DL-053", "DL-065", "DL-066", "DL-127", "DL-143"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    if !matches!(facts.operation(), Some(Operation::SendMessage | Operation::Upload)) {
        return Outcome::NotApplicable;
    }
    let status = match facts.status() {
        Ok(status) => status,
        Err(outcome) => return outcome,
    };
    match status {
        204 => return Outcome::Decided,
        200..=299 => {}
        _ => return Outcome::NotApplicable,
    }
    sink.violation(
        Place::of(Part::ResponseStatus),
        "success is confirmed with another status than 204",
        format!("status {status}{}", body(facts)),
        "status 204 without a body",
    );
    Outcome::Decided
}

/// What the body adds to the fault.
fn body(facts: &Facts<'_>) -> &'static str {
    match &facts.reading.response {
        BodyReading::Json(document) if document.root().is_some_and(|root| root.get("id").is_some()) => {
            " with an object that has an id, as Direct Line 3.0 answers"
        }
        BodyReading::Json(document) if document.root().is_some_and(|root| root.get("error").is_some()) => {
            " with an error in the body"
        }
        BodyReading::Json(_) | BodyReading::Multipart(_) | BodyReading::Other(_) => " with a body",
        BodyReading::Empty | BodyReading::Unseen(_) => "",
    }
}
