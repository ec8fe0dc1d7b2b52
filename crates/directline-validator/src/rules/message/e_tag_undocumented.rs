//! `e-tag-undocumented`.

use directline_json::Kind;

use crate::facts::{Facts, Subject};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// Message, `MessageSet` and Conversation have no member `eTag` in the reference page. The Swagger
    /// file has it in all three, and the real service sends it with messages, so it is a note under every
    /// profile.
    ///
    /// An `eTag` that is not a string is reported by `e-tag-not-string` or `e-tag-null`.
    ///
    /// ## Why it matters
    ///
    /// A reader that takes the reference page for complete ("all possible properties") refuses real
    /// messages.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"id": "abc123|0000", "text": "hello", "eTag": "W/\"1\""}
    /// ```
    ///
    /// Nothing needs to change; be prepared to read it.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object, example, against the Swagger file of Direct
    /// Line API 1.1. Observed on the real service.
    "e-tag-undocumented" {
        family: Message,
        summary: "an object carries an eTag, which the reference page does not have",
        blame: Sender,
        levels: Levels::all(Level::Note),
        statements: ["EX-19", "DL-099"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let messages = facts.each_message(sink, report);
    match (messages, facts.answer.each(sink, report)) {
        (Outcome::NotApplicable, other) | (other, Outcome::NotApplicable) => other,
        (unseen @ Outcome::Inconclusive(_), _) | (_, unseen) => unseen,
    }
}

fn report(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let Some(member) = subject.member("eTag").filter(|member| member.value.kind() == Kind::String) else {
        return;
    };
    sink.violation(
        subject.place_of_name(&member),
        format!("{}.eTag is not in the API reference", subject.object.title()),
        "eTag, known from the Swagger file and the real service",
        "no such member in the API reference",
    );
}
