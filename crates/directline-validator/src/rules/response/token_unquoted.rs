//! `token-unquoted`.

use directline_types::ObjectKind;

use crate::facts::{BodyReading, Facts, bare_token};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// The body of a successful token response is not one bare word that lacks the quotes of a JSON
    /// string. The word is not shown in the finding.
    ///
    /// A body that is malformed in any other way is reported by `response-json-malformed`.
    ///
    /// ## Why it matters
    ///
    /// Clients that parse the response as JSON fail; clients that cut off the first and last character
    /// lose two characters of the token.
    ///
    /// ## Example
    ///
    /// ```http
    /// HTTP/1.1 200 OK
    /// Content-Type: application/json
    ///
    /// RCurR_XV9ZA.cwA.BKA.iaJrC8xpy8q
    /// ```
    ///
    /// Answer `"RCurR_XV9ZA.cwA.BKA.iaJrC8xpy8q"`, quotes included.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Generate Token and Refresh Token (a string); Authentication
    /// in Direct Line API 1.1 shows the quotes. The prose of the Swagger file shows tokens without them.
    "token-unquoted" {
        family: Response,
        summary: "the token response is bare text instead of a JSON string",
        blame: Service,
        levels: Levels::all(Level::Warning).strict(Level::Error),
        statements: ["DL-009", "DL-023", "DL-027", "EX-02"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    match facts.returned() {
        Ok(ObjectKind::Token) => {}
        Ok(_) => return Outcome::NotApplicable,
        Err(outcome) => return outcome,
    }
    match &facts.reading.response {
        BodyReading::Unseen(reason) => return Outcome::Inconclusive(*reason),
        BodyReading::Empty => return Outcome::NotApplicable,
        BodyReading::Json(document) if !document.is_well_formed() => {
            if let Some(span) = bare_token(document.source()) {
                sink.violation(
                    Place::of(Part::ResponseBody).at(span),
                    "the token is bare text instead of a JSON string",
                    "one word without quotes",
                    "the token in double quotes",
                );
            }
        }
        _ => {}
    }
    Outcome::Decided
}
