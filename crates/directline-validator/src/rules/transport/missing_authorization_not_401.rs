//! `missing-authorization-not-401`.

use crate::facts::{Authorization, Facts};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// A request that has no `Authorization` header at all is answered with 401, not with 403.
    ///
    /// Requests whose headers are not all recorded are inconclusive. What other status such a request may
    /// get is not judged here.
    ///
    /// ## Why it matters
    ///
    /// By the status table 401 tells of a missing or malformed header and 403 of an invalid credential. A
    /// client that acts on the difference (ask for a new token, or repair the header) is misled. The
    /// table says "often", so this is a note.
    ///
    /// ## Example
    ///
    /// ```http
    /// HTTP/1.1 403 Forbidden
    /// ```
    ///
    /// Answer 401 where the header is missing.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, HTTP status codes, 401 and 403. 403 for a missing header was
    /// observed on the real service.
    "missing-authorization-not-401" {
        family: Transport,
        summary: "a request without Authorization is answered with 403",
        blame: Service,
        levels: Levels::all(Level::Note),
        statements: ["DL-014", "DL-015"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    match facts.authorization {
        Authorization::Missing => {}
        Authorization::Sent(_) => return Outcome::NotApplicable,
        Authorization::Unseen(reason) => return Outcome::Inconclusive(reason),
    }
    match facts.status() {
        Ok(403) => sink.violation(
            Place::of(Part::ResponseStatus),
            "a request without Authorization header is answered with 403",
            "status 403",
            "status 401",
        ),
        Ok(_) => {}
        Err(outcome) => return outcome,
    }
    Outcome::Decided
}
