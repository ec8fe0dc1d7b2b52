//! `status-code-not-number`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The member `statusCode` of an Error, where present, is a JSON number. That it is absent is normal.
    /// For `null` see `error-member-null`.
    ///
    /// ## Why it matters
    ///
    /// A reader that expects a number fails on anything else, and the reason of the error is lost.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"error": {"code": "NotFound", "statusCode": "404"}}
    /// ```
    ///
    /// Write `"statusCode": 404`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Error object.
    "status-code-not-number" {
        family: Error,
        summary: "the statusCode of an Error is not a number",
        blame: Service,
        levels: Levels::all(Level::Error),
        statements: ["DL-183"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::Error, "statusCode", Fault::Type)]),
    }
}
