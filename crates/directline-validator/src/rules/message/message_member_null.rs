//! `message-member-null`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// A member of a Message that has no value is left out. `null` is named here for `id`,
    /// `conversationId`, `created`, `text`, `channelData`, `images` and `attachments`; for `from` by
    /// `from-null`.
    ///
    /// Absent, `null` and empty are three different things. The documents say of `channelData` that it
    /// may be left empty; they never show `null`.
    ///
    /// ## Why it matters
    ///
    /// Serializers write `null` for every member that is not set, and most readers take it for absent.
    /// The documents give each member a type, and `null` is of none of them, so a strict reader refuses
    /// the message.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "user1", "text": "hello", "channelData": null}
    /// ```
    ///
    /// Leave `channelData` out.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object. That clients send `null` and the service
    /// takes it is observed on the real service.
    "message-member-null" {
        family: Message,
        summary: "a member of a message is null",
        blame: Sender,
        levels: Levels::all(Level::Note).strict(Level::Error),
        statements: ["DL-099"],
        since: "0.1.0",
        check: Check::Shape(&[
            case(ObjectKind::Message, "id", Fault::Null),
            case(ObjectKind::Message, "conversationId", Fault::Null),
            case(ObjectKind::Message, "created", Fault::Null),
            case(ObjectKind::Message, "text", Fault::Null),
            case(ObjectKind::Message, "channelData", Fault::Null),
            case(ObjectKind::Message, "images", Fault::Null),
            case(ObjectKind::Message, "attachments", Fault::Null),
        ]),
    }
}
