//! `response-body-missing`.

use directline_types::ObjectKind;

use crate::facts::{BodyReading, Facts};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// The successful response to a token operation, Start Conversation or Get Messages has a body. For
    /// the status 204 see `success-without-content`. Inconclusive where the recording does not hold the
    /// body.
    ///
    /// ## Why it matters
    ///
    /// The token, the conversation or the messages are the whole point of the request.
    ///
    /// ## Example
    ///
    /// ```http
    /// HTTP/1.1 200 OK
    /// Content-Length: 0
    /// ```
    ///
    /// Answer the object.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Generate Token, Refresh Token, Start Conversation, Get
    /// Messages.
    "response-body-missing" {
        family: Response,
        summary: "a response that returns an object has no body",
        blame: Service,
        levels: Levels::all(Level::Error),
        statements: ["DL-023", "DL-027", "DL-032", "DL-043"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let object = match facts.returned() {
        Ok(object) => object,
        Err(outcome) => return outcome,
    };
    match &facts.reading.response {
        BodyReading::Unseen(reason) => return Outcome::Inconclusive(*reason),
        BodyReading::Empty => {
            let expected = match object {
                ObjectKind::Token => "a JSON string with the token".to_owned(),
                other => format!("a {}", other.title()),
            };
            sink.violation(Place::of(Part::ResponseBody), "the response has no body", "no body", expected);
        }
        _ => {}
    }
    Outcome::Decided
}
