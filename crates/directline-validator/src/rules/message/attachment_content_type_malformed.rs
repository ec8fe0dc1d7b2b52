//! `attachment-content-type-malformed`.

use crate::facts::Facts;
use crate::media_type::{HeaderDefectKind, MediaType};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The `contentType` of an Attachment is a media type: `type/subtype`, then parameters `name=value`,
    /// by RFC 9110. Whether the type is registered, and whether the file is of it, is not checked.
    ///
    /// ## Why it matters
    ///
    /// The type is all that a client knows of a file before it fetches it: the URLs of the service have no
    /// file name. A client that cannot read the type cannot choose how to show the file.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "user1", "attachments": [{"url": "https://example.com/a.pdf", "contentType": "pdf"}]}
    /// ```
    ///
    /// Write `"contentType": "application/pdf"`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Attachment object: contentType is the media type of the content.
    /// The grammar: RFC 9110, section 8.3.1.
    "attachment-content-type-malformed" {
        family: Message,
        summary: "the contentType of an attachment is no media type",
        blame: Sender,
        levels: Levels::all(Level::Warning).strict(Level::Error),
        statements: ["DL-160"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_attachment(sink, |attachment, sink| {
        let declared = attachment.text("contentType")?;
        let media_type = MediaType::parse(declared.text.as_bytes());
        // More parameters than are read is a limit of the reader and no defect of the value.
        let mut defects = media_type.defects.iter();
        let Some(defect) = defects.find(|defect| defect.kind != HeaderDefectKind::TooManyParameters) else {
            return Some(());
        };
        sink.violation(
            attachment.place_in_text("contentType", &declared, &defect.range),
            format!("the contentType of the attachment is malformed: {}", defect.kind),
            quote::text(&declared.text),
            "type/subtype, such as application/pdf",
        );
        Some(())
    })
}
