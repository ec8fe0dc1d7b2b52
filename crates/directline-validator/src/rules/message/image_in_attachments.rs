//! `image-in-attachments`.

use crate::facts::Facts;
use crate::media_type::Essence;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// No Attachment has a `contentType` of `image/…`, parameters and letter case aside. What the file
    /// is in truth, and what its URL ends with, is not looked at.
    ///
    /// ## Why it matters
    ///
    /// Images belong into `images`, and attachments are documented as non-image. A client may show only
    /// what stands in `images` as pictures.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "examplebot", "attachments": [{"url": "https://example.com/cat.png", "contentType": "image/png"}]}
    /// ```
    ///
    /// Write `"images": ["https://example.com/cat.png"]`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object and Attachment object: non-image
    /// attachments.
    "image-in-attachments" {
        family: Message,
        summary: "an image is among the attachments",
        blame: Sender,
        levels: Levels::all(Level::Warning),
        statements: ["DL-095", "DL-162"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_attachment(sink, |attachment, sink| {
        let declared = attachment.text("contentType")?;
        if Essence::of(declared.text.as_bytes()).is_some_and(|essence| essence.has_type("image")) {
            sink.violation(
                attachment.place_of_member("contentType", declared.value),
                "an image is among the attachments",
                quote::text(&declared.text),
                "the URL in images instead",
            );
        }
        Some(())
    })
}
