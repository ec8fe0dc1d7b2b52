//! `error-status-code-out-of-range`.

use directline_json::Kind;
use directline_types::JsonNumber;

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The `statusCode` of an Error, where present, is a whole number from 100 to 599. `404.0` is one.
    ///
    /// ## Why it matters
    ///
    /// Nothing else is a status code, and clients generated from the Swagger file read it as a 32-bit
    /// integer.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"error": {"code": "NotFound", "statusCode": 0}}
    /// ```
    ///
    /// Write `"statusCode": 404`, or leave it out.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Error object; the Swagger file of Direct Line API 1.1 makes
    /// it an integer.
    "error-status-code-out-of-range" {
        family: Error,
        summary: "the statusCode of an Error is no HTTP status",
        blame: Service,
        levels: Levels::all(Level::Warning),
        statements: ["DL-183", "EX-23"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.error.each(sink, |subject, sink| {
        let code = subject.value.get("error").and_then(|error| error.get("statusCode"));
        let value = code.filter(|value| value.kind() == Kind::Number)?;
        let number = value.number_text().and_then(|text| JsonNumber::parse(text).ok());
        let code = number?.as_u64().filter(|code| (100..=599).contains(code));
        if code.is_none() {
            sink.violation(
                subject.place_of(value, "/error/statusCode"),
                "Error.statusCode is no HTTP status",
                quote::value(value),
                "a whole number from 100 to 599",
            );
        }
        Some(())
    })
}
