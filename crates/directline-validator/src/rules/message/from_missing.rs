//! `from-missing`.

use directline_types::Operation;

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// A Message that a client sends with Send a Message has a member `from`. A `null` is `from-null`,
    /// an empty string `from-empty`, another letter case `member-name-case`. The Message part of an
    /// upload is not asked for it, because `userId` names the sender there. A Message wrapped in
    /// another object is not looked into.
    ///
    /// That the value is stable, one id for all messages of a user, cannot be seen in one exchange and
    /// is not checked here.
    ///
    /// ## Why it matters
    ///
    /// The service gives a message without sender an id of its own, a new one for each message: to the
    /// bot every message comes from another user, and a dialogue starts over each time.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"text": "hello"}
    /// ```
    ///
    /// Add `"from": "user1"`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object: clients should set this property to a
    /// stable user ID. Known from outside the reference pages: Troubleshooting general problems (Bot
    /// Service).
    "from-missing" {
        family: Message,
        summary: "a message is sent without from",
        blame: Client,
        levels: Levels::all(Level::Warning),
        statements: ["DL-081", "DL-083", "DL-100", "EX-24"],
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
        if !message.has("from") {
            sink.violation(
                message.place(),
                "the message names no sender",
                "Message without from",
                "from, a stable user id",
            );
        }
        Some(())
    })
}
