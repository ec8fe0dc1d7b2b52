//! `success-not-200`.

use directline_types::Operation;

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// A token operation, Start Conversation or Get Messages that succeeded (2xx) is answered with 200.
    /// 204 is reported by `success-without-content`.
    ///
    /// ## Why it matters
    ///
    /// The official client library expected exactly 200 and broke when the service answered Start
    /// Conversation with 201 for a while in 2016.
    ///
    /// ## Example
    ///
    /// ```http
    /// HTTP/1.1 201 Created
    /// ```
    ///
    /// Answer 200.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, HTTP status codes; Authentication and Start a conversation in
    /// Direct Line API 1.1 show 200. 201 was observed on the real service in 2016.
    "success-not-200" {
        family: Transport,
        summary: "an operation that returns an object succeeds with another status than 200",
        blame: Service,
        levels: Levels::all(Level::Warning).strict(Level::Error).observed(Level::Note),
        statements: ["DL-010", "DL-011", "DL-019", "EX-10", "EX-02"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    if facts.returns().is_none() {
        return Outcome::NotApplicable;
    }
    let found = match facts.status() {
        Ok(201) if facts.operation() == Some(Operation::StartConversation) => {
            "status 201, which the service answered for a while in 2016".to_owned()
        }
        Ok(status @ (201 | 202 | 203 | 205..=299)) => format!("status {status}"),
        Ok(200) => return Outcome::Decided,
        Ok(_) => return Outcome::NotApplicable,
        Err(outcome) => return outcome,
    };
    let place = Place::of(Part::ResponseStatus);
    sink.violation(place, "success is confirmed with another status than 200", found, "status 200");
    Outcome::Decided
}
