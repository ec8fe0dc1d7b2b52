//! `attachments-not-array`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The member `attachments` of a Message, where present, is a JSON array. Its elements are checked
    /// by the rules about attachments; `null` is `message-member-null`. An empty array is right.
    ///
    /// ## Why it matters
    ///
    /// A single attachment is an array of one. A reader that goes through an array finds nothing in an
    /// object.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "user1", "attachments": {"url": "https://example.com/a.doc", "contentType": "application/msword"}}
    /// ```
    ///
    /// Put the object into an array.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object.
    "attachments-not-array" {
        family: Message,
        summary: "the attachments of a message are not an array",
        blame: Sender,
        levels: Levels::all(Level::Error),
        statements: ["DL-094"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::Message, "attachments", Fault::Type)]),
    }
}
