//! `message-part-as-json`.

use crate::facts::{Facts, PartKind, Upload};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// Where a multipart upload has no Message part, none of its parts is a JSON object with members of
    /// a Message (`text`, `from`, `channelData`, `images`, `attachments`) under a type such as
    /// `application/json` or `text/plain`. A part with a file name of its own is a file, and right;
    /// `blob`, which browsers add, is none. A part without type is `part-content-type-missing`, one of
    /// the 3.0 type `message-part-of-3-0`.
    ///
    /// A part whose content is not recorded is inconclusive.
    ///
    /// ## Why it matters
    ///
    /// Only the type `application/vnd.microsoft.bot.message` makes a part the Message. This one reaches
    /// the bot as one more attachment, and its text is never shown.
    ///
    /// ## Example
    ///
    /// ```http
    /// --X
    /// Content-Type: application/json
    /// Content-Disposition: form-data; name="message"
    ///
    /// {"from": "user1", "text": "a photo"}
    /// ```
    ///
    /// Write `Content-Type: application/vnd.microsoft.bot.message`.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send multiple attachments by upload.
    "message-part-as-json" {
        family: Upload,
        summary: "the Message of an upload is typed as an attachment",
        blame: Client,
        levels: Levels::all(Level::Warning),
        statements: ["DL-136"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let reading = match facts.upload() {
        Some(Upload::Multipart(reading)) => reading,
        Some(Upload::Unseen(reason)) => return Outcome::Inconclusive(*reason),
        _ => return Outcome::NotApplicable,
    };
    if facts.has_message_part() {
        return Outcome::Decided;
    }
    let mut unseen = reading.blind();
    for part in reading.parts() {
        let part = match part {
            Ok(part) => part,
            Err(reason) => {
                unseen = Some(reason);
                continue;
            }
        };
        let Some(header) = part.header("content-type").filter(|_| part.kind == PartKind::Attachment) else {
            continue;
        };
        if !part.could_be_message() {
            continue;
        }
        if let Some(reason) = reading.gap_in(&part.part.body) {
            unseen = Some(reason);
        } else if part.is_like_message() {
            sink.violation(
                header.place(),
                "the Message is typed as an attachment",
                quote::plain(&header.text()),
                "application/vnd.microsoft.bot.message",
            );
        }
    }
    unseen.map_or(Outcome::Decided, Outcome::Inconclusive)
}
