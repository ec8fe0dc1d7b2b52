//! `credential-malformed`.

use crate::facts::{Authorization, CredentialFault, Facts};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// After the scheme stands one word. Reported are: quotes (the token response is a JSON string, and
    /// its quotes were sent along), a scheme that is written twice, a placeholder that was not filled in,
    /// what a script writes for a missing value (`undefined`), a whole JSON object, and white space
    /// inside.
    ///
    /// Secrets and tokens are opaque: their form is not checked any further. Inconclusive where the
    /// recording hides the credential.
    ///
    /// ## Why it matters
    ///
    /// The service cannot find such a credential and answers 401 or 403. Forgetting to remove the quotes
    /// of the token response is the most frequent cause.
    ///
    /// ## Example
    ///
    /// ```http
    /// Authorization: Bearer "TOKEN"
    /// ```
    ///
    /// Parse the token response as JSON and write `Authorization: Bearer TOKEN`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Headers; Authentication in Direct Line API 1.1 shows that the
    /// token response is a JSON string.
    "credential-malformed" {
        family: Transport,
        summary: "the credential cannot be a secret or a token",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-006", "DL-007"],
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
    let (credential, range) = match &header.credential {
        Err(reason) => return Outcome::Inconclusive(*reason),
        Ok((credential, range)) => (credential, range.clone()),
    };
    if header.known_scheme.is_none() || credential.is_empty() {
        return Outcome::NotApplicable;
    }
    let Some((message, found)) = header.fault.and_then(words) else {
        return Outcome::Decided;
    };
    let place = Place::of(Part::RequestHeader).named("Authorization");
    sink.violation(place.at(range), message, found, "one secret or token, without quotes or spaces");
    Outcome::Decided
}

/// What to say of a fault; two joined values are the business of `authorization-repeated`.
fn words(fault: CredentialFault) -> Option<(&'static str, &'static str)> {
    Some(match fault {
        CredentialFault::Joined => return None,
        CredentialFault::Quoted => {
            ("the credential stands in quotes", "the quotes of the JSON string were not removed")
        }
        CredentialFault::SchemeTwice => {
            ("the authorization scheme is written twice", "a scheme in place of the credential")
        }
        CredentialFault::Placeholder => {
            ("the credential is a placeholder", "the name of a value in brackets")
        }
        CredentialFault::ScriptValue => {
            ("the credential is a missing value of a script", "undefined, null or the like")
        }
        CredentialFault::JsonObject => {
            ("the credential is a JSON object", "an object instead of the token in it")
        }
        CredentialFault::WhiteSpace => {
            ("the credential has white space inside", "more than one word after the scheme")
        }
    })
}
