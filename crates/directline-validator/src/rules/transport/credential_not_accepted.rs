//! `credential-not-accepted`.

use directline_types::Operation;

use super::valid_request_failed::explains;
use crate::facts::{Authorization, Facts};
use crate::route::Route;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// The service does not answer 401 or 403 to a token operation, to Start Conversation or to Get
    /// Messages, where the request has, or may have, a credential.
    ///
    /// A credential that is missing or malformed is reported by the rule that says so, and this one is
    /// silent. Not checked for Send a Message and Upload: there the status may be the bot's own. Where the
    /// request is known to be valid, the finding is `valid-request-failed`.
    ///
    /// ## Why it matters
    ///
    /// The secret or token is wrong, has expired, or belongs to another conversation. A token cannot
    /// generate another token, and a token cannot be refreshed before its conversation was started.
    ///
    /// ## Example
    ///
    /// ```http
    /// HTTP/1.1 403 Forbidden
    /// ```
    ///
    /// Take the token from the last Start Conversation or Refresh Token response, or the secret from the
    /// bot's settings.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, HTTP status codes, 401 and 403. What a token cannot do was
    /// observed on the real service.
    "credential-not-accepted" {
        family: Transport,
        summary: "the service did not accept the credential",
        blame: Client,
        levels: Levels::all(Level::Warning),
        statements: ["DL-014", "DL-015", "EX-28"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let operation = match facts.route {
        Route::Operation(matched) | Route::ListedToken(matched) => matched.operation,
        _ => return Outcome::NotApplicable,
    };
    if matches!(operation, Operation::SendMessage | Operation::Upload) {
        return Outcome::NotApplicable;
    }
    let found = match &facts.authorization {
        Authorization::Missing => return Outcome::NotApplicable,
        Authorization::Sent(header) if !header.is_well_formed() => return Outcome::NotApplicable,
        Authorization::Sent(_) => "",
        Authorization::Unseen(_) => "; the Authorization header itself is not observable",
    };
    let status = match facts.status() {
        Ok(status) => status,
        Err(outcome) => return outcome,
    };
    if matches!(status, 401 | 403) && !explains(facts, status) {
        sink.violation(
            Place::of(Part::ResponseStatus),
            "the service did not accept the credential",
            format!("status {status}{found}"),
            "a secret or token that is valid for this request",
        );
        sink.resting_on(if status == 401 { &["DL-014", "EX-28"] } else { &["DL-015", "EX-28"] });
    }
    Outcome::Decided
}
