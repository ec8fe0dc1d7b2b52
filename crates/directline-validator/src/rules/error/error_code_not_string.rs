//! `error-code-not-string`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The member `code` of an Error, where present, is a JSON string. For `null` see
    /// `error-member-null`.
    ///
    /// ## Why it matters
    ///
    /// Clients compare it with the documented names.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"error": {"code": 404, "message": "no such conversation"}}
    /// ```
    ///
    /// Write `"code": "NotFound"`; the number belongs into `statusCode`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Error object.
    "error-code-not-string" {
        family: Error,
        summary: "the code of an Error is not a string",
        blame: Service,
        levels: Levels::all(Level::Error),
        statements: ["DL-180"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::Error, "code", Fault::Type)]),
    }
}
