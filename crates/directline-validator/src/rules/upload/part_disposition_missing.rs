//! `part-disposition-missing`.

use crate::facts::{Facts, PartKind};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// Each part of a multipart upload that is an attachment has a `Content-Disposition` header. That
    /// of the Message part is `message-part-disposition-missing`. A part whose headers break the
    /// grammar is left to the rule about that. A part is looked at only if the recording shows its
    /// headers; bytes lost inside files do not matter.
    ///
    /// ## Why it matters
    ///
    /// The header names the file, and RFC 7578 requires it in every part. Readers disagree on a part
    /// without: some refuse the form, some skip the part, some take it.
    ///
    /// ## Example
    ///
    /// ```http
    /// --X
    /// Content-Type: image/jpeg
    ///
    /// (content)
    /// ```
    ///
    /// Add `Content-Disposition: form-data; name="file"; filename="badjokeeel.jpg"`.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send multiple attachments by upload.
    "part-disposition-missing" {
        family: Upload,
        summary: "an attachment of a multipart upload does not name its file",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-134"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_part(sink, |part, sink| {
        if part.kind != PartKind::Attachment || !part.has_whole_head {
            return None;
        }
        if part.part.header("content-disposition").is_none() {
            sink.violation(
                part.place(),
                "the attachment does not name its file",
                "no Content-Disposition header",
                "Content-Disposition: form-data with a filename",
            );
        }
        Some(())
    })
}
