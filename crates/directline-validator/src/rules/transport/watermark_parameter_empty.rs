//! `watermark-parameter-empty`.

use directline_types::Operation;

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The parameter `watermark` of Get Messages, where present, has a value. Before the first answer
    /// there is none to set, and the parameter is left out. A parameter that stands several times is
    /// `query-parameter-repeated`.
    ///
    /// ## Why it matters
    ///
    /// The service was seen to take an empty watermark for none and to answer all messages. The
    /// documents show the parameter with a value alone, so nothing promises that.
    ///
    /// ## Example
    ///
    /// ```http
    /// GET /api/conversations/abc123/messages?watermark= HTTP/1.1
    /// ```
    ///
    /// Ask for `/api/conversations/abc123/messages`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Get Messages. That an empty value is taken for none is
    /// observed on the real service.
    "watermark-parameter-empty" {
        family: Transport,
        summary: "messages are asked for with an empty watermark",
        blame: Client,
        levels: Levels::all(Level::Note).strict(Level::Error),
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
        outcome = Outcome::Decided;
        if value.is_empty() {
            sink.violation(
                Facts::parameter_place("watermark", value, at),
                "the watermark is empty",
                "watermark without a value",
                "the watermark of the last answer, or no parameter",
            );
        }
    }
    outcome
}
