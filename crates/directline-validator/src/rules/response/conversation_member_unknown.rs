//! `conversation-member-unknown`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, any};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// A Conversation has no other members than `conversationId`, `token` and `expires_in`. `eTag`, which
    /// the Swagger file adds, is reported by `e-tag-undocumented`. Members that only other protocols have
    /// are named as such in the finding.
    ///
    /// ## Why it matters
    ///
    /// A client does not know what to do with the member, and one that reads strictly refuses the whole
    /// response.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"conversationId": "abc123", "token": "TOKEN", "streamUrl": "wss://example.com/"}
    /// ```
    ///
    /// Leave out `streamUrl`: it belongs to Direct Line 3.0.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Schema and Conversation object. That the list of members is
    /// closed is inferred.
    "conversation-member-unknown" {
        family: Response,
        summary: "a Conversation has a member that is not documented",
        blame: Service,
        levels: Levels::all(Level::Warning).strict(Level::Error).observed(Level::Note),
        statements: ["DL-070", "DL-170", "DL-172", "DL-174"],
        since: "0.1.0",
        check: Check::Shape(&[any(ObjectKind::Conversation, Fault::Unknown)]),
    }
}
