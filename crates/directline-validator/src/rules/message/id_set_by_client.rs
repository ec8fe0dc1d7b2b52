//! `id-set-by-client`.

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// A Message that a client sends has no `id`. Only strings are named here, empty ones included;
    /// other types are `message-id-not-string`, `null` is `message-member-null`.
    ///
    /// ## Why it matters
    ///
    /// The service assigns the id. What it does with one that a client made up is not documented, and a
    /// client that looks for its own id among the answers will not find it.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"id": "5f3c9a1e", "from": "user1", "text": "hello"}
    /// ```
    ///
    /// Leave `id` out; take the id from the answer to Get Messages.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object: assigned by Direct Line.
    "id-set-by-client" {
        family: Message,
        summary: "the client sets id of a message",
        blame: Client,
        levels: Levels::all(Level::Note),
        statements: ["DL-074"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.sent.each(sink, |message, sink| {
        if let Some(set) = message.text("id") {
            sink.violation(
                message.place_of_member("id", set.value),
                "the client sets id, which the service assigns",
                quote::text(&set.text),
                "no id",
            );
        }
    })
}
