//! `message-part-disposition-missing`.

use crate::facts::{Facts, PartKind};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The Message part of a multipart upload has a `Content-Disposition` header. Its name and file
    /// name carry no meaning and are not looked at. A part is looked at only if the recording shows its
    /// headers; bytes lost inside files do not matter.
    ///
    /// ## Why it matters
    ///
    /// The article asks for the header in each part, and its sample leaves it out for the Message: so
    /// it is right by example, and a note. Readers disagree all the same on a part without it: some
    /// refuse the form, some skip the part, some take it.
    ///
    /// ## Example
    ///
    /// ```http
    /// --X
    /// Content-Type: application/vnd.microsoft.bot.message
    ///
    /// {"from": "user1", "text": "a photo"}
    /// ```
    ///
    /// `Content-Disposition: form-data; name="message"` does no harm.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send multiple attachments by upload.
    "message-part-disposition-missing" {
        family: Upload,
        summary: "the Message part of an upload has no Content-Disposition",
        blame: Client,
        levels: Levels::all(Level::Note),
        statements: ["DL-134", "DL-144"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_part(sink, |part, sink| {
        if part.kind != PartKind::Message || !part.has_whole_head {
            return None;
        }
        if part.part.header("content-disposition").is_none() {
            sink.violation(
                part.place(),
                "the Message part has no Content-Disposition",
                "no Content-Disposition header",
                "Content-Disposition: form-data; name=\"message\", or nothing, as in the sample",
            );
        }
        Some(())
    })
}
