//! `error-code-missing`.

use directline_json::Kind;

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// An Error has the member `code`. No document says that it must be there. For `null` see
    /// `error-member-null`.
    ///
    /// ## Why it matters
    ///
    /// The code is the part of an error that a program can act on; the text of the message may change.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"error": {"message": "no such conversation"}}
    /// ```
    ///
    /// Add `"code": "NotFound"`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Error object.
    "error-code-missing" {
        family: Error,
        summary: "an Error has no code",
        blame: Service,
        levels: Levels::all(Level::Note),
        statements: ["DL-180", "DL-181"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.error.each(sink, |subject, sink| {
        let error = subject.value.get("error").filter(|error| error.kind() == Kind::Object);
        let error = error?;
        if error.get("code").is_none() {
            let place = subject.place_of_member("error", error);
            sink.violation(
                place,
                "Error has no member code",
                "Error without code",
                "code, one of the documented codes",
            );
        }
        Some(())
    })
}
