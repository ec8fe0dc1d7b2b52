//! `renew-by-post`.

use directline_types::Operation;

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// A token is refreshed by `GET /api/tokens/{conversationId}/renew`, as the reference page and every
    /// known client have it. `POST`, which the authentication page shows, is reported as a note.
    ///
    /// ## Why it matters
    ///
    /// The documents contradict each other. A server that follows the reference page to the letter
    /// answers `POST` with 405.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/tokens/abc123/renew HTTP/1.1
    /// ```
    ///
    /// Write `GET /api/tokens/abc123/renew`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Refresh Token, against Authentication in Direct Line API 1.1,
    /// which shows POST.
    "renew-by-post" {
        family: Transport,
        summary: "a token is refreshed by POST",
        blame: Client,
        levels: Levels::all(Level::Note),
        statements: ["EX-06", "DL-025"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    if facts.operation() != Some(Operation::RefreshToken) {
        return Outcome::NotApplicable;
    }
    let method = &facts.request().method;
    if facts.request().is_method("POST") {
        sink.violation(
            Place::of(Part::RequestMethod).at(0..method.len()),
            "the token is refreshed by POST",
            "method POST",
            "GET, by the API reference; the authentication page shows POST",
        );
    }
    Outcome::Decided
}
