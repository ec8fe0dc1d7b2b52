//! `error-text-missing`.

use directline_json::Kind;

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// An Error has the member `message`. No document says that it must be there. For `null` see
    /// `error-member-null`.
    ///
    /// ## Why it matters
    ///
    /// Without a description whoever reads the log has nothing but the code. The real service was seen to
    /// leave it out.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"error": {"code": "ServiceError"}}
    /// ```
    ///
    /// Add `"message": "the bot did not answer in time"`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Error object. An Error without message was observed on the
    /// real service.
    "error-text-missing" {
        family: Error,
        summary: "an Error has no message",
        blame: Service,
        levels: Levels::all(Level::Note),
        statements: ["DL-182"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.error.each(sink, |subject, sink| {
        let error = subject.value.get("error").filter(|error| error.kind() == Kind::Object);
        let error = error?;
        if error.get("message").is_none() {
            let place = subject.place_of_member("error", error);
            sink.violation(
                place,
                "Error has no member message",
                "Error without message",
                "message, a description of the error",
            );
        }
        Some(())
    })
}
