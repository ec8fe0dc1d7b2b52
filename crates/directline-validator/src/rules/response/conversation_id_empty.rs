//! `conversation-id-empty`.

use directline_types::ObjectKind;

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The `conversationId` of a Conversation is not empty and not only white space. Its form is opaque
    /// and not checked any further.
    ///
    /// ## Why it matters
    ///
    /// The id stands in the path of every further request; an empty one makes paths that do not exist.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"conversationId": "", "token": "TOKEN"}
    /// ```
    ///
    /// Answer the id of the conversation.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Conversation object.
    "conversation-id-empty" {
        family: Response,
        summary: "the conversationId of a Conversation is empty",
        blame: Service,
        levels: Levels::all(Level::Error),
        statements: ["DL-170", "DL-171"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    if facts.returns() != Some(ObjectKind::Conversation) {
        return Outcome::NotApplicable;
    }
    facts.answer.each(sink, |subject, sink| {
        let id = subject.text("conversationId")?;
        if id.text.trim().is_empty() {
            let place = subject.place_of_member("conversationId", id.value);
            sink.violation(
                place,
                "Conversation.conversationId is empty",
                "an empty string",
                "the id of a conversation",
            );
        }
        Some(())
    })
}
