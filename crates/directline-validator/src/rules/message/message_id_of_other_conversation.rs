//! `message-id-of-other-conversation`.

use directline_exchange::Observed;

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// Where the `id` of a received message has a vertical bar, it begins with the id of the conversation in
    /// the path and a bar.
    ///
    /// Ids are opaque. One without a bar is as good as any, and what follows the bar is not looked at. Of a
    /// message whose `conversationId` is not that of the path, `received-conversation-id-mismatch` speaks
    /// alone, whatever its `id` begins with.
    ///
    /// ## Why it matters
    ///
    /// The sample of the reference page has the form `CONVERSATION|NUMBER`, and so has every id that was
    /// recorded from the real service. Another conversation's id in front of the bar is a sign that messages
    /// were mixed up.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"id": "xyz789|000000000000000004", "conversationId": "abc123", "from": "examplebot", "text": "Hello!"}
    /// ```
    ///
    /// Answer only messages of the conversation that was asked for.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object, example: the form is the sample's, no sentence
    /// asks for it.
    "message-id-of-other-conversation" {
        family: Message,
        summary: "the id of a message begins with the id of another conversation",
        blame: Service,
        levels: Levels::all(Level::Note),
        statements: ["DL-102"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let of_path = match facts.conversation_of_path() {
        Observed::Present(id) => id,
        Observed::Absent => return Outcome::NotApplicable,
        Observed::NotObservable(reason) => {
            let is_compared = facts.received.list.iter().any(|message| message.text("id").is_some());
            return if is_compared { Outcome::Inconclusive(reason) } else { Outcome::NotApplicable };
        }
    };
    facts.received.each(sink, |message, sink| {
        let id = message.text("id")?;
        let named = message.text("conversationId").map(|named| named.text);
        if named.is_some_and(|named| named != of_path) {
            return None;
        }
        let own = of_path;
        // The id of a conversation may hold bars of its own.
        let begins_with_own = id.text.strip_prefix(own).is_some_and(|rest| rest.starts_with('|'));
        if id.text.contains('|') && !begins_with_own {
            sink.violation(
                message.place_of_member("id", id.value),
                "the id of the message begins with the id of another conversation",
                quote::text(&id.text),
                format!("{} before the bar", quote::text(own)),
            );
        }
        Some(())
    })
}
