//! `conversation-not-object`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, any};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The body of a successful Start Conversation response is a JSON object.
    ///
    /// ## Why it matters
    ///
    /// A client finds neither the conversation id nor the token in anything else.
    ///
    /// ## Example
    ///
    /// ```json
    /// ["abc123", "TOKEN"]
    /// ```
    ///
    /// Answer `{"conversationId": "abc123", "token": "TOKEN", "expires_in": 1800}`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Start Conversation and Conversation object.
    "conversation-not-object" {
        family: Response,
        summary: "the answer to Start Conversation is not a JSON object",
        blame: Service,
        levels: Levels::all(Level::Error),
        statements: ["DL-032"],
        since: "0.1.0",
        check: Check::Shape(&[any(ObjectKind::Conversation, Fault::Type)]),
    }
}
