//! `error-member-unknown`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, any};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// An `ErrorMessage` has no other member than `error`, and an Error none but `code`, `message` and
    /// `statusCode`. An object without `error` is reported as a whole by `error-missing`.
    ///
    /// ## Why it matters
    ///
    /// A client does not know what to do with the member, and one that reads strictly refuses the whole
    /// response.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"error": {"code": "NotFound", "message": "no such conversation", "innerHttpError": {}}}
    /// ```
    ///
    /// Leave out `innerHttpError`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Schema, Error object and `ErrorMessage` object. That the
    /// lists of members are closed is inferred.
    "error-member-unknown" {
        family: Error,
        summary: "an ErrorMessage or Error has a member that is not documented",
        blame: Service,
        levels: Levels::all(Level::Warning).strict(Level::Error).observed(Level::Note),
        statements: ["DL-070", "DL-190", "DL-191"],
        since: "0.1.0",
        check: Check::Shape(&[any(ObjectKind::Error, Fault::Unknown), any(ObjectKind::ErrorMessage, Fault::Unknown)]),
    }
}
