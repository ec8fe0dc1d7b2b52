//! `expires-in-not-positive`.

use directline_types::{JsonNumber, ObjectKind};

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The number in `expires_in` is greater than zero. How far it is from the 1800 of the documents is
    /// not judged.
    ///
    /// ## Why it matters
    ///
    /// It is the number of seconds until the token expires: a token that has expired when it is handed
    /// out is of no use.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"conversationId": "abc123", "token": "TOKEN", "expires_in": 0}
    /// ```
    ///
    /// Answer the seconds that are left, 1800 for a new token.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Conversation object.
    "expires-in-not-positive" {
        family: Response,
        summary: "expires_in is zero or negative",
        blame: Service,
        levels: Levels::all(Level::Error),
        statements: ["DL-175"],
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
        if !is_positive(&number) {
            let place = subject.place_of_member("expires_in", value);
            sink.violation(
                place,
                "Conversation.expires_in is not above zero",
                quote::value(value),
                "a number of seconds above zero",
            );
        }
        Some(())
    })
}

/// Whether a number is above zero, judged on its digits: no number is too small or too great for that.
pub(super) fn is_positive(number: &JsonNumber) -> bool {
    let text = number.as_str();
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    !text.starts_with('-') && mantissa.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sign_is_read_from_the_digits() {
        for (text, expected) in [
            ("1800", true),
            ("0", false),
            ("-0", false),
            ("0.0e5", false),
            ("-1", false),
            ("1e-999", true),
            ("0.001", true),
            ("-1e999", false),
        ] {
            assert_eq!(is_positive(&JsonNumber::parse(text).unwrap()), expected, "{text}");
        }
    }
}
