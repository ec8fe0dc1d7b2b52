//! `error-body-malformed`.

use crate::facts::{BodyReading, Facts};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// The body of a response with status 400 or above that is declared as JSON, or begins like it, is
    /// one well-formed JSON text in UTF-8 (RFC 8259). The finding stands at the first fault. A body
    /// nested too deeply for this tool is inconclusive.
    ///
    /// ## Why it matters
    ///
    /// A client that parses it fails while it handles a failure, and the reason of the error is lost.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"error": {"code": "NotFound", "message": "no such "conversation""}}
    /// ```
    ///
    /// Escape the quotes inside the string.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, introduction (JSON over HTTPS) and `ErrorMessage` object.
    "error-body-malformed" {
        family: Error,
        summary: "the body of an error response is not well-formed JSON",
        blame: Service,
        levels: Levels::all(Level::Warning).strict(Level::Error),
        statements: ["DL-009", "DL-190"],
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
    let document = match &facts.reading.response {
        BodyReading::Unseen(reason) => return Outcome::Inconclusive(*reason),
        BodyReading::Json(document) => document,
        _ => return Outcome::NotApplicable,
    };
    if let Some(first) = document.defects().iter().find(|defect| defect.kind.breaks_syntax()) {
        sink.violation(
            Place::of(Part::ResponseBody).at(first.span.start..first.span.end),
            "the body of an error response is not well-formed JSON",
            first.to_string(),
            "one JSON text (RFC 8259)",
        );
    }
    Outcome::Decided
}
