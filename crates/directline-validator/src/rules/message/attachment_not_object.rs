//! `attachment-not-object`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, any};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// Each element of the member `attachments` of a Message is a JSON object. `null` is none.
    ///
    /// ## Why it matters
    ///
    /// A bare URL does not say of which type the file is, and `images` is the only member that takes
    /// one.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "user1", "attachments": ["https://example.com/a.doc"]}
    /// ```
    ///
    /// Write `"attachments": [{"url": "https://example.com/a.doc", "contentType":
    /// "application/msword"}]`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object and Attachment object.
    "attachment-not-object" {
        family: Message,
        summary: "an attachment is not an object",
        blame: Sender,
        levels: Levels::all(Level::Error),
        statements: ["DL-094", "DL-096"],
        since: "0.1.0",
        check: Check::Shape(&[any(ObjectKind::Attachment, Fault::Type)]),
    }
}
