//! `status-known-elsewhere`.

use directline_types::Operation;

use super::valid_request_failed::explains;
use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// The status is not 409, 429 or 503. The reference page does not list them; the Swagger file gives
    /// 409 for Start Conversation, and 429 and 503 were seen on the real service. After a message was
    /// delivered the status reflects that of the bot, so on Send a Message and Upload it may come from there.
    /// 409 to another request than Start Conversation is `valid-request-failed` where that is known to be valid.
    ///
    /// ## Why it matters
    ///
    /// A client written by the reference page does not expect them. After 429 and 503 it should wait, as
    /// long as `Retry-After` says if that is sent.
    ///
    /// ## Example
    ///
    /// ```http
    /// HTTP/1.1 429 Too Many Requests
    /// Retry-After: 5
    /// ```
    ///
    /// Nothing is wrong; a strict reading of the page does not allow it.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, HTTP status codes; Send a message to the bot in Direct Line
    /// API 1.1, Response (the status reflects the bot's). 409 is known from the Swagger file of
    /// Direct Line API 1.1, 429 and 503 were observed on the real service.
    "status-known-elsewhere" {
        family: Transport,
        summary: "the status code is known from outside the reference page only",
        blame: Service,
        levels: Levels::all(Level::Note).strict(Level::Error),
        statements: ["DL-019", "EX-20", "EX-29"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let status = match facts.status() {
        Ok(status) => status,
        Err(outcome) => return outcome,
    };
    let known_from = match status {
        _ if explains(facts, status) => return Outcome::Decided,
        409 => "the Swagger file, for Start Conversation",
        429 | 503 => "the real service",
        _ => return Outcome::Decided,
    };
    let is_sent = matches!(facts.operation(), Some(Operation::SendMessage | Operation::Upload));
    let bot = if is_sent { ", or perhaps the bot's own" } else { "" };
    sink.violation(
        Place::of(Part::ResponseStatus),
        "the status code is not in the API reference",
        format!("status {status}, known from {known_from}{bot}"),
        "a status code of the API reference",
    );
    Outcome::Decided
}
