//! `authorization-scheme-case`.

use crate::facts::{Authorization, Facts};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// The scheme is written `Bearer` or `BotConnector`, in exactly this letter case.
    ///
    /// ## Why it matters
    ///
    /// HTTP compares schemes without case (RFC 9110, section 11.1), and the real service was seen to do
    /// so; an implementation that compares exactly does not find the credential.
    ///
    /// ## Example
    ///
    /// ```http
    /// Authorization: BOTCONNECTOR SECRET_OR_TOKEN
    /// ```
    ///
    /// Write `BotConnector`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Headers. That other letter case is accepted was observed on
    /// the real service.
    "authorization-scheme-case" {
        family: Transport,
        summary: "the authorization scheme is written in other letter case",
        blame: Client,
        levels: Levels::all(Level::Note).strict(Level::Error),
        statements: ["DL-005", "DL-006", "DL-007"],
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
    let (Some(written), Some(documented)) = (header.scheme.as_deref(), header.known_scheme) else {
        return match (&header.scheme, &header.credential) {
            (None, Err(reason)) => Outcome::Inconclusive(*reason),
            _ => Outcome::NotApplicable,
        };
    };
    if written != documented {
        sink.violation(
            Place::of(Part::RequestHeader).named("Authorization").at(0..written.len()),
            "the authorization scheme is written in other letter case",
            format!("scheme {written}"),
            format!("scheme {documented}"),
        );
    }
    Outcome::Decided
}
