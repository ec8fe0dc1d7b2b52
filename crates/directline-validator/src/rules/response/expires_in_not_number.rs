//! `expires-in-not-number`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The member `expires_in` of a Conversation, where present, is a JSON number. That it may be absent
    /// is not judged; for `null` see `conversation-member-null`.
    ///
    /// ## Why it matters
    ///
    /// A client that expects a number does not know when to refresh the token.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"conversationId": "abc123", "token": "TOKEN", "expires_in": "1800"}
    /// ```
    ///
    /// Write `"expires_in": 1800`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Conversation object.
    "expires-in-not-number" {
        family: Response,
        summary: "expires_in is not a number",
        blame: Service,
        levels: Levels::all(Level::Error),
        statements: ["DL-174"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::Conversation, "expires_in", Fault::Type)]),
    }
}
