//! `error-body-empty`.

use crate::facts::{BodyReading, Facts};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// A response with status 400 or above has a body. An empty one is allowed: no document ties the
    /// `ErrorMessage` to a status. Inconclusive where the recording does not hold the body.
    ///
    /// ## Why it matters
    ///
    /// The `ErrorMessage` is the standardised error payload. Without it a client has nothing but the
    /// status to decide by.
    ///
    /// ## Example
    ///
    /// ```http
    /// HTTP/1.1 404 Not Found
    /// Content-Length: 0
    /// ```
    ///
    /// Answer `{"error": {"code": "NotFound", "message": "no such conversation"}}`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, `ErrorMessage` object. The Swagger file of Direct Line API
    /// 1.1 ties it to 401, 403, 404 and 409.
    "error-body-empty" {
        family: Error,
        summary: "an error response has no body",
        blame: Service,
        levels: Levels::all(Level::Note),
        statements: ["DL-190", "EX-20"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    match facts.is_error() {
        Ok(true) => {}
        Ok(false) => return Outcome::NotApplicable,
        Err(outcome) => return outcome,
    }
    match &facts.reading.response {
        BodyReading::Unseen(reason) => return Outcome::Inconclusive(*reason),
        BodyReading::Empty => sink.violation(
            Place::of(Part::ResponseBody),
            "an error response has no body",
            "no body",
            "an ErrorMessage",
        ),
        _ => {}
    }
    Outcome::Decided
}
