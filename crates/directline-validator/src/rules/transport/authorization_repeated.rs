//! `authorization-repeated`.

use crate::facts::{Authorization, CredentialFault, Facts};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// A request has one `Authorization` header with one credential. Two headers are reported, and also
    /// one value in which a recorder or proxy joined two by a comma (`Bearer a, Bearer b`). The other
    /// rules about authorization look at the first header only.
    ///
    /// ## Why it matters
    ///
    /// Which of two credentials counts is not defined (RFC 9110 allows the field once), so the request
    /// may be made for the wrong conversation or be refused.
    ///
    /// ## Example
    ///
    /// ```http
    /// Authorization: Bearer SECRET
    /// Authorization: Bearer TOKEN
    /// ```
    ///
    /// Send one of them.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Headers (the request includes an Authorization header). That
    /// the field stands alone is RFC 9110, section 11.6.2.
    "authorization-repeated" {
        family: Transport,
        summary: "the request has more than one Authorization header",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-003", "DL-004"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let Authorization::Sent(first) = &facts.authorization else { return Outcome::NotApplicable };
    let place = || Place::of(Part::RequestHeader).named("Authorization");
    let message = "the request has more than one Authorization header";
    let expected = "one Authorization header";
    if first.number > 1 {
        sink.violation(place(), message, format!("{} Authorization headers", first.number), expected);
    } else if first.fault == Some(CredentialFault::Joined) {
        sink.violation(place(), message, "two credentials, joined by a comma", expected);
    }
    Outcome::Decided
}
