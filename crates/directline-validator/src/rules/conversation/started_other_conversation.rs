//! `started-other-conversation`.

use crate::ledger::{Moment, What, seen};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// Start Conversation, called with a token, answers the conversation that the token is good for, where
    /// the recording shows which one that is.
    ///
    /// ## Why it matters
    ///
    /// The client's token is of no use in the conversation that it was given.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/conversations HTTP/1.1
    /// Authorization: Bearer TOKEN-OF-abc123
    ///
    /// {"conversationId": "def456", "token": "TOKEN-2", "expires_in": 1800}
    /// ```
    ///
    /// Answer `abc123`.
    ///
    /// ## Source
    ///
    /// An early page of the documentation: started with a token, the conversation is the one that the token
    /// is for; with a secret, a new one.
    "started-other-conversation" {
        family: Conversation,
        summary: "a token starts another conversation than its own",
        blame: Service,
        levels: Levels::all(Level::Note),
        statements: ["EX-12", "EX-07"],
        since: "0.1.0",
        check: Check::Conversation(check),
    }
}

fn check(moment: &Moment<'_>, sink: &mut Sink<'_>) -> Result<Outcome, Outcome> {
    let What::Start(started) = &moment.event.what else { return Err(Outcome::NotApplicable) };
    let started = seen(started)?;
    let (_, token) = moment.token()?;
    let (scope, index) = token.scope.ok_or(Outcome::NotApplicable)?;
    if scope != started.conversation.id {
        sink.violation(
            started.place.whole(),
            "the token starts another conversation than its own",
            "another conversation",
            "the conversation of the token",
        );
        sink.related(index, "the exchange that shows which conversation the token is good for");
    }
    Ok(Outcome::Decided)
}
