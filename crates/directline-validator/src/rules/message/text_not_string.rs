//! `text-not-string`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The member `text` of a Message, where present, is a JSON string.
    ///
    /// ## Why it matters
    ///
    /// A reader that expects a string fails on anything else, and with it the whole message.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "user1", "text": 42}
    /// ```
    ///
    /// Write `"text": "42"`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object.
    "text-not-string" {
        family: Message,
        summary: "the text of a message is not a string",
        blame: Sender,
        levels: Levels::all(Level::Error),
        statements: ["DL-084"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::Message, "text", Fault::Type)]),
    }
}
