//! `json-sent-as-text`.

use directline_exchange::Observed;
use directline_types::Operation;

use crate::facts::{BodyReading, Facts};
use crate::media_type::Essence;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// Where the body of Send a Message is JSON, its `Content-Type` says so: `application/json`, or a
    /// type that ends with `+json`. Parameters are not looked at. `text/json` is
    /// `content-type-known-elsewhere`, no header at all `content-type-missing`. A body that is no JSON
    /// is `message-json-malformed`, whatever its type.
    ///
    /// ## Why it matters
    ///
    /// `fetch` and `XMLHttpRequest` declare a string as `text/plain;charset=UTF-8`, and `curl -d`
    /// declares a form, unless they are told otherwise. A server that goes by the header does not read
    /// such a body as JSON.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/conversations/abc123/messages HTTP/1.1
    /// Content-Type: text/plain;charset=UTF-8
    ///
    /// {"from": "user1", "text": "hello"}
    /// ```
    ///
    /// Write `Content-Type: application/json`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, introduction: the API exchanges JSON. No document names the
    /// header of a send, so this is a warning.
    "json-sent-as-text" {
        family: Message,
        summary: "a JSON message is declared as another type",
        blame: Client,
        levels: Levels::all(Level::Warning),
        statements: ["DL-009"],
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
        BodyReading::Json(document) if document.is_well_formed() => {}
        BodyReading::Empty | BodyReading::Json(_) | BodyReading::Multipart(_) | BodyReading::Other(_) => {
            return Outcome::NotApplicable;
        }
    }
    let header = match facts.request_type() {
        Observed::Present(header) => header,
        Observed::Absent => return Outcome::NotApplicable,
        Observed::NotObservable(reason) => return Outcome::Inconclusive(reason),
    };
    if !Essence::of(&header.value).is_some_and(Essence::is_json) {
        let message = "the body is JSON, and is declared as another type";
        sink.violation(header.place(), message, quote::plain(&header.text()), "application/json");
    }
    Outcome::Decided
}
