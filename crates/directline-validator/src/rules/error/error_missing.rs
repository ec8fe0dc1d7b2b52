//! `error-missing`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// A JSON object that is answered with status 400 or above has the member `error`. No document says
    /// that it must: it is required by inference, because without it the object is no `ErrorMessage`.
    /// Other members of such an object are not reported one by one.
    ///
    /// ## Why it matters
    ///
    /// A client that looks for `error.code` finds nothing. The bare `{"message": "…"}` is what the server
    /// framework of the real service answers when the request did not reach the API proper.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"message": "An error has occurred."}
    /// ```
    ///
    /// Answer `{"error": {"code": "Internal", "message": "An error has occurred."}}`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, `ErrorMessage` object. The bare form was observed on the real
    /// service in 2016.
    "error-missing" {
        family: Error,
        summary: "an error body has no error member",
        blame: Service,
        levels: Levels::all(Level::Warning).strict(Level::Error).observed(Level::Note),
        statements: ["DL-190", "DL-191"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::ErrorMessage, "error", Fault::Missing)]),
    }
}
