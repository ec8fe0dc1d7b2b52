//! `no-content-with-body`.

use directline_exchange::{Body, Observed};

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// A response with status 204 has no body, and no `Content-Length` that announces one. Inconclusive
    /// where the body is not recorded.
    ///
    /// ## Why it matters
    ///
    /// HTTP forbids it (RFC 9110, section 15.3.5): the client takes the bytes for the beginning of the
    /// next response, and the connection is out of step from there on.
    ///
    /// ## Example
    ///
    /// ```http
    /// HTTP/1.1 204 No Content
    /// Content-Length: 2
    ///
    /// {}
    /// ```
    ///
    /// Leave out the body.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, HTTP status codes, 204; Send a Message and Upload (no data is
    /// returned).
    "no-content-with-body" {
        family: Transport,
        summary: "a 204 response has a body",
        blame: Service,
        levels: Levels::all(Level::Error),
        statements: ["DL-012", "DL-053", "DL-066"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    match facts.status() {
        Ok(204) => {}
        Ok(_) => return Outcome::NotApplicable,
        Err(outcome) => return outcome,
    }
    match &facts.response().body {
        Body::NotObservable(reason) => return Outcome::Inconclusive(*reason),
        Body::Present(content) if !content.bytes.is_empty() => sink.violation(
            Place::of(Part::ResponseBody).at(0..content.bytes.len()),
            "a response with status 204 has a body",
            format!("{} bytes", content.bytes.len()),
            "no body",
        ),
        Body::Present(_) | Body::Absent => announced(facts, sink),
    }
    Outcome::Decided
}

/// A `Content-Length` above zero: the client waits for bytes that never come.
fn announced(facts: &Facts<'_>, sink: &mut Sink<'_>) {
    let Observed::Present(length) = facts.response().headers.value("content-length") else { return };
    if let Some(length) = std::str::from_utf8(length).ok().and_then(|text| text.parse::<u64>().ok())
        && length > 0
    {
        sink.violation(
            Place::of(Part::ResponseHeader).named("Content-Length").at(0..length.to_string().len()),
            "a response with status 204 announces a body",
            format!("Content-Length {length}"),
            "no body, and no Content-Length",
        );
    }
}
