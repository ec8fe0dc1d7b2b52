//! `conversation-id-reused`.

use crate::ledger::{Moment, What, seen};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// Start Conversation, called with a secret, answers a `conversationId` that no earlier Start
    /// Conversation in the recording answered. Which credentials are secrets, the recording shows: they
    /// generated a token before.
    ///
    /// Called with a token, it may answer the same id again: that of the token.
    ///
    /// ## Why it matters
    ///
    /// Two users who started a conversation each are in the same one.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/conversations HTTP/1.1
    /// Authorization: Bearer SECRET
    ///
    /// {"conversationId": "abc123", "token": "TOKEN-2", "expires_in": 1800}
    /// ```
    ///
    /// Where `abc123` was started before.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Start Conversation: it opens a new conversation; Conversation
    /// object: `conversationId` uniquely identifies it. An early page of the documentation: started with a
    /// secret, a conversation gets a new random id.
    "conversation-id-reused" {
        family: Conversation,
        summary: "a conversation is started with the id of another",
        blame: Service,
        levels: Levels::all(Level::Warning).strict(Level::Error),
        statements: ["DL-033", "DL-171", "EX-12"],
        since: "0.1.0",
        check: Check::Conversation(check),
    }
}

fn check(moment: &Moment<'_>, sink: &mut Sink<'_>) -> Result<Outcome, Outcome> {
    let What::Start(started) = &moment.event.what else { return Err(Outcome::NotApplicable) };
    let (started, credential) = (seen(started)?, moment.credential()?);
    let history = moment.history()?;
    if history.secret(credential.key).is_none() {
        return Err(Outcome::NotApplicable);
    }
    if let Some(index) = history.conversation(started.conversation).started {
        sink.violation(
            started.place.whole(),
            "a new conversation has the id of another",
            "the id of a conversation that was started before",
            "an id of its own",
        );
        sink.related(index, "the exchange that started it");
    }
    Ok(Outcome::Decided)
}
