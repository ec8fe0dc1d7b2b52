//! `token-empty`.

use directline_types::ObjectKind;

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The string of a token response, and the member `token` of a Conversation, is not empty and not
    /// only white space. Its form is opaque and not checked any further.
    ///
    /// ## Why it matters
    ///
    /// An empty token gives access to nothing.
    ///
    /// ## Example
    ///
    /// ```json
    /// ""
    /// ```
    ///
    /// Answer a token.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Generate Token, Refresh Token, Conversation object.
    "token-empty" {
        family: Response,
        summary: "the token is an empty string",
        blame: Service,
        levels: Levels::all(Level::Error),
        statements: ["DL-023", "DL-027", "DL-172"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    if !matches!(facts.returns(), Some(ObjectKind::Token | ObjectKind::Conversation)) {
        return Outcome::NotApplicable;
    }
    facts.answer.each(sink, |subject, sink| {
        let (token, member) = if subject.object == ObjectKind::Token {
            (subject.value.as_str(), None)
        } else {
            let member = subject.text("token")?;
            (Some(member.text), Some(member.value))
        };
        let place =
            || member.map_or_else(|| subject.place(), |value| subject.place_of_member("token", value));
        if token?.trim().is_empty() {
            sink.violation(place(), "the token is empty", "an empty string", "a token");
        }
        Some(())
    })
}
