//! `multipart-without-attachment`.

use crate::facts::{Facts, PartKind, Upload};
use crate::multipart::DefectKind;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// A multipart upload has at least one part that is not the Message (nor an activity of Direct Line
    /// 3.0, which is meant as one). A body without delimiters and one that was cut have rules of their
    /// own and are not named besides. Whether a part has content is not looked at.
    ///
    /// ## Why it matters
    ///
    /// Uploads send files; the Message is only their container. A message without files goes to Send a
    /// Message.
    ///
    /// ## Example
    ///
    /// A form whose only part has `Content-Type: application/vnd.microsoft.bot.message`.
    ///
    /// Add a part with a file, or send the Message with Send a Message.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Upload and Send File(s). Send a message to the bot in
    /// Direct Line API 1.1, Send multiple attachments by upload.
    "multipart-without-attachment" {
        family: Upload,
        summary: "a multipart upload holds no file",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-058", "DL-063"],
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
    let mut unseen = reading.blind();
    for part in reading.parts() {
        match part {
            Ok(part) if part.kind == PartKind::Attachment => return Outcome::Decided,
            Ok(_) => {}
            Err(reason) => unseen = Some(reason),
        }
    }
    if let Some(reason) = unseen {
        return Outcome::Inconclusive(reason);
    }
    let form = &reading.multipart;
    if !form.has(DefectKind::NoDelimiter) && !form.has(DefectKind::Truncated) {
        let found = if form.parts.is_empty() { "no part" } else { "no part but the Message" };
        let place = Place::of(Part::RequestBody);
        sink.violation(place, "the upload holds no file", found, "a part for each attachment");
    }
    Outcome::Decided
}
