//! `token-used-after-expiry`.

use directline_exchange::Reason;

use crate::ledger::Moment;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// A token is not used later than its lifetime after the answer that issued it. The lifetime is the
    /// `expires_in` of that answer; where the answer has none, the documented 30 minutes. Where it is
    /// no number of seconds, nothing is said.
    ///
    /// Both times are taken from the recording, so they are of one clock. Refreshing gives a new token; it
    /// does not prolong the old one.
    ///
    /// ## Why it matters
    ///
    /// An expired token is refused and cannot be refreshed: the client has to start over, and loses its
    /// conversation. It is a note, because services are known to issue tokens that live longer.
    ///
    /// ## Example
    ///
    /// ```http
    /// GET /api/conversations/abc123/messages HTTP/1.1
    /// Authorization: Bearer TOKEN
    /// ```
    ///
    /// Sent 31 minutes after `{"conversationId": "abc123", "token": "TOKEN", "expires_in": 1800}`. Refresh
    /// the token before it expires.
    ///
    /// ## Source
    ///
    /// Authentication in Direct Line API 1.1: a token expires 30 minutes after it is generated; an expired
    /// one cannot be refreshed. API reference - Direct Line API 1.1, Conversation object: `expires_in` is
    /// the number of seconds until the token expires.
    "token-used-after-expiry" {
        family: Conversation,
        summary: "a token is used after its lifetime",
        blame: Client,
        levels: Levels::all(Level::Note),
        statements: ["EX-04", "EX-05", "DL-175"],
        since: "0.1.0",
        check: Check::Conversation(check),
    }
}

fn check(moment: &Moment<'_>, sink: &mut Sink<'_>) -> Result<Outcome, Outcome> {
    let (credential, token) = moment.token()?;
    let lifetime = token.lifetime().ok_or(Outcome::NotApplicable)?;
    let age = moment.age_of(token).ok_or(Outcome::Inconclusive(Reason::NotRecorded))?;
    if age > lifetime {
        sink.violation(
            credential.place(),
            "the token has expired",
            format!("a token issued {age} seconds before"),
            format!("a token that is at most {lifetime} seconds old"),
        );
        sink.related(token.index, "the answer that issued it");
    }
    Ok(Outcome::Decided)
}
