//! `created-not-string`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The member `created` of a Message, where present, is a JSON string. What the string says is
    /// checked by `created-not-date-time` and its neighbours. `null` is `message-member-null`.
    ///
    /// ## Why it matters
    ///
    /// A number of seconds or milliseconds is no date and time to a reader that expects ISO 8601.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"created": 1477689591, "from": "examplebot", "text": "Hello!"}
    /// ```
    ///
    /// Write `"created": "2016-10-28T21:19:51Z"`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object.
    "created-not-string" {
        family: Message,
        summary: "the created time of a message is not a string",
        blame: Sender,
        levels: Levels::all(Level::Error),
        statements: ["DL-077"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::Message, "created", Fault::Type)]),
    }
}
