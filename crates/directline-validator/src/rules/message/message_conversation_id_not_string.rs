//! `message-conversation-id-not-string`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The member `conversationId` of a Message, where present, is a JSON string. Its format is not
    /// checked: ids are opaque. `null` is `message-member-null`. Whether it is that of the path is
    /// `sent-conversation-id-mismatch` and `received-conversation-id-mismatch`.
    ///
    /// ## Why it matters
    ///
    /// A reader that expects a string fails on anything else, and with it the whole message.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"conversationId": 126, "from": "user1", "text": "hello"}
    /// ```
    ///
    /// Write `"conversationId": "126"`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object.
    "message-conversation-id-not-string" {
        family: Message,
        summary: "the conversationId of a message is not a string",
        blame: Sender,
        levels: Levels::all(Level::Error),
        statements: ["DL-075"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::Message, "conversationId", Fault::Type)]),
    }
}
