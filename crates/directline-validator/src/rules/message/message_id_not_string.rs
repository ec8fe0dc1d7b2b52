//! `message-id-not-string`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The member `id` of a Message, where present, is a JSON string. Its format is not checked: ids
    /// are opaque. `null` is `message-member-null`.
    ///
    /// ## Why it matters
    ///
    /// An id such as `CuvLPID4kDb|000000000000000004` cannot be written as a number; a reader that
    /// expects a string fails on anything else, and with it the whole message.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"id": 4, "from": "examplebot", "text": "Hello!"}
    /// ```
    ///
    /// Write `"id": "CuvLPID4kDb|000000000000000004"`; a client that sends a message leaves `id` out.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object.
    "message-id-not-string" {
        family: Message,
        summary: "the id of a message is not a string",
        blame: Sender,
        levels: Levels::all(Level::Error),
        statements: ["DL-072"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::Message, "id", Fault::Type)]),
    }
}
