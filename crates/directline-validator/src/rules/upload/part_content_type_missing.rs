//! `part-content-type-missing`.

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// Each part of a multipart upload has a `Content-Type` header. A part whose headers break the
    /// grammar is left to the rule about that. A part is looked at only if the recording shows its
    /// headers; bytes lost inside files do not matter.
    ///
    /// ## Why it matters
    ///
    /// The type of a part says what the file is, and it alone makes a part the Message. Several
    /// libraries drop the type that was asked for where the part is text, so that the Message arrives
    /// as a nameless attachment.
    ///
    /// ## Example
    ///
    /// ```http
    /// --X
    /// Content-Disposition: form-data; name="message"
    ///
    /// {"from": "user1", "text": "a photo"}
    /// ```
    ///
    /// Add `Content-Type: application/vnd.microsoft.bot.message`; for a file, its type.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send multiple attachments by upload.
    "part-content-type-missing" {
        family: Upload,
        summary: "a part of a multipart upload does not say what it is",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-133", "DL-136"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_part(sink, |part, sink| {
        if !part.has_whole_head {
            return None;
        }
        if part.part.header("content-type").is_some() {
            return Some(());
        }
        let (found, expected) = if part.is_like_message() {
            (
                "no Content-Type, and a JSON object like a Message, which is not recognised as one",
                "Content-Type: application/vnd.microsoft.bot.message",
            )
        } else {
            ("no Content-Type header", "Content-Type with the type of the attachment")
        };
        sink.violation(part.place(), "the part does not say what it is", found, expected);
        Some(())
    })
}
