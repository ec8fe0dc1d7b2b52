//! `error-status-code-mismatch`.

use directline_json::Kind;
use directline_types::JsonNumber;

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The `statusCode` of an Error, where it is present and a possible status, equals the status of the
    /// response. The page says no more than "status code", so this is a warning.
    ///
    /// ## Why it matters
    ///
    /// A client that reads the one and a client that reads the other take different ways.
    ///
    /// ## Example
    ///
    /// ```http
    /// HTTP/1.1 404 Not Found
    ///
    /// {"error": {"code": "NotFound", "statusCode": 400}}
    /// ```
    ///
    /// Write `"statusCode": 404`, or leave it out.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Error object. That it is the status of the response is
    /// inferred.
    "error-status-code-mismatch" {
        family: Error,
        summary: "the statusCode of an Error differs from the HTTP status",
        blame: Service,
        levels: Levels::all(Level::Warning),
        statements: ["DL-183"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let status = match facts.status() {
        Ok(status) => status,
        Err(outcome) => return outcome,
    };
    facts.error.each(sink, |subject, sink| {
        let code = subject.value.get("error").and_then(|error| error.get("statusCode"));
        let value = code.filter(|value| value.kind() == Kind::Number)?;
        let number = value.number_text().and_then(|text| JsonNumber::parse(text).ok());
        let code = number?.as_u64().filter(|code| (100..=599).contains(code));
        if code.is_some_and(|code| code != u64::from(status)) {
            sink.violation(
                subject.place_of(value, "/error/statusCode"),
                "Error.statusCode differs from the status of the response",
                quote::value(value),
                format!("number {status}"),
            );
        }
        Some(())
    })
}
