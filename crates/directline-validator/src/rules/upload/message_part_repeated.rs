//! `message-part-repeated`.

use crate::facts::{Facts, PartKind, Upload};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// At most one part of a multipart upload has the type `application/vnd.microsoft.bot.message`,
    /// letter case and parameters aside. The finding stands at each one after the first. A part is
    /// looked at only if the recording shows its headers; bytes lost inside files do not matter.
    ///
    /// ## Why it matters
    ///
    /// The Message is the container of the attachments, and there is one. What becomes of a second is
    /// not documented.
    ///
    /// ## Example
    ///
    /// Two parts with `Content-Type: application/vnd.microsoft.bot.message`.
    ///
    /// Upload twice, or put everything into one Message.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Upload and Send File(s). Send a message to the bot in
    /// Direct Line API 1.1, Send multiple attachments by upload.
    "message-part-repeated" {
        family: Upload,
        summary: "an upload has several Message parts",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-069", "DL-064"],
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
    let messages = reading.parts().filter_map(Result::ok).filter(|part| part.kind == PartKind::Message);
    for part in messages.skip(1) {
        sink.violation(
            part.place(),
            "the upload has several Message parts",
            "another Message part",
            "one Message part at most",
        );
    }
    let unseen = reading.blind().or_else(|| reading.parts().find_map(Result::err));
    unseen.map_or(Outcome::Decided, Outcome::Inconclusive)
}
