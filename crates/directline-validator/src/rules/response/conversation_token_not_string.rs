//! `conversation-token-not-string`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The member `token` of a Conversation is a JSON string. `null` is no string.
    ///
    /// ## Why it matters
    ///
    /// A client cannot send anything but a string as its credential.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"conversationId": "abc123", "token": {"value": "TOKEN"}}
    /// ```
    ///
    /// Write `"token": "TOKEN"`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Conversation object.
    "conversation-token-not-string" {
        family: Response,
        summary: "the token of a Conversation is not a string",
        blame: Service,
        levels: Levels::all(Level::Error),
        statements: ["DL-172"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::Conversation, "token", Fault::Type), case(ObjectKind::Conversation, "token", Fault::Null)]),
    }
}
