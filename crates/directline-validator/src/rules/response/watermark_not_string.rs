//! `watermark-not-string`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The member `watermark` of a `MessageSet` is a JSON string, even where it looks like a number. For
    /// `null` see `watermark-null`. The text is opaque and not checked.
    ///
    /// ## Why it matters
    ///
    /// A watermark is sent back verbatim. One that passes through a number loses leading zeros and
    /// digits, and cannot take the form that the documents show, `0001a-95`.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"messages": [], "watermark": 2}
    /// ```
    ///
    /// Write `"watermark": "2"`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, `MessageSet` object.
    "watermark-not-string" {
        family: Response,
        summary: "the watermark of a MessageSet is not a string",
        blame: Service,
        levels: Levels::all(Level::Error),
        statements: ["DL-151"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::MessageSet, "watermark", Fault::Type)]),
    }
}
