//! `sent-conversation-id-mismatch`.

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, percent, quote};

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
    let Some(written) = facts.matched().and_then(|matched| matched.conversation.as_deref()) else {
        return Outcome::NotApplicable;
    };
    let id = percent::decode_text(written);
    facts.sent.each(sink, |message, sink| {
        let Some(named) = message.text("conversationId") else { return };
        // A placeholder that was left in the path is a fault of the path.
        if named.text != id && !id.contains('{') {
            sink.violation(
                message.place_of_member("conversationId", named.value),
                "the message names another conversation than the path",
                quote::text(&named.text),
                format!("{}, as in the path", quote::text(&id)),
            );
        }
    })
}
