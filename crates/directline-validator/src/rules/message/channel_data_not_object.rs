//! `channel-data-not-object`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The member `channelData` of a Message, where present, is a JSON object. Strings, numbers,
    /// booleans and arrays are violations; `null` is `message-member-null`. An empty string is a
    /// string: what the documents call left empty is an absent member or an object without members.
    ///
    /// What stands inside the object is free and not looked at.
    ///
    /// ## Why it matters
    ///
    /// The documents forbid simple types. An array was seen to make the service answer 500, and to
    /// break clients that expect an object.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "user1", "text": "hello", "channelData": ["a", "b"]}
    /// ```
    ///
    /// Write `"channelData": {"items": ["a", "b"]}`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object: must either be set to a complex object or
    /// left empty. That an array is answered 500 is observed on the real service.
    "channel-data-not-object" {
        family: Message,
        summary: "the channelData of a message is not an object",
        blame: Sender,
        levels: Levels::all(Level::Error),
        statements: ["DL-085", "DL-086", "DL-087"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::Message, "channelData", Fault::Type)]),
    }
}
