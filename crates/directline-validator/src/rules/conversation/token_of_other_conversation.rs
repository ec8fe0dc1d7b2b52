//! `token-of-other-conversation`.

use crate::ledger::Moment;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// A token is used for the conversation that it is good for. Which one that is, the recording shows: a
    /// Start Conversation answered the token, or was called with it; the token was refreshed under the
    /// conversation's path; or the service accepted it for a conversation before.
    ///
    /// Nothing is read out of the text of a token. A credential that the recording does not show being
    /// issued may be a secret, which is good for all conversations of its bot.
    ///
    /// ## Why it matters
    ///
    /// The request should be refused with 403. If it is not, a client can read conversations of others.
    ///
    /// ## Example
    ///
    /// ```http
    /// GET /api/conversations/def456/messages HTTP/1.1
    /// Authorization: Bearer TOKEN-OF-abc123
    /// ```
    ///
    /// Keep each token with its conversation.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Generate Token, and Conversation object: a token is valid for
    /// one conversation, that of `conversationId`.
    "token-of-other-conversation" {
        family: Conversation,
        summary: "a token is used for another conversation than its own",
        blame: Client,
        levels: Levels::all(Level::Warning),
        statements: ["DL-024", "DL-171", "DL-173"],
        since: "0.1.0",
        check: Check::Conversation(check),
    }
}

fn check(moment: &Moment<'_>, sink: &mut Sink<'_>) -> Result<Outcome, Outcome> {
    let conversation = moment.event.conversation.ok_or(Outcome::NotApplicable)?;
    let (credential, token) = moment.token()?;
    let (scope, index) = token.scope.ok_or(Outcome::NotApplicable)?;
    if scope != conversation.id {
        sink.violation(
            credential.place(),
            "the token is good for another conversation",
            "a token of another conversation than that of the path",
            "the token of this conversation",
        );
        sink.related(index, "the exchange that shows which conversation the token is good for");
    }
    Ok(Outcome::Decided)
}
