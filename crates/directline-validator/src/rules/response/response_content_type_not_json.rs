//! `response-content-type-not-json`.

use directline_exchange::Observed;

use crate::facts::{BodyReading, Facts};
use crate::media_type::Essence;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// A response whose body is JSON has a `Content-Type` with the subtype `json` (or one that ends in
    /// `+json`), parameters ignored. This goes for errors as well as for successful responses, but not for
    /// 204, whose body is `no-content-with-body` whatever its type.
    ///
    /// The documents show no `Content-Type` for responses, so this is a note. A declared JSON type with
    /// another body is judged by the rules about that body.
    ///
    /// ## Why it matters
    ///
    /// Client libraries choose the parser by the declared type and hand out plain text where JSON was
    /// sent.
    ///
    /// ## Example
    ///
    /// ```http
    /// HTTP/1.1 200 OK
    /// Content-Type: text/plain
    ///
    /// {"conversationId": "abc123", "token": "TOKEN"}
    /// ```
    ///
    /// Write `Content-Type: application/json; charset=utf-8`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, introduction (JSON over HTTPS). That responses are sent as
    /// application/json was observed on the real service.
    "response-content-type-not-json" {
        family: Response,
        summary: "a JSON response is not declared as JSON",
        blame: Service,
        levels: Levels::all(Level::Note).strict(Level::Warning),
        statements: ["DL-009"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    if facts.status() == Ok(204) {
        return Outcome::NotApplicable;
    }
    match &facts.reading.response {
        BodyReading::Json(document) if document.is_well_formed() => {}
        _ => return Outcome::NotApplicable,
    }
    let (found, length) = match facts.response().headers.value("content-type") {
        Observed::NotObservable(reason) => return Outcome::Inconclusive(reason),
        Observed::Absent => ("no Content-Type".to_owned(), None),
        Observed::Present(value) => {
            if Essence::of(value).is_some_and(Essence::is_json) {
                return Outcome::Decided;
            }
            (quote::plain(&String::from_utf8_lossy(value)), Some(value.len()))
        }
    };
    let place = Place::of(Part::ResponseHeader).named("Content-Type");
    let place = match length {
        Some(length) => place.at(0..length),
        None => place,
    };
    sink.violation(place, "a JSON body is not declared as JSON", found, "application/json");
    Outcome::Decided
}
