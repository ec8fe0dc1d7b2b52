//! `authorization-missing`.

use crate::facts::{Authorization, Facts};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// Every request has an `Authorization` header.
    ///
    /// A recording from which the exporter removed the header is inconclusive, not a violation:
    /// browsers leave it out of a sanitized HAR without saying so.
    ///
    /// ## Why it matters
    ///
    /// Without a secret or a token the service does not know the bot and answers 401.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/conversations HTTP/1.1
    /// Host: directline.botframework.com
    /// ```
    ///
    /// Add `Authorization: Bearer SECRET_OR_TOKEN`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Headers.
    "authorization-missing" {
        family: Transport,
        summary: "the request has no Authorization header",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-003"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    match facts.authorization {
        Authorization::Unseen(reason) => return Outcome::Inconclusive(reason),
        Authorization::Sent(_) => {}
        Authorization::Missing => sink.violation(
            Place::of(Part::RequestHeader).named("Authorization"),
            "the request has no Authorization header",
            "no Authorization header",
            "Authorization: Bearer, or BotConnector, with a secret or a token",
        ),
    }
    Outcome::Decided
}
