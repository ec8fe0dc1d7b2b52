//! `sent-conversation-id-mismatch`.

use directline_exchange::Observed;

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// Where a Message that a client sends has a `conversationId`, it is that of the path,
    /// percent-decoded. An empty string is not. A Message without the member is right: the path says
    /// which conversation is meant. A path in which the placeholder was left is `path-placeholder`
    /// alone.
    ///
    /// ## Why it matters
    ///
    /// Which of the two ids counts is not documented. The message may reach another conversation than
    /// the client believes.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/conversations/abc123/messages HTTP/1.1
    ///
    /// {"conversationId": "abc124", "from": "user1", "text": "hello"}
    /// ```
    ///
    /// Leave `conversationId` out, or write `abc123`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object: `conversationId` identifies the
    /// conversation.
    "sent-conversation-id-mismatch" {
        family: Message,
        summary: "the conversationId of a sent message is not that of the path",
        blame: Client,
        levels: Levels::all(Level::Warning),
        statements: ["DL-076"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let id = match facts.conversation_of_path() {
        Observed::Present(id) => id,
        Observed::Absent => return Outcome::NotApplicable,
        Observed::NotObservable(reason) => {
            let is_compared = facts.sent.list.iter().any(|message| message.text("conversationId").is_some());
            return if is_compared { Outcome::Inconclusive(reason) } else { Outcome::NotApplicable };
        }
    };
    facts.sent.each(sink, |message, sink| {
        let named = message.text("conversationId")?;
        if named.text != id {
            sink.violation(
                message.place_of_member("conversationId", named.value),
                "the message names another conversation than the path",
                quote::text(&named.text),
                format!("{}, as in the path", quote::text(id)),
            );
        }
        Some(())
    })
}
