//! `error-not-object`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, any, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The member `error` of an `ErrorMessage` is a JSON object, an Error. `null` is no object.
    ///
    /// ## Why it matters
    ///
    /// A client that looks for `error.code` finds nothing in anything else.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"error": "NotFound"}
    /// ```
    ///
    /// Write `{"error": {"code": "NotFound"}}`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, `ErrorMessage` object.
    "error-not-object" {
        family: Error,
        summary: "the error of an ErrorMessage is not an object",
        blame: Service,
        levels: Levels::all(Level::Error),
        statements: ["DL-191"],
        since: "0.1.0",
        check: Check::Shape(&[any(ObjectKind::Error, Fault::Type), case(ObjectKind::ErrorMessage, "error", Fault::Type), case(ObjectKind::ErrorMessage, "error", Fault::Null)]),
    }
}
