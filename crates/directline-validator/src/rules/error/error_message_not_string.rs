//! `error-message-not-string`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The member `message` of an Error, where present, is a JSON string. Its text is free. For `null`
    /// see `error-member-null`.
    ///
    /// ## Why it matters
    ///
    /// Clients show or log the text; a reader that expects a string fails on anything else, and the
    /// reason of the error is lost.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"error": {"code": "MalformedData", "message": ["line 1", "line 2"]}}
    /// ```
    ///
    /// Write one string.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Error object.
    "error-message-not-string" {
        family: Error,
        summary: "the message of an Error is not a string",
        blame: Service,
        levels: Levels::all(Level::Error),
        statements: ["DL-182"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::Error, "message", Fault::Type)]),
    }
}
