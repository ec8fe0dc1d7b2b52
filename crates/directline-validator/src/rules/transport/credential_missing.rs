//! `credential-missing`.

use crate::facts::{Authorization, Facts};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// A secret or a token follows the scheme in the `Authorization` header. A header without any value
    /// is reported, too.
    ///
    /// Inconclusive where the recording hides the credential.
    ///
    /// ## Why it matters
    ///
    /// A scheme alone authenticates nobody: the service answers 401.
    ///
    /// ## Example
    ///
    /// ```http
    /// Authorization: Bearer
    /// ```
    ///
    /// Write `Authorization: Bearer SECRET_OR_TOKEN`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Headers.
    "credential-missing" {
        family: Transport,
        summary: "the Authorization header has no credential",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-004", "DL-006", "DL-007"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let header = match &facts.authorization {
        Authorization::Unseen(reason) => return Outcome::Inconclusive(*reason),
        Authorization::Missing => return Outcome::NotApplicable,
        Authorization::Sent(header) => header,
    };
    let credential = match &header.credential {
        Err(reason) => return Outcome::Inconclusive(*reason),
        Ok((credential, _)) => credential,
    };
    let found = match (header.scheme.as_deref(), header.known_scheme) {
        (None | Some(""), _) => None,
        (Some(_), None) => return Outcome::NotApplicable,
        (Some(_), Some(scheme)) => Some(scheme),
    };
    if credential.is_empty() {
        let found = found.map_or_else(|| "an empty value".to_owned(), |scheme| format!("{scheme} alone"));
        sink.violation(
            Place::of(Part::RequestHeader).named("Authorization"),
            "the Authorization header has no credential",
            found,
            "a secret or a token after the scheme",
        );
    }
    Outcome::Decided
}
