//! `authorization-scheme-unknown`.

use crate::facts::{Authorization, Facts};
use crate::hint;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// The first word of the `Authorization` header is `Bearer` or `BotConnector`, in any letter case
    /// (see `authorization-scheme-case`). A secret or token that stands alone, without a scheme, is named
    /// as such.
    ///
    /// Inconclusive where the recording hides the scheme.
    ///
    /// ## Why it matters
    ///
    /// The service does not look for a credential behind another scheme and answers as if there were
    /// none.
    ///
    /// ## Example
    ///
    /// ```http
    /// Authorization: RCurR_XV9ZA.cwA.BKA.iaJrC8xpy8q
    /// ```
    ///
    /// Write `Authorization: Bearer RCurR_XV9ZA.cwA.BKA.iaJrC8xpy8q`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Headers.
    "authorization-scheme-unknown" {
        family: Transport,
        summary: "the authorization scheme is neither Bearer nor BotConnector",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-005"],
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
    let scheme = match (header.scheme.as_deref(), &header.credential) {
        (None, Err(reason)) => return Outcome::Inconclusive(*reason),
        (None | Some(""), _) => return Outcome::NotApplicable,
        (Some(scheme), _) => scheme,
    };
    if header.known_scheme.is_some() {
        return Outcome::Decided;
    }
    let stands_alone = header.credential.as_ref().is_ok_and(|(credential, _)| credential.is_empty());
    let (message, found) = if !stands_alone || is_known_elsewhere(scheme) {
        ("the authorization scheme is not a documented one", named(scheme))
    } else {
        ("the Authorization header holds a credential without a scheme", "one word".to_owned())
    };
    let place = Place::of(Part::RequestHeader).named("Authorization").at(0..header.scheme_length);
    sink.violation(place, message, found, "scheme Bearer or BotConnector");
    Outcome::Decided
}

/// The scheme by name, if it is one. Any other first word may be a part of the secret.
fn named(scheme: &str) -> String {
    if is_known_elsewhere(scheme) { format!("scheme {scheme}") } else { "another first word".to_owned() }
}

/// Whether a word is an authentication scheme of another service or nearly one of the documented two.
fn is_known_elsewhere(word: &str) -> bool {
    let others =
        ["Basic", "Digest", "Negotiate", "NTLM", "OAuth", "SharedKey", "Token", "ApiKey", "Secret", "Hawk"];
    others.iter().any(|scheme| scheme.eq_ignore_ascii_case(word))
        || ["Bearer", "BotConnector"].iter().any(|scheme| hint::near(scheme, word))
}
