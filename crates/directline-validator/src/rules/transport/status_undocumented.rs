//! `status-undocumented`.

use directline_types::Operation;
use directline_types::operation::{DOCUMENTED_STATUSES, Status};

use super::redirect_answered::is_redirect;
use super::valid_request_failed::explains;
use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// The status of the response is one of those that the reference page lists: 200, 204, 400, 401, 403,
    /// 404, 500, 502.
    ///
    /// 409, 429 and 503 are known from elsewhere and reported by `status-known-elsewhere`. Other
    /// successes (2xx) of an operation are judged by `send-success-not-204` and `success-not-200`, and
    /// redirects by `redirect-answered`. After
    /// a message was delivered the status reflects that of the bot, so on Send a Message and Upload
    /// another status may come from there. Where the request is known to be valid, the finding for a status
    /// from 400 to 599 is `valid-request-failed`.
    ///
    /// ## Why it matters
    ///
    /// Clients decide by the status whether to retry, to renew the token or to give up; for a status
    /// outside the list nothing says which.
    ///
    /// ## Example
    ///
    /// ```http
    /// HTTP/1.1 405 Method Not Allowed
    /// ```
    ///
    /// Answer 404 or 400.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, HTTP status codes; Send a message to the bot in Direct Line
    /// API 1.1, Response (the status reflects the bot's).
    "status-undocumented" {
        family: Transport,
        summary: "the status code is not one of those documented",
        blame: Service,
        levels: Levels::all(Level::Warning).strict(Level::Error),
        statements: ["DL-010", "DL-019"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let status = match facts.status() {
        Ok(status) => status,
        Err(outcome) => return outcome,
    };
    let is_listed = Status::from_code(status).is_some() || matches!(status, 409 | 429 | 503);
    let is_success =
        (200..300).contains(&status) && (facts.operation().is_some() || facts.returns().is_some());
    if is_listed || is_success || is_redirect(status) || explains(facts, status) {
        return Outcome::Decided;
    }
    let message = "the status code is not one of those documented";
    let bot = matches!(facts.operation(), Some(Operation::SendMessage | Operation::Upload));
    let found = format!("status {status}{}", if bot { ", perhaps the bot's own" } else { "" });
    sink.violation(Place::of(Part::ResponseStatus), message, found, expected());
    Outcome::Decided
}

fn expected() -> String {
    let codes: Vec<String> = DOCUMENTED_STATUSES.iter().map(|status| status.code().to_string()).collect();
    format!("one of {}", codes.join(", "))
}
