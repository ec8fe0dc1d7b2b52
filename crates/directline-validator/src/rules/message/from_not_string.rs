//! `from-not-string`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The member `from` of a Message, where present, is a JSON string: a user id. `null` is
    /// `from-null`, an empty string `from-empty`.
    ///
    /// ## Why it matters
    ///
    /// An object with `id` and `name` is how Direct Line 3.0 writes a sender. To a reader of 1.1 such a
    /// message has no sender that it could know.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": {"id": "user1", "name": "Ann"}, "text": "hello"}
    /// ```
    ///
    /// Write `"from": "user1"`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object.
    "from-not-string" {
        family: Message,
        summary: "the sender of a message is not a string",
        blame: Sender,
        levels: Levels::all(Level::Error),
        statements: ["DL-079"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::Message, "from", Fault::Type)]),
    }
}
