//! `error-code-undocumented`.

use directline_json::Value;
use directline_types::ObjectKind;

use crate::hint::CODES_KNOWN_ELSEWHERE;
use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case_if};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The `code` of an Error is not one of those that the real service and Direct Line 3.0 use beside
    /// the nine documented ones: `BadArgument`, `BotRejectedActivity`, `TokenExpired`. Any other code
    /// outside the list is reported by `error-code-unknown`.
    ///
    /// ## Why it matters
    ///
    /// A client that knows the nine codes, as an enumeration for example, fails on any other. The
    /// deviation is known, so it is a note under the profile `observed`.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"error": {"code": "BadArgument", "message": "Missing token or secret"}}
    /// ```
    ///
    /// Answer one of the nine documented codes.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Error object (the list of codes). `BadArgument` was observed
    /// on the real service; the others belong to Direct Line API 3.0.
    "error-code-undocumented" {
        family: Error,
        summary: "an error code is known from elsewhere, but not documented",
        blame: Service,
        levels: Levels::all(Level::Error).observed(Level::Note),
        statements: ["DL-181"],
        since: "0.1.0",
        check: Check::Shape(&[case_if(ObjectKind::Error, "code", Fault::Value, is_known_elsewhere)]),
    }
}

/// Whether a code is known from outside the reference page.
pub(super) fn is_known_elsewhere(code: Value<'_>) -> bool {
    code.as_str().is_some_and(|code| CODES_KNOWN_ELSEWHERE.contains(&&*code))
}
