//! `error-body-not-json`.

use directline_exchange::Observed;

use crate::facts::{BodyReading, Facts};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The body of a response with status 400 or above, if it has one, is JSON: it is declared so, or
    /// begins like a JSON object, array or string, or is a JSON number or literal without a declared
    /// type. JSON that is broken is reported by `error-body-malformed`.
    ///
    /// ## Why it matters
    ///
    /// Such a body, mostly an HTML page, comes from a gateway in between or from the server that the
    /// service runs on. A client that parses it as JSON fails while it handles a failure.
    ///
    /// ## Example
    ///
    /// ```http
    /// HTTP/1.1 502 Bad Gateway
    /// Content-Type: text/html
    ///
    /// <h1>502 Bad Gateway</h1>
    /// ```
    ///
    /// Answer an `ErrorMessage` as JSON.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, introduction (JSON over HTTPS) and `ErrorMessage` object.
    /// HTML and plain text were observed on the real service.
    "error-body-not-json" {
        family: Error,
        summary: "the body of an error response is not JSON",
        blame: Service,
        levels: Levels::all(Level::Warning).strict(Level::Error).observed(Level::Note),
        statements: ["DL-009", "DL-190", "EX-20"],
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
        BodyReading::Empty => return Outcome::NotApplicable,
        BodyReading::Other(content) => sink.violation(
            Place::of(Part::ResponseBody).at(0..content.bytes.len()),
            "the body of an error response is not JSON",
            found(facts),
            "an ErrorMessage as JSON",
        ),
        BodyReading::Json(_) | BodyReading::Multipart(_) => {}
    }
    Outcome::Decided
}

/// What the body is by its declared type; the body itself is not quoted.
fn found(facts: &Facts<'_>) -> String {
    match facts.response().headers.value("content-type") {
        Observed::Present(value) => {
            format!("a body of type {}", quote::plain(&String::from_utf8_lossy(value)))
        }
        Observed::Absent => "a body without Content-Type".to_owned(),
        Observed::NotObservable(_) => "a body that does not begin like JSON".to_owned(),
    }
}
