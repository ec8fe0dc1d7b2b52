//! `error-message-not-object`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, any};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The body of a response with status 400 or above, if it is JSON, is an object, an `ErrorMessage`.
    ///
    /// ## Why it matters
    ///
    /// A client that looks for `error.code` finds nothing in anything else.
    ///
    /// ## Example
    ///
    /// ```json
    /// "no such conversation"
    /// ```
    ///
    /// Answer `{"error": {"code": "NotFound", "message": "no such conversation"}}`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, `ErrorMessage` object.
    "error-message-not-object" {
        family: Error,
        summary: "the JSON body of an error response is not an object",
        blame: Service,
        levels: Levels::all(Level::Warning).strict(Level::Error),
        statements: ["DL-190"],
        since: "0.1.0",
        check: Check::Shape(&[any(ObjectKind::ErrorMessage, Fault::Type)]),
    }
}
