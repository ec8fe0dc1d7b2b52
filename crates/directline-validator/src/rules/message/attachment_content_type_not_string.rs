//! `attachment-content-type-not-string`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The member `contentType` of an Attachment is a JSON string. `null` counts as a wrong type here,
    /// because the member is required. Whether the string is a media type is not checked here.
    ///
    /// ## Why it matters
    ///
    /// A reader that expects a string fails on anything else, and with it the whole message.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "user1", "attachments": [{"url": "https://example.com/a.doc", "contentType": null}]}
    /// ```
    ///
    /// Write `"contentType": "application/msword"`; `application/octet-stream` if the type is not
    /// known.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Attachment object.
    "attachment-content-type-not-string" {
        family: Message,
        summary: "the contentType of an attachment is not a string",
        blame: Sender,
        levels: Levels::all(Level::Error),
        statements: ["DL-160"],
        since: "0.1.0",
        check: Check::Shape(&[
            case(ObjectKind::Attachment, "contentType", Fault::Type),
            case(ObjectKind::Attachment, "contentType", Fault::Null),
        ]),
    }
}
