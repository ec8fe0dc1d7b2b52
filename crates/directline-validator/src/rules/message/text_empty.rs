//! `text-empty`.

use directline_types::Operation;

use crate::facts::{Facts, MessageContent};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// A Message that a client sends with Send a Message is more than an empty `text`. Without a `text`
    /// at all it is `content-missing`; beside an image, an attachment or `channelData` an empty `text`
    /// is right.
    ///
    /// ## Why it matters
    ///
    /// The member is there, as the documents advise, and says nothing: often an input field that was
    /// sent by accident.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "user1", "text": ""}
    /// ```
    ///
    /// Do not send what the user left empty.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object: in most cases the client needs to supply
    /// `from` and at least one content property.
    "text-empty" {
        family: Message,
        summary: "a message is sent whose only content is an empty text",
        blame: Client,
        levels: Levels::all(Level::Note),
        statements: ["DL-101"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    if facts.operation() != Some(Operation::SendMessage) {
        return Outcome::NotApplicable;
    }
    facts.sent.each(sink, |message, sink| {
        if message.is_wrapper() || !message.has("text") {
            return None;
        }
        if message.content() != MessageContent::EmptyText {
            return Some(());
        }
        let place = message
            .text("text")
            .map_or_else(|| message.place(), |text| message.place_of_member("text", text.value));
        sink.violation(
            place,
            "the only content of the message is an empty text",
            "an empty string",
            "a text, an image, an attachment or channelData",
        );
        Some(())
    })
}
