//! `renewed-token-unchanged`.

use crate::ledger::{Moment, What, seen};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The token that Refresh Token answers is another than the one that the request was authorized with.
    ///
    /// ## Why it matters
    ///
    /// The client takes the old token for a new one and believes that it lives for another 30 minutes.
    ///
    /// ## Example
    ///
    /// ```http
    /// GET /api/tokens/abc123/renew HTTP/1.1
    /// Authorization: Bearer TOKEN
    ///
    /// "TOKEN"
    /// ```
    ///
    /// Answer a new token.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Refresh Token: it returns a string that represents the new
    /// token. Authentication in Direct Line API 1.1: the new token is for the same conversation and lasts
    /// 30 minutes.
    "renewed-token-unchanged" {
        family: Conversation,
        summary: "a refresh answers the token that it was called with",
        blame: Service,
        levels: Levels::all(Level::Warning).strict(Level::Error).observed(Level::Note),
        statements: ["DL-027", "EX-07"],
        since: "0.1.0",
        check: Check::Conversation(check),
    }
}

fn check(moment: &Moment<'_>, sink: &mut Sink<'_>) -> Result<Outcome, Outcome> {
    let What::Renew(issued) = &moment.event.what else { return Err(Outcome::NotApplicable) };
    let issued = seen(issued)?;
    if issued.key == moment.credential()?.key {
        let found = "the token of the request";
        sink.violation(issued.place.whole(), "the refreshed token is the old one", found, "a new token");
    }
    Ok(Outcome::Decided)
}
