//! `watermark-null`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The member `watermark` of a `MessageSet` is not `null`.
    ///
    /// ## Why it matters
    ///
    /// The real service was seen to answer `null` before the first message. A client that sends it back
    /// (`?watermark=null`) names a watermark that does not exist; one that takes it for a reset gets all
    /// messages again.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"messages": [], "watermark": null}
    /// ```
    ///
    /// Answer a watermark, even before the first message.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Get Messages and `MessageSet` object (a string). null was
    /// observed on the real service.
    "watermark-null" {
        family: Response,
        summary: "the watermark of a MessageSet is null",
        blame: Service,
        levels: Levels::all(Level::Warning).strict(Level::Error).observed(Level::Note),
        statements: ["DL-044", "DL-151", "EX-14"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::MessageSet, "watermark", Fault::Null)]),
    }
}
