//! `created-set-by-client`.

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// A Message that a client sends has no `created`. Only strings are named here; other types are
    /// `created-not-string`, `null` is `message-member-null`. Whether the string is a date and time is
    /// checked besides, by `created-not-date-time` and its neighbours.
    ///
    /// ## Why it matters
    ///
    /// `created` says when the service created the message. The documents do not say that a client may
    /// set it, and what the service does with it is not documented.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"created": "2016-10-28T21:19:51Z", "from": "user1", "text": "hello"}
    /// ```
    ///
    /// Leave `created` out.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object. That the service assigns `created` as it
    /// does `id` is inferred: the documents say so of `id` alone.
    "created-set-by-client" {
        family: Message,
        summary: "the client sets created of a message",
        blame: Client,
        levels: Levels::all(Level::Note),
        statements: ["DL-078", "DL-074"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.sent.each(sink, |message, sink| {
        if let Some(set) = message.text("created") {
            sink.violation(
                message.place_of_member("created", set.value),
                "the client sets created, which the service assigns",
                quote::text(&set.text),
                "no created",
            );
        }
    })
}
