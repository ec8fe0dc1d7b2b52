//! `success-without-content`.

use directline_exchange::Body;
use directline_types::ObjectKind;

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// A token operation, Start Conversation or Get Messages is not answered with 204. Where a body
    /// follows the 204 all the same, `no-content-with-body` speaks instead.
    ///
    /// ## Why it matters
    ///
    /// The token, the conversation or the messages are the whole point of the request, and the client
    /// gets none.
    ///
    /// ## Example
    ///
    /// ```http
    /// GET /api/conversations/abc123/messages HTTP/1.1
    ///
    /// HTTP/1.1 204 No Content
    /// ```
    ///
    /// Answer 200 with a `MessageSet`, even if it holds no messages.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Generate Token, Refresh Token, Start Conversation, Get
    /// Messages; HTTP status codes, 204.
    "success-without-content" {
        family: Transport,
        summary: "an operation that returns an object is answered with 204",
        blame: Service,
        levels: Levels::all(Level::Error),
        statements: ["DL-012", "DL-023", "DL-027", "DL-032", "DL-043"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let Some(object) = facts.returns() else { return Outcome::NotApplicable };
    match facts.status() {
        Ok(204) if matches!(&facts.response().body, Body::Present(_)) => {}
        Ok(204) => sink.violation(
            Place::of(Part::ResponseStatus),
            format!("the response has no content where {} is returned", returned(object)),
            "status 204",
            format!("status 200 with {}", returned(object)),
        ),
        Ok(200..=299) => {}
        Ok(_) => return Outcome::NotApplicable,
        Err(outcome) => return outcome,
    }
    Outcome::Decided
}

fn returned(object: ObjectKind) -> String {
    match object {
        ObjectKind::Token => "a token".to_owned(),
        other => format!("a {}", other.title()),
    }
}
