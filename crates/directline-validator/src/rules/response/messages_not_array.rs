//! `messages-not-array`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The member `messages` of a `MessageSet` is a JSON array. `null` is no array: where there are no
    /// messages the array is empty. Its elements are judged by the rules about messages.
    ///
    /// ## Why it matters
    ///
    /// A reader that expects an array fails on anything else, and with it the whole response.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"messages": {"text": "hello"}, "watermark": "1"}
    /// ```
    ///
    /// Write `"messages": [{"text": "hello"}]`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, `MessageSet` object.
    "messages-not-array" {
        family: Response,
        summary: "the messages of a MessageSet are not an array",
        blame: Service,
        levels: Levels::all(Level::Error),
        statements: ["DL-150"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::MessageSet, "messages", Fault::Type), case(ObjectKind::MessageSet, "messages", Fault::Null)]),
    }
}
