//! `response-json-malformed`.

use directline_types::ObjectKind;

use crate::facts::{BodyReading, Facts, bare_token};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// The body that a token operation, Start Conversation or Get Messages returns is one well-formed
    /// JSON text in UTF-8 (RFC 8259). The finding stands at the first fault and says how many more there
    /// are.
    ///
    /// A token without quotes is reported by `token-unquoted`. Repeated members, lone surrogates and a
    /// byte order mark have rules of their own; bodies of error responses are judged by
    /// `error-body-malformed` and `error-body-not-json`. A body nested too deeply for this tool is
    /// inconclusive.
    ///
    /// ## Why it matters
    ///
    /// A client cannot read any of it. An HTML page here mostly comes from a gateway or a login page in
    /// between.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"conversationId": "abc123", "token": "TOKEN",}
    /// ```
    ///
    /// Remove the last comma.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, introduction (JSON over HTTPS) and the responses of the
    /// operations.
    "response-json-malformed" {
        family: Response,
        summary: "the body of a successful response is not well-formed JSON",
        blame: Service,
        levels: Levels::all(Level::Error),
        statements: ["DL-009", "DL-023", "DL-027", "DL-032", "DL-043"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let object = match facts.returned() {
        Ok(object) => object,
        Err(outcome) => return outcome,
    };
    let document = match &facts.reading.response {
        BodyReading::Unseen(reason) => return Outcome::Inconclusive(*reason),
        BodyReading::Json(document) => document,
        BodyReading::Empty => return Outcome::NotApplicable,
        _ => return Outcome::Decided,
    };
    let is_bare = object == ObjectKind::Token && bare_token(document.source()).is_some();
    let mut breaking = document.defects().iter().filter(|defect| defect.kind.breaks_syntax());
    let Some(first) = breaking.next().filter(|_| !is_bare) else { return Outcome::Decided };
    let span = first.span.start..first.span.end;
    let found = if document.source().trim_ascii_start().starts_with(b"<") {
        "markup, such as an HTML page".to_owned()
    } else {
        match breaking.count().saturating_add(document.defects_dropped()) {
            0 => first.to_string(),
            more => format!("{first} (and {more} more)"),
        }
    };
    let place = Place::of(Part::ResponseBody).at(span);
    sink.violation(place, "the body is not well-formed JSON", found, "one JSON text (RFC 8259)");
    Outcome::Decided
}
