//! `error-under-success`.

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// A token operation, Start Conversation or Get Messages that is answered with a success (2xx) does not
    /// return an error: an object with a member `error` and none of the members that were asked for, or the
    /// bare `{"message": "…"}`. What such a body lacks or holds besides is not named one by one.
    ///
    /// A Send a Message or Upload that is answered with 200 and a body is `send-success-not-204`.
    ///
    /// ## Why it matters
    ///
    /// Clients decide by the status. This one takes the failure for a success, and stumbles later over the
    /// missing token, conversation or messages.
    ///
    /// ## Example
    ///
    /// ```http
    /// HTTP/1.1 200 OK
    ///
    /// {"error": {"code": "NotFound", "message": "no such conversation"}}
    /// ```
    ///
    /// Answer the status of the failure, here 404.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, HTTP status codes (200: the request succeeded) and `ErrorMessage`
    /// object.
    "error-under-success" {
        family: Error,
        summary: "an error is answered with the status of a success",
        blame: Service,
        levels: Levels::all(Level::Error),
        statements: ["DL-010", "DL-011", "DL-190"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let status = match (facts.returned(), facts.status()) {
        (Ok(_), Ok(status)) => status,
        (Err(outcome), _) | (_, Err(outcome)) => return outcome,
    };
    if let Some(reason) = facts.unseen(Part::ResponseBody) {
        return Outcome::Inconclusive(reason);
    }
    if let Some(span) = &facts.error_under_success {
        sink.violation(
            Place::of(Part::ResponseBody).at(span.clone()),
            "an error is answered with the status of a success",
            format!("status {status} with an error"),
            "the status of the failure",
        );
    }
    Outcome::Decided
}
