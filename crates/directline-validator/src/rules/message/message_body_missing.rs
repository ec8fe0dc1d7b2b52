//! `message-body-missing`.

use directline_types::Operation;

use crate::facts::{BodyReading, Facts};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// Send a Message has a request body. A body of no bytes counts as none; one of white space alone
    /// is `message-json-malformed`. Uploads are `upload-body-missing`.
    ///
    /// A recording that does not hold the body is inconclusive.
    ///
    /// ## Why it matters
    ///
    /// The body is the message: without it there is nothing to send.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/conversations/abc123/messages HTTP/1.1
    /// Host: directline.botframework.com
    /// Content-Length: 0
    /// ```
    ///
    /// Send a Message, for example `{"from": "user1", "text": "hello"}`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Send a Message. Send a message to the bot in Direct Line
    /// API 1.1, Send a message.
    "message-body-missing" {
        family: Message,
        summary: "a message is sent without a body",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-051", "DL-109"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    if facts.operation() != Some(Operation::SendMessage) {
        return Outcome::NotApplicable;
    }
    match &facts.reading.request {
        BodyReading::Unseen(reason) => return Outcome::Inconclusive(*reason),
        BodyReading::Json(document) if !document.source().is_empty() => return Outcome::Decided,
        BodyReading::Empty | BodyReading::Json(_) | BodyReading::Multipart(_) | BodyReading::Other(_) => {}
    }
    sink.violation(
        Place::of(Part::RequestBody),
        "the message is sent without a body",
        "no body",
        "a Message object in JSON",
    );
    Outcome::Decided
}
