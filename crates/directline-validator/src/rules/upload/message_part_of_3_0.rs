//! `message-part-of-3-0`.

use crate::facts::{Facts, PartKind};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// No part of a multipart upload has the type `application/vnd.microsoft.activity`, letter case and
    /// parameters aside. Such a part is meant as the Message, so it counts neither as one nor as a
    /// file, and its content is not looked at. A part is looked at only if the recording shows its
    /// headers; bytes lost inside files do not matter.
    ///
    /// ## Why it matters
    ///
    /// That type is how Direct Line 3.0 marks the activity of an upload. Direct Line 1.1 knows
    /// `application/vnd.microsoft.bot.message` alone, and takes the part for an attachment.
    ///
    /// ## Example
    ///
    /// ```http
    /// --X
    /// Content-Type: application/vnd.microsoft.activity
    ///
    /// {"type": "message", "from": {"id": "user1"}, "text": "a photo"}
    /// ```
    ///
    /// Write `Content-Type: application/vnd.microsoft.bot.message`, and a Message of 1.1.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send multiple attachments by upload. Known
    /// from the reference page of Direct Line API 3.0: the type of an activity.
    "message-part-of-3-0" {
        family: Upload,
        summary: "the Message of an upload has the type of Direct Line 3.0",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-136"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_part(sink, |part, sink| match part.header("content-type") {
        Some(header) if part.kind == PartKind::Activity => sink.violation(
            header.place(),
            "the Message has the type of Direct Line 3.0",
            quote::plain(&header.text()),
            "application/vnd.microsoft.bot.message",
        ),
        _ => {}
    })
}
