//! `error-code-unknown`.

use directline_json::Value;
use directline_types::ObjectKind;

use super::error_code_undocumented::is_known_elsewhere;
use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case_if};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The `code` of an Error is one of `MissingProperty`, `MalformedData`, `NotFound`, `ServiceError`,
    /// `Internal`, `InvalidRange`, `NotSupported`, `NotAllowed`, `BadCertificate`, in exactly this letter
    /// case. A code that is a documented one misspelt is named in the finding; codes that other editions
    /// use are reported by `error-code-undocumented`.
    ///
    /// Which code belongs to which status is not documented and not checked.
    ///
    /// ## Why it matters
    ///
    /// Clients compare the code with the documented names; one that reads it as an enumeration fails on
    /// any other.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"error": {"code": "notFound", "message": "no such conversation"}}
    /// ```
    ///
    /// Write `"code": "NotFound"`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Error object (the list of codes).
    "error-code-unknown" {
        family: Error,
        summary: "an error code is not one of the documented ones",
        blame: Service,
        levels: Levels::all(Level::Error),
        statements: ["DL-181"],
        since: "0.1.0",
        check: Check::Shape(&[case_if(ObjectKind::Error, "code", Fault::Value, is_unknown)]),
    }
}

fn is_unknown(code: Value<'_>) -> bool {
    !is_known_elsewhere(code)
}
