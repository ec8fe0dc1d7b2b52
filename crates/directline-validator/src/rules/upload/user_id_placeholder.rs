//! `user-id-placeholder`.

use directline_exchange::Reason;
use directline_types::Operation;

use crate::facts::{Facts, Filling, filling};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, percent, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The parameter `userId` of an upload, percent-decoded, is not the placeholder of the documents
    /// (`{userId}`, also in other brackets or without any, or another word in braces) and not what a
    /// script writes for a value that it does not have: `undefined`, `null`, `None`, `NaN`,
    /// `[object Object]`.
    ///
    /// A variable of the tool that wrote the recording, `{{userId}}`, and a value that was redacted are
    /// not what was sent: the rule is inconclusive.
    ///
    /// ## Why it matters
    ///
    /// `{userId}` in the documents stands for the id of the user. The service takes such a text for an id like
    /// any other, so all users of the client become one.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/conversations/abc123/upload?userId={userId} HTTP/1.1
    /// ```
    ///
    /// Write `userId=user1`.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send a single attachment by upload.
    "user-id-placeholder" {
        family: Upload,
        summary: "the userId of an upload is a placeholder",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-122"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

/// What templates call the id of a user.
pub(super) const NAMES: [&str; 3] = ["userId", "user_id", "user-id"];

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    if facts.operation() != Some(Operation::Upload) {
        return Outcome::NotApplicable;
    }
    let mut outcome = Outcome::NotApplicable;
    for (value, at) in facts.request().target.parameters("userId") {
        let decoded = percent::decode_text(value);
        match filling(&decoded, &NAMES) {
            Filling::Hidden => return Outcome::Inconclusive(Reason::NotRecorded),
            Filling::Value => outcome = Outcome::Decided,
            Filling::Placeholder => {
                outcome = Outcome::Decided;
                sink.violation(
                    Facts::parameter_place("userId", value, at),
                    "the userId is a placeholder",
                    quote::text(&decoded),
                    "the id of the user",
                );
            }
        }
    }
    outcome
}
