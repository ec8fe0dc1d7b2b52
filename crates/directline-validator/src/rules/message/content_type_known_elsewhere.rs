//! `content-type-known-elsewhere`.

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
    /// The `Content-Type` of Send a Message is none of those that the Swagger file lists beside
    /// `application/json`: `text/json`, `application/xml`, `text/xml` and
    /// `application/x-www-form-urlencoded`. The last three are named here only where the body is no
    /// JSON, and then `message-json-malformed` speaks besides; JSON under such a type is
    /// `json-sent-as-text`.
    ///
    /// ## Why it matters
    ///
    /// The reference pages know JSON alone. The Swagger file says that the service takes more, but
    /// nothing was seen that relies on it.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/conversations/abc123/messages HTTP/1.1
    /// Content-Type: text/json
    ///
    /// {"from": "user1", "text": "hello"}
    /// ```
    ///
    /// Write `Content-Type: application/json`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, introduction: the API exchanges JSON. Known from the
    /// Swagger file: the other types.
    "content-type-known-elsewhere" {
        family: Message,
        summary: "a message is declared as a type that only the Swagger file knows",
        blame: Client,
        levels: Levels::all(Level::Note).strict(Level::Error),
        statements: ["DL-009", "DL-051"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    if facts.operation() != Some(Operation::SendMessage) {
        return Outcome::NotApplicable;
    }
    let header = match facts.request_type() {
        Observed::Present(header) => header,
        Observed::Absent => return Outcome::NotApplicable,
        Observed::NotObservable(reason) => return Outcome::Inconclusive(reason),
    };
    let declared = Essence::of(&header.value);
    let is = |type_, subtype| declared.is_some_and(|essence| essence.is(type_, subtype));
    let is_known =
        if is("application", "xml") || is("text", "xml") || is("application", "x-www-form-urlencoded") {
            match &facts.reading.request {
                BodyReading::Unseen(reason) => return Outcome::Inconclusive(*reason),
                BodyReading::Json(document) => !document.source().is_empty() && !document.is_well_formed(),
                BodyReading::Empty | BodyReading::Multipart(_) | BodyReading::Other(_) => false,
            }
        } else {
            is("text", "json")
        };
    if is_known {
        let message = "the message is declared as a type that only the Swagger file knows";
        sink.violation(header.place(), message, quote::plain(&header.text()), "application/json");
    }
    Outcome::Decided
}
