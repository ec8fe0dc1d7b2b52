//! `error-member-null`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The members `code`, `message` and `statusCode` of an Error are not `null`.
    ///
    /// ## Why it matters
    ///
    /// No document says what `null` means. Most readers take it for absent, a strict one refuses it.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"error": {"code": "NotFound", "message": "no such conversation", "statusCode": null}}
    /// ```
    ///
    /// Leave out `statusCode`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Error object (the types of the members).
    "error-member-null" {
        family: Error,
        summary: "a member of an Error is null",
        blame: Service,
        levels: Levels::all(Level::Note).strict(Level::Error),
        statements: ["DL-180", "DL-182", "DL-183"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::Error, "code", Fault::Null), case(ObjectKind::Error, "message", Fault::Null), case(ObjectKind::Error, "statusCode", Fault::Null)]),
    }
}
