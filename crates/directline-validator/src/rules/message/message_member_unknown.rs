//! `message-member-unknown`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, any};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// A Message has no members beside those of the reference page: `id`, `conversationId`, `created`,
    /// `from`, `text`, `channelData`, `images` and `attachments`. Members of Direct Line 3.0 and of the
    /// Bot Framework v1 connector, a wrapper `message`, and misspelt names are told with a hint.
    ///
    /// A documented name in another letter case is `member-name-case`. `eTag`, which the Swagger file
    /// has, is `e-tag-undocumented`. What stands inside `channelData` is free and not looked at.
    ///
    /// ## Why it matters
    ///
    /// No reader looks for a name that is not documented, so the content of a misspelt member is lost; a
    /// strict reader refuses the whole message.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "user1", "text": "hello", "type": "message"}
    /// ```
    ///
    /// Leave `type` out: it belongs to Direct Line 3.0. Content for a certain channel goes into
    /// `channelData`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object: the example contains all possible
    /// properties.
    "message-member-unknown" {
        family: Message,
        summary: "a message has a member that is not documented",
        blame: Sender,
        levels: Levels::all(Level::Warning).strict(Level::Error).observed(Level::Note),
        statements: ["DL-099"],
        since: "0.1.0",
        check: Check::Shape(&[any(ObjectKind::Message, Fault::Unknown)]),
    }
}
