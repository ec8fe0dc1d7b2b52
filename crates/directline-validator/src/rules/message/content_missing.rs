//! `content-missing`.

use directline_types::Operation;

use crate::facts::{Facts, MessageContent};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// A Message that a client sends with Send a Message has content: at least one of `text`, `images`,
    /// `attachments` and `channelData` is there and is neither `null` nor empty. An empty `text` alone
    /// is `text-empty`. A member in another letter case or of the wrong type counts, for other rules
    /// name that. The Message part of an upload needs no content, because the files are its content. A
    /// Message wrapped in another object is not looked into.
    ///
    /// ## Why it matters
    ///
    /// A message that says nothing reaches the bot all the same, and the bot cannot answer it.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "user1"}
    /// ```
    ///
    /// Add `"text": "hello"`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object: in most cases the client needs to supply
    /// `from` and at least one content property.
    "content-missing" {
        family: Message,
        summary: "a message is sent without content",
        blame: Client,
        levels: Levels::all(Level::Warning),
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
        if message.is_wrapper() {
            return None;
        }
        if message.content() == MessageContent::None {
            sink.violation(
                message.place(),
                "the message has no content",
                "none of text, images, attachments and channelData, or only empty ones",
                "at least one of text, images, attachments and channelData",
            );
        }
        Some(())
    })
}
