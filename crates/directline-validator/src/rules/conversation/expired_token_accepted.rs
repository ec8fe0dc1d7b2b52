//! `expired-token-accepted`.

use directline_exchange::Reason;

use crate::ledger::Moment;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// The service does not accept (status 2xx) a token more than `expires_in` seconds after the answer
    /// that issued it. Only a lifetime that the service itself answered counts; a token without one is left
    /// to `token-used-after-expiry`.
    ///
    /// ## Why it matters
    ///
    /// A token that leaked can be used for ever.
    ///
    /// ## Example
    ///
    /// ```http
    /// GET /api/conversations/abc123/messages HTTP/1.1
    /// Authorization: Bearer TOKEN
    ///
    /// HTTP/1.1 200 OK
    /// ```
    ///
    /// Sent 31 minutes after `{"conversationId": "abc123", "token": "TOKEN", "expires_in": 1800}`. Refuse
    /// it with 403.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Conversation object: `expires_in` is the number of seconds
    /// until the token expires.
    "expired-token-accepted" {
        family: Conversation,
        summary: "the service accepts a token after its lifetime",
        blame: Service,
        levels: Levels::all(Level::Warning).strict(Level::Error).observed(Level::Note),
        statements: ["DL-175"],
        since: "0.1.0",
        check: Check::Conversation(check),
    }
}

fn check(moment: &Moment<'_>, sink: &mut Sink<'_>) -> Result<Outcome, Outcome> {
    let (_, token) = moment.token()?;
    let lifetime = token.answered_lifetime().ok_or(Outcome::NotApplicable)?;
    let age = moment.age_of(token).ok_or(Outcome::Inconclusive(Reason::NotRecorded))?;
    if age <= lifetime {
        return Err(Outcome::NotApplicable);
    }
    if moment.accepted()? {
        sink.violation(
            Place::of(Part::ResponseStatus),
            "an expired token is accepted",
            format!("a status of success for a token issued {age} seconds before"),
            format!("403, because the token expired after {lifetime} seconds"),
        );
        sink.related(token.index, "the answer that issued it");
    }
    Ok(Outcome::Decided)
}
