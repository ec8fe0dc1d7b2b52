//! `user-id-placeholder`.

use directline_exchange::Reason;
use directline_types::Operation;

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, percent, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The parameter `userId` of an upload, percent-decoded, is not a word in braces, such as
    /// `{userId}`. Two pairs of braces, `{{userId}}`, are a variable of the tool that wrote the
    /// recording: what was sent is then not recorded, and the rule is inconclusive.
    ///
    /// ## Why it matters
    ///
    /// `{userId}` in the documents stands for the id of the user. The service takes it for an id like
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
        summary: "the placeholder for the userId was left in the URL",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-122"],
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
        let decoded = percent::decode_text(value);
        let is_in = |open, close| decoded.starts_with(open) && decoded.ends_with(close);
        if is_in("{{", "}}") {
            return Outcome::Inconclusive(Reason::NotRecorded);
        }
        outcome = Outcome::Decided;
        if is_in("{", "}") {
            sink.violation(
                Facts::parameter_place("userId", value, at),
                "the placeholder for the userId was left in the URL",
                quote::text(&decoded),
                "the id of the user",
            );
        }
    }
    outcome
}
