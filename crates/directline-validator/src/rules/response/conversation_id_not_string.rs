//! `conversation-id-not-string`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The member `conversationId` of a Conversation is a JSON string. `null` is no string.
    ///
    /// ## Why it matters
    ///
    /// A reader that expects a string fails on anything else, and with it the whole response.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"conversationId": 123, "token": "TOKEN"}
    /// ```
    ///
    /// Write `"conversationId": "123"`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Conversation object.
    "conversation-id-not-string" {
        family: Response,
        summary: "the conversationId of a Conversation is not a string",
        blame: Service,
        levels: Levels::all(Level::Error),
        statements: ["DL-170"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::Conversation, "conversationId", Fault::Type), case(ObjectKind::Conversation, "conversationId", Fault::Null)]),
    }
}
