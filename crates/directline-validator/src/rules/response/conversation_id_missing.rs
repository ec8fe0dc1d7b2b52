//! `conversation-id-missing`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// A Conversation has the member `conversationId`. No document says which members of a Conversation
    /// must be there: this one is required by inference, because the object is of no use without it.
    ///
    /// ## Why it matters
    ///
    /// Every further request names the conversation by this id.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"token": "TOKEN", "expires_in": 1800}
    /// ```
    ///
    /// Add `conversationId`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Start Conversation and Conversation object; Start a
    /// conversation in Direct Line API 1.1 shows the member.
    "conversation-id-missing" {
        family: Response,
        summary: "a Conversation has no conversationId",
        blame: Service,
        levels: Levels::all(Level::Error),
        statements: ["DL-032", "DL-170", "DL-171", "EX-10"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::Conversation, "conversationId", Fault::Missing)]),
    }
}
