//! `token-not-string`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, any};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The body of a successful Generate Token or Refresh Token response is one JSON string.
    ///
    /// ## Why it matters
    ///
    /// Clients read the token from the string; an object with a member `token` is what Direct Line
    /// 3.0 answers, and a client of 1.1 cannot use it.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"token": "abc", "expires_in": 1800}
    /// ```
    ///
    /// Answer `"abc"`, quotes included.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Generate Token and Refresh Token; Authentication in
    /// Direct Line API 1.1.
    "token-not-string" {
        family: Response,
        summary: "the token response is not a JSON string",
        blame: Service,
        levels: Levels::all(Level::Error),
        statements: ["DL-023", "DL-027", "EX-02"],
        since: "0.1.0",
        check: Check::Shape(&[any(ObjectKind::Token, Fault::Type)]),
    }
}
