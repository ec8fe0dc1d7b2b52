//! `watermark-misplaced`.

use std::ops::Range;

use directline_exchange::{Body, Observed};
use directline_json::{Document, Kind};
use directline_types::Operation;

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// Get Messages is sent without a header `watermark`, and without a body that holds one, as a member of a
    /// JSON object or as a field of a form. Such a body is not named as `request-body-undocumented` besides. A
    /// `watermark` in the Message of a send is `message-member-unknown`.
    ///
    /// ## Why it matters
    ///
    /// The watermark belongs into the URL. Nothing says that the service looks for it anywhere else; where it
    /// does not, every poll returns all messages again.
    ///
    /// ## Example
    ///
    /// ```http
    /// GET /api/conversations/abc123/messages HTTP/1.1
    /// watermark: 0001a-94
    /// ```
    ///
    /// Ask for `/api/conversations/abc123/messages?watermark=0001a-94`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Get Messages. Known from a real client.
    "watermark-misplaced" {
        family: Transport,
        summary: "a watermark is sent elsewhere than in the URL",
        blame: Client,
        levels: Levels::all(Level::Warning),
        statements: ["DL-042", "DL-040"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    if facts.operation() != Some(Operation::GetMessages) {
        return Outcome::NotApplicable;
    }
    let mut outcome = Outcome::Decided;
    match facts.request_header("watermark") {
        Observed::Present(header) => report(sink, header.place(), "a header watermark"),
        Observed::Absent => {}
        Observed::NotObservable(reason) => outcome = Outcome::Inconclusive(reason),
    }
    if let Body::NotObservable(reason) = &facts.request().body {
        outcome = Outcome::Inconclusive(*reason);
    }
    if let Some(range) = in_body(facts) {
        report(sink, Place::of(Part::RequestBody).at(range), "a body with a watermark");
    }
    outcome
}

fn report(sink: &mut Sink<'_>, place: Place, found: &str) {
    let message = "the watermark is sent elsewhere than in the URL";
    sink.violation(place, message, found, "the parameter watermark of the URL");
}

/// Where the body of Get Messages holds a watermark.
pub(super) fn in_body(facts: &Facts<'_>) -> Option<Range<usize>> {
    if facts.operation() != Some(Operation::GetMessages) {
        return None;
    }
    let content = facts.request().body.present()?;
    if content.bytes.starts_with(b"watermark=") {
        return Some(0..content.bytes.len());
    }
    let document = Document::parse(&content.bytes);
    let root = document.root().filter(|root| root.kind() == Kind::Object)?;
    let member = root.member("watermark")?;
    Some(member.key_span.start..member.value.span().end)
}
