//! `secret-used-to-renew`.

use crate::ledger::Moment;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// Refresh Token is called with the token that is to be refreshed, not with a credential that generated
    /// tokens earlier in the recording, which is a secret.
    ///
    /// ## Why it matters
    ///
    /// There is nothing to refresh: a secret does not expire. The real service refuses it with 403.
    ///
    /// ## Example
    ///
    /// ```http
    /// GET /api/tokens/abc123/renew HTTP/1.1
    /// Authorization: Bearer SECRET
    /// ```
    ///
    /// ## Source
    ///
    /// Authentication in Direct Line API 1.1: the request to refresh is made with the token that is to be
    /// refreshed. Observed on the real service: with a secret it is answered 403.
    "secret-used-to-renew" {
        family: Conversation,
        summary: "the secret is used to refresh a token",
        blame: Client,
        levels: Levels::all(Level::Note),
        statements: ["EX-06", "EX-28"],
        since: "0.1.0",
        check: Check::Conversation(check),
    }
}

fn check(moment: &Moment<'_>, sink: &mut Sink<'_>) -> Result<Outcome, Outcome> {
    if !moment.is_renewing() {
        return Err(Outcome::NotApplicable);
    }
    let credential = moment.credential()?;
    if let Some(index) = moment.history()?.secret(credential.key) {
        sink.violation(
            credential.place(),
            "the secret is used to refresh a token",
            "a credential that generated a token, so a secret",
            "the token that is to be refreshed",
        );
        sink.related(index, "the exchange in which it generated a token");
    }
    Ok(Outcome::Decided)
}
