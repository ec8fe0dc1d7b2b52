//! `attachment-url-not-string`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The member `url` of an Attachment is a JSON string. `null` counts as a wrong type here, because
    /// the member is required. Whether the string is a URL is not checked here.
    ///
    /// ## Why it matters
    ///
    /// A reader that expects a string fails on anything else, and with it the whole message.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "user1", "attachments": [{"url": null, "contentType": "application/msword"}]}
    /// ```
    ///
    /// Write the URL, or leave the attachment out.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Attachment object.
    "attachment-url-not-string" {
        family: Message,
        summary: "the url of an attachment is not a string",
        blame: Sender,
        levels: Levels::all(Level::Error),
        statements: ["DL-161"],
        since: "0.1.0",
        check: Check::Shape(&[
            case(ObjectKind::Attachment, "url", Fault::Type),
            case(ObjectKind::Attachment, "url", Fault::Null),
        ]),
    }
}
