//! `e-tag-null`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The member `eTag` of a Message, `MessageSet` or Conversation is not `null`.
    ///
    /// ## Why it matters
    ///
    /// No document says what `null` means. Most readers take it for absent, a strict one refuses it.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"messages": [], "watermark": "1", "eTag": null}
    /// ```
    ///
    /// Leave out `eTag`.
    ///
    /// ## Source
    ///
    /// Known from the Swagger file of Direct Line API 1.1, where `eTag` is a string.
    "e-tag-null" {
        family: Message,
        summary: "an eTag is null",
        blame: Sender,
        levels: Levels::all(Level::Note).strict(Level::Error),
        statements: ["EX-19"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::Message, "eTag", Fault::Null), case(ObjectKind::MessageSet, "eTag", Fault::Null), case(ObjectKind::Conversation, "eTag", Fault::Null)]),
    }
}
