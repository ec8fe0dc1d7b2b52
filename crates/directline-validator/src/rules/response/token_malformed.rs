//! `token-malformed`.

use std::cell::Cell;

use directline_exchange::{Reason, is_placeholder};
use directline_types::ObjectKind;

use crate::facts::{CredentialFault, Facts};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The string of a token response, and the member `token` of a Conversation, can be sent as it is after
    /// the scheme of the `Authorization` header: no quotes around it, no white space inside, no scheme in
    /// front, no placeholder of a template. What a client sends so is `credential-malformed`. Nothing else is
    /// asked of a token: it is opaque. An empty one is `token-empty`.
    ///
    /// Inconclusive where the recording hides the token.
    ///
    /// ## Why it matters
    ///
    /// A client puts the token into a header as it came. Quotes, or a scheme, that the service put into the
    /// string are sent back and taken for a part of the token.
    ///
    /// ## Example
    ///
    /// ```json
    /// "Bearer RCurR_XV9ZA.cwA.BKA.iaJrC8xpy8q"
    /// ```
    ///
    /// Answer `"RCurR_XV9ZA.cwA.BKA.iaJrC8xpy8q"`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Generate Token, Refresh Token, Conversation object, and Headers
    /// (a secret or token follows the scheme).
    "token-malformed" {
        family: Response,
        summary: "the token cannot be sent as a credential",
        blame: Service,
        levels: Levels::all(Level::Warning).strict(Level::Error),
        statements: ["DL-023", "DL-027", "DL-172", "DL-006"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    if !matches!(facts.returns(), Some(ObjectKind::Token | ObjectKind::Conversation)) {
        return Outcome::NotApplicable;
    }
    let hidden = Cell::new(false);
    let outcome = facts.answer.each(sink, |subject, sink| {
        let (token, member) = if subject.object == ObjectKind::Token {
            (subject.value.as_str(), None)
        } else {
            let member = subject.text("token")?;
            (Some(member.text), Some(member.value))
        };
        let place =
            || member.map_or_else(|| subject.place(), |value| subject.place_of_member("token", value));
        let token = token.filter(|token| !token.trim().is_empty())?;
        if is_placeholder(&token) {
            hidden.set(true);
        } else if let Some(found) = CredentialFault::of(&token).map(words) {
            let expected = "a token that can follow the scheme as it is";
            sink.violation(place(), "the token cannot be sent as a credential", found, expected);
        }
        Some(())
    });
    if hidden.get() { Outcome::Inconclusive(Reason::RedactedByExporter) } else { outcome }
}

/// What stands there.
fn words(fault: CredentialFault) -> &'static str {
    match fault {
        CredentialFault::Joined => "two values with a comma between them",
        CredentialFault::Quoted => "quotes inside the JSON string",
        CredentialFault::SchemeTwice => "an authorization scheme in front",
        CredentialFault::Placeholder => "the name of a value in brackets",
        CredentialFault::ScriptValue => "what a script writes for a missing value",
        CredentialFault::JsonObject => "a JSON object inside the JSON string",
        CredentialFault::WhiteSpace => "white space inside",
    }
}
