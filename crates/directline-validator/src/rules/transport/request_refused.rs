//! `request-refused`.

use directline_types::Operation;

use super::valid_request_failed::explains;
use crate::facts::{BodyReading, Facts, Upload};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// The service does not answer 400, which says that the request was malformed or otherwise incorrect.
    ///
    /// The rule is silent where the sent message or the form of an upload breaks the contract in a way
    /// that shows in the recording, and where an upload is empty or names no user: the finding about that
    /// says more. Where the request is known to be valid, the finding is `valid-request-failed`. On Send a
    /// Message and Upload the status may be the bot's own, because it reflects the bot's status after
    /// delivery; the finding says so.
    ///
    /// ## Why it matters
    ///
    /// The service refused the request and did nothing. Sending it again gives the same answer: look at the
    /// error in the body.
    ///
    /// ## Example
    ///
    /// ```http
    /// HTTP/1.1 400 Bad Request
    /// Content-Type: application/json
    ///
    /// {"error": {"code": "MissingProperty", "message": "text is missing"}}
    /// ```
    ///
    /// Correct what `error.message` names.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, HTTP status codes, 400; Send a message to the bot in Direct Line
    /// API 1.1, Response (the status reflects the bot's).
    "request-refused" {
        family: Transport,
        summary: "the service calls the request malformed",
        blame: Client,
        levels: Levels::all(Level::Note),
        statements: ["DL-013"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    if facts.matched().is_none() {
        return Outcome::NotApplicable;
    }
    match facts.status() {
        Ok(400) => {}
        Ok(_) => return Outcome::Decided,
        Err(outcome) => return outcome,
    }
    if !explains(facts, 400) && !is_explained(facts) {
        let bot = matches!(facts.operation(), Some(Operation::SendMessage | Operation::Upload));
        sink.violation(
            Place::of(Part::ResponseStatus),
            "the service calls the request malformed or otherwise incorrect",
            if bot { "status 400, perhaps the bot's own" } else { "status 400" },
            "a request that the service accepts",
        );
    }
    Outcome::Decided
}

/// Whether what was sent deviates visibly, so that another rule says what is wrong.
fn is_explained(facts: &Facts<'_>) -> bool {
    let is_malformed =
        matches!(&facts.reading.request, BodyReading::Json(document) if !document.is_well_formed());
    is_malformed
        || is_broken_upload(facts)
        || facts.deviations.list.iter().any(|deviation| deviation.place.part == Part::RequestBody)
}

/// Whether an upload is empty, names no user, or has a form that cannot be read as it should.
fn is_broken_upload(facts: &Facts<'_>) -> bool {
    let names_no_user = || facts.request().target.parameters("userId").next().is_none();
    match facts.upload() {
        None => false,
        Some(Upload::Nothing | Upload::Unbounded) => true,
        Some(Upload::Multipart(form)) => names_no_user() || !form.multipart.defects.is_empty(),
        Some(Upload::Single | Upload::Unseen(_)) => names_no_user(),
    }
}
