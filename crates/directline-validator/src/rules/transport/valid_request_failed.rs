//! `valid-request-failed`.

use directline_exchange::{Intent, Observed, Reason};
use directline_types::{Operation, operation::Success};

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// A request that is known to obey the contract is answered with success: not with a status from 400 on, and not
    /// with silence, nor with a body that breaks off. Only whoever made the request knows that, such as a generator
    /// of tests; the recording then says `"intent": "valid"` (in HAR, `_intent`). Without it the rule does not apply.
    ///
    /// The rule believes what the recording says of the request, and does not ask whose fault the failure is: on Send a
    /// Message and Upload the status may be the bot's own, and the finding says so; 502 there is documented as the
    /// bot's, and left to `bot-failure-status`. 429 and 503, and 409 on Start Conversation, are left to
    /// `status-known-elsewhere`: a service may be busy. Where this rule speaks, those about
    /// the meaning of the status alone are silent: `request-refused`, `credential-not-accepted`, `status-undocumented`,
    /// `status-known-elsewhere` and `bot-failure-status`.
    ///
    /// ## Why it matters
    ///
    /// A client that does everything right cannot go on. Such requests are often unusual but legal: an empty text
    /// beside an image, a character outside the BMP, a percent-encoded id, a boundary in quotation marks.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/conversations/abc123/messages HTTP/1.1
    /// Content-Type: application/json
    ///
    /// {"from": "user1", "text": "\ud83d\ude00"}
    ///
    /// HTTP/1.1 500 Internal Server Error
    /// ```
    ///
    /// Answer 204.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, HTTP status codes: 400 is for a request that was malformed, 401 and 403 for
    /// a client without permission, 404 for a resource that was not found, 500 for an error within the service; the
    /// operations, for what each answers to a request that succeeds.
    "valid-request-failed" {
        family: Transport,
        summary: "a request that obeys the contract is refused, fails or gets no answer",
        blame: Service,
        levels: Levels::all(Level::Error),
        statements: [
            "DL-010", "DL-013", "DL-014", "DL-015", "DL-016", "DL-017",
            "DL-023", "DL-027", "DL-032", "DL-043", "DL-052", "DL-065",
        ],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

/// Whether this rule names the failure, so that those about the status alone are silent.
pub(super) fn explains(facts: &Facts<'_>, status: u16) -> bool {
    let Some(operation) = valid(facts) else { return false };
    let is_busy = matches!(status, 429 | 503) || (status == 409 && operation == Operation::StartConversation);
    // The bot's failure, as documented, is not the service's.
    let is_of_bot = status == 502 && is_delivered(operation);
    (400..600).contains(&status) && !is_busy && !is_of_bot
}

/// The operation that a valid request asks for.
fn valid(facts: &Facts<'_>) -> Option<Operation> {
    facts.operation().filter(|_| facts.intent() == Intent::Valid)
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let Some(operation) = valid(facts) else { return Outcome::NotApplicable };
    let is_sent = is_delivered(operation);
    let (found, statements) = match facts.response().status {
        Observed::NotObservable(reason) => return Outcome::Inconclusive(reason),
        Observed::Present(status) if status < 400 && breaks_off(facts) => {
            ("an answer that breaks off".to_owned(), success(operation))
        }
        Observed::Present(status) if !explains(facts, status) => return Outcome::Decided,
        Observed::Present(status) => {
            let bot = if is_sent { ", perhaps the bot's own" } else { "" };
            (format!("status {status}{bot}"), meaning(status))
        }
        Observed::Absent => ("no answer".to_owned(), success(operation)),
    };
    let expected = match operation.success() {
        Success::Returns(_) => "status 200",
        Success::NoContent => "status 204",
    };
    let message = "a request that obeys the contract does not succeed";
    sink.violation(Place::of(Part::ResponseStatus), message, found, expected);
    sink.resting_on(statements);
    Outcome::Decided
}

/// Whether a bot gets what is sent.
fn is_delivered(operation: Operation) -> bool {
    matches!(operation, Operation::SendMessage | Operation::Upload)
}

/// Whether only the beginning of the body came. Whoever sent the request saw the connection end.
fn breaks_off(facts: &Facts<'_>) -> bool {
    let body = facts.response().body.present();
    body.is_some_and(|body| body.gaps.iter().any(|gap| gap.reason == Reason::BodyTruncated))
}

/// What the documents say that the status means.
fn meaning(status: u16) -> &'static [&'static str] {
    match status {
        400 => &["DL-013"],
        401 => &["DL-014"],
        403 => &["DL-015"],
        404 => &["DL-016"],
        500 => &["DL-017"],
        _ => &["DL-010"],
    }
}

/// What the documents say that the operation answers.
fn success(operation: Operation) -> &'static [&'static str] {
    match operation {
        Operation::GenerateToken => &["DL-023"],
        Operation::RefreshToken => &["DL-027"],
        Operation::StartConversation => &["DL-032"],
        Operation::GetMessages => &["DL-043"],
        Operation::SendMessage => &["DL-052"],
        Operation::Upload => &["DL-065"],
    }
}
