//! `from-empty`.

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The member `from` of a Message that a client sends, be it with Send a Message or in an upload,
    /// is not the empty string.
    ///
    /// ## Why it matters
    ///
    /// An empty string is no user id. What the service does with it is not documented; at best it
    /// counts as missing, and every message gets a sender of its own.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "", "text": "hello"}
    /// ```
    ///
    /// Write `"from": "user1"`, with the same id for all messages of the user.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object: clients should set this property to a
    /// stable user ID.
    "from-empty" {
        family: Message,
        summary: "a message is sent with an empty from",
        blame: Client,
        levels: Levels::all(Level::Warning),
        statements: ["DL-081", "DL-083"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.sent.each(sink, |message, sink| {
        let from = message.text("from")?;
        if from.text.is_empty() {
            let place = message.place_of_member("from", from.value);
            sink.violation(place, "the sender is empty", "an empty string", "a stable user id");
        }
        Some(())
    })
}
