//! `bot-failure-status`.

use directline_types::Operation;

use super::valid_request_failed::explains;
use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// A Send a Message or Upload is not answered with 500 or 502. Which of the two tells of a failure of the
    /// bot is stated in two ways, so the finding says which page the answer contradicts, should the bot have
    /// failed. Neither is wrong: both are documented, and this is a note under every profile.
    ///
    /// What failed cannot be seen from the status, and is not judged. Where the request is known to be valid,
    /// the finding is `valid-request-failed`.
    ///
    /// ## Why it matters
    ///
    /// The article about sending says 500 where the bot generates an error. The reference page says 502 for
    /// that, and 500 for an error within the service. A client that retries after the one and gives up after
    /// the other should treat them alike here.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/conversations/abc123/messages HTTP/1.1
    ///
    /// HTTP/1.1 502 Bad Gateway
    /// ```
    ///
    /// Expect both.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Response (500). API reference - Direct Line API 1.1,
    /// HTTP status codes, 500 and 502. The real service was seen to answer 500 in 2016 and 502 from 2017 on.
    "bot-failure-status" {
        family: Transport,
        summary: "a failure on the way to the bot has the status of one of two pages",
        blame: Service,
        levels: Levels::all(Level::Note),
        statements: ["DL-105", "DL-017", "DL-018"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    if !matches!(facts.operation(), Some(Operation::SendMessage | Operation::Upload)) {
        return Outcome::NotApplicable;
    }
    let status = match facts.status() {
        Ok(status) => status,
        Err(outcome) => return outcome,
    };
    let (found, expected, statements): (_, _, &'static [&'static str]) = match status {
        _ if explains(facts, status) => return Outcome::Decided,
        500 => (
            "status 500, which the article about sending gives for a failure of the bot",
            "502 for a failure of the bot, by the reference page; 500 for one of the service",
            &["DL-105", "DL-018", "DL-017"],
        ),
        502 => (
            "status 502, which the reference page gives for a failure of the bot",
            "500 for a failure of the bot, by the article about sending",
            &["DL-018", "DL-105"],
        ),
        _ => return Outcome::Decided,
    };
    let message = "the documents disagree on the status of a failure of the bot";
    sink.violation(Place::of(Part::ResponseStatus), message, found, expected);
    sink.resting_on(statements);
    Outcome::Decided
}
