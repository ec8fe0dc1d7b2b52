//! `user-id-empty`.

use directline_types::Operation;

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The parameter `userId` of an upload, where present, has a value.
    ///
    /// ## Why it matters
    ///
    /// An empty string is no user id: the service does not know who sends the files.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/conversations/abc123/upload?userId= HTTP/1.1
    /// ```
    ///
    /// Write `userId=user1`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Upload and Send File(s). Send a message to the bot in
    /// Direct Line API 1.1, Send a single attachment by upload.
    "user-id-empty" {
        family: Upload,
        summary: "the userId of an upload is empty",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-061", "DL-122"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    if facts.operation() != Some(Operation::Upload) {
        return Outcome::NotApplicable;
    }
    let mut outcome = Outcome::NotApplicable;
    for (value, at) in facts.request().target.parameters("userId") {
        outcome = Outcome::Decided;
        if value.is_empty() {
            let place = Facts::parameter_place("userId", value, at);
            sink.violation(place, "the userId is empty", "userId without a value", "the id of the user");
        }
    }
    outcome
}
