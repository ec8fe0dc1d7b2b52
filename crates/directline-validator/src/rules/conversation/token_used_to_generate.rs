//! `token-used-to-generate`.

use crate::ledger::Moment;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// Generate Token is called with the secret, not with a token that the recording shows being issued.
    ///
    /// ## Why it matters
    ///
    /// The real service refuses it with 403. To go on with a conversation, refresh its token.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/tokens/conversation HTTP/1.1
    /// Authorization: Bearer TOKEN
    /// ```
    ///
    /// ## Source
    ///
    /// Authentication in Direct Line API 1.1: the request to generate a token is made with the secret.
    /// Observed on the real service: a token cannot generate another one.
    "token-used-to-generate" {
        family: Conversation,
        summary: "a token is used to generate another",
        blame: Client,
        levels: Levels::all(Level::Note),
        statements: ["EX-01", "EX-28"],
        since: "0.1.0",
        check: Check::Conversation(check),
    }
}

fn check(moment: &Moment<'_>, sink: &mut Sink<'_>) -> Result<Outcome, Outcome> {
    if !moment.is_generating() {
        return Err(Outcome::NotApplicable);
    }
    moment.credential()?;
    match moment.token() {
        Ok((credential, token)) => {
            sink.violation(
                credential.place(),
                "a token is used to generate another",
                "a token that the service issued",
                "the secret, or Refresh Token",
            );
            sink.related(token.index, "the answer that issued it");
            Ok(Outcome::Decided)
        }
        Err(Outcome::NotApplicable) => Ok(Outcome::Decided),
        Err(outcome) => Err(outcome),
    }
}
