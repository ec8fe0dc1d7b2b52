//! `query-parameter-repeated`.

use directline_types::Operation;

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The parameter `userId` of an upload, and the parameter `watermark` of Get Messages, stand in the
    /// URL at most once. The finding stands at each one after the first. Other parameters are not
    /// looked at.
    ///
    /// ## Why it matters
    ///
    /// The documents show one. Servers differ in which of several they take: the first, the last, or
    /// all joined with commas.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/conversations/abc123/upload?userId=user1&userId=user2 HTTP/1.1
    /// ```
    ///
    /// Keep one of the two.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Upload and Send File(s), and Get Messages. That each
    /// parameter stands once is inferred from the templates of the URLs.
    "query-parameter-repeated" {
        family: Transport,
        summary: "a query parameter stands several times in the URL",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-040", "DL-042", "DL-060", "DL-061"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let (name, statements): (_, &'static [&'static str]) = match facts.operation() {
        Some(Operation::Upload) => ("userId", &["DL-061", "DL-060"]),
        Some(Operation::GetMessages) => ("watermark", &["DL-042", "DL-040"]),
        _ => return Outcome::NotApplicable,
    };
    let mut values = facts.request().target.parameters(name);
    if values.next().is_none() {
        return Outcome::NotApplicable;
    }
    for (value, at) in values {
        sink.violation(
            Facts::parameter_place(name, value, at),
            format!("{name} stands several times in the URL"),
            format!("another {name}, {}", quote::text(value)),
            format!("one {name}"),
        );
        sink.resting_on(statements);
    }
    Outcome::Decided
}
