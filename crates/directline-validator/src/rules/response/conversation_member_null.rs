//! `conversation-member-null`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The optional member of a Conversation, `expires_in`, is not `null`. For `conversationId` and
    /// `token` `null` is an error (`conversation-id-not-string`, `conversation-token-not-string`); for
    /// `eTag` see `e-tag-null`.
    ///
    /// ## Why it matters
    ///
    /// No document says what `null` means. Most readers take it for absent, a strict one refuses it.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"conversationId": "abc123", "token": "TOKEN", "expires_in": null}
    /// ```
    ///
    /// Leave out `expires_in`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Conversation object (`expires_in` is a number).
    "conversation-member-null" {
        family: Response,
        summary: "the expires_in of a Conversation is null",
        blame: Service,
        levels: Levels::all(Level::Note).strict(Level::Error),
        statements: ["DL-174"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::Conversation, "expires_in", Fault::Null)]),
    }
}
