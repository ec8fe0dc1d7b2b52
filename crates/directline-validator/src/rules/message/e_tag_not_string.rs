//! `e-tag-not-string`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The member `eTag` of a Message, `MessageSet` or Conversation, where present, is a JSON string. For
    /// `null` see `e-tag-null`. What the string holds is opaque and not checked.
    ///
    /// ## Why it matters
    ///
    /// The member is known only as a string; a reader that was written for it fails on anything else.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"text": "hello", "eTag": 17}
    /// ```
    ///
    /// Write `"eTag": "17"`, or leave it out.
    ///
    /// ## Source
    ///
    /// Known from the Swagger file of Direct Line API 1.1, Message, `MessageSet` and Conversation; a
    /// string was observed on the real service.
    "e-tag-not-string" {
        family: Message,
        summary: "an eTag is not a string",
        blame: Sender,
        levels: Levels::all(Level::Error),
        statements: ["EX-19"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::Message, "eTag", Fault::Type), case(ObjectKind::MessageSet, "eTag", Fault::Type), case(ObjectKind::Conversation, "eTag", Fault::Type)]),
    }
}
