//! `conversation-token-missing`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// A Conversation has the member `token`. No document says which members of a Conversation must be
    /// there: this one is required by inference, because the object is of no use without it.
    ///
    /// ## Why it matters
    ///
    /// A client that started the conversation with a token has no other credential for it after that one
    /// expires.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"conversationId": "abc123", "expires_in": 1800}
    /// ```
    ///
    /// Add `token`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Start Conversation and Conversation object; Start a
    /// conversation in Direct Line API 1.1 shows the member.
    "conversation-token-missing" {
        family: Response,
        summary: "a Conversation has no token",
        blame: Service,
        levels: Levels::all(Level::Error),
        statements: ["DL-032", "DL-172", "EX-10"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::Conversation, "token", Fault::Missing)]),
    }
}
