//! `expires-in-fraction`.

use directline_types::{JsonNumber, ObjectKind};

use super::expires_in_not_positive::is_positive;
use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The number in `expires_in` has no fraction. `1800.0` and `1.8e3` are whole numbers. Whether it
    /// fits into 32 bits is not checked. A number that is not above zero is `expires-in-not-positive`
    /// alone.
    ///
    /// ## Why it matters
    ///
    /// The Swagger file makes it a 32-bit integer, and clients generated from it refuse anything else.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"conversationId": "abc123", "token": "TOKEN", "expires_in": 1799.5}
    /// ```
    ///
    /// Round it down.
    ///
    /// ## Source
    ///
    /// Known from the Swagger file of Direct Line API 1.1; API reference - Direct Line API 1.1,
    /// Conversation object, says number.
    "expires-in-fraction" {
        family: Response,
        summary: "expires_in is not a whole number",
        blame: Service,
        levels: Levels::all(Level::Note),
        statements: ["EX-23", "DL-174"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    if facts.returns() != Some(ObjectKind::Conversation) {
        return Outcome::NotApplicable;
    }
    facts.answer.each(sink, |subject, sink| {
        let value = subject.value.get("expires_in")?;
        let number = value.number_text().and_then(|text| JsonNumber::parse(text).ok())?;
        if !number.is_integer() && is_positive(&number) {
            let place = subject.place_of_member("expires_in", value);
            sink.violation(
                place,
                "Conversation.expires_in is not a whole number",
                quote::value(value),
                "a whole number of seconds",
            );
        }
        Some(())
    })
}
