//! `token-scope-not-enforced`.

use crate::ledger::Moment;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// The service does not accept (status 2xx) a token for another conversation than the one that it is
    /// good for. Which one that is, the recording shows, as `token-of-other-conversation` says.
    ///
    /// A generated token with which no conversation was started yet is good for the first conversation for
    /// which it is accepted.
    ///
    /// ## Why it matters
    ///
    /// Whoever has a token for one conversation can read and write in others.
    ///
    /// ## Example
    ///
    /// ```http
    /// GET /api/conversations/def456/messages HTTP/1.1
    /// Authorization: Bearer TOKEN-OF-abc123
    ///
    /// HTTP/1.1 200 OK
    /// ```
    ///
    /// Refuse it with 403.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Generate Token: the token is valid for one conversation;
    /// Conversation object: `token` is valid for that conversation.
    "token-scope-not-enforced" {
        family: Conversation,
        summary: "the service accepts a token for another conversation than its own",
        blame: Service,
        levels: Levels::all(Level::Error),
        statements: ["DL-024", "DL-173", "DL-171"],
        since: "0.1.0",
        check: Check::Conversation(check),
    }
}

fn check(moment: &Moment<'_>, sink: &mut Sink<'_>) -> Result<Outcome, Outcome> {
    let conversation = moment.event.conversation.ok_or(Outcome::NotApplicable)?;
    let (_, token) = moment.token()?;
    let (scope, index) = token.scope.ok_or(Outcome::NotApplicable)?;
    if scope == conversation.id {
        return Err(Outcome::NotApplicable);
    }
    if moment.accepted()? {
        sink.violation(
            Place::of(Part::ResponseStatus),
            "a token of another conversation is accepted",
            "a status of success",
            "403, because the token is good for another conversation",
        );
        sink.related(index, "the exchange that shows which conversation the token is good for");
    }
    Ok(Outcome::Decided)
}
