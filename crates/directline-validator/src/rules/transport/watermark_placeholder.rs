//! `watermark-placeholder`.

use directline_exchange::Reason;
use directline_types::Operation;

use crate::facts::{Facts, Filling, watermark_filling};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, percent, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The parameter `watermark` of Get Messages, percent-decoded, is not the placeholder of the documents
    /// (`{watermark_value}`, or another word in braces or angle brackets) and not what a script writes for a
    /// value that it does not have: `undefined`, `null`, `None`, `NaN`, `[object Object]`.
    ///
    /// A variable of the tool that wrote the recording, `{{watermark}}`, and a value that was redacted are not
    /// what was sent: the rule is inconclusive.
    ///
    /// ## Why it matters
    ///
    /// The watermark is opaque: such a text is none that the service returned. It may answer all messages, or
    /// none. Often a `null` that the service answered before the first message was put into the URL.
    ///
    /// ## Example
    ///
    /// ```http
    /// GET /api/conversations/abc123/messages?watermark=undefined HTTP/1.1
    /// ```
    ///
    /// Leave the parameter out as long as there is no watermark.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Get Messages (the template of the URL).
    "watermark-placeholder" {
        family: Transport,
        summary: "the watermark in the URL is a placeholder",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-040", "DL-042"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    if facts.operation() != Some(Operation::GetMessages) {
        return Outcome::NotApplicable;
    }
    let mut outcome = Outcome::NotApplicable;
    for (value, at) in facts.request().target.parameters("watermark") {
        let decoded = percent::decode_text(value);
        match watermark_filling(&decoded) {
            Filling::Hidden => return Outcome::Inconclusive(Reason::NotRecorded),
            Filling::Value => outcome = Outcome::Decided,
            Filling::Placeholder => {
                outcome = Outcome::Decided;
                sink.violation(
                    Facts::parameter_place("watermark", value, at),
                    "the watermark in the URL is a placeholder",
                    quote::text(&decoded),
                    "the watermark of the last answer, or no parameter",
                );
            }
        }
    }
    outcome
}
