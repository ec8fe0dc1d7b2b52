//! `request-body-undocumented`.

use directline_exchange::Body;
use directline_types::operation::RequestBody;

use super::watermark_misplaced::in_body;
use crate::facts::Facts;
use crate::route::Route;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// Generate Token, Refresh Token, Start Conversation and Get Messages are sent without a body. An
    /// empty body (`Content-Length: 0`), with or without a `Content-Type`, is none. A body of Get
    /// Messages that holds a watermark is `watermark-misplaced`.
    ///
    /// ## Why it matters
    ///
    /// The reference page says "n/a". Many clients send `{}` and the real service ignores it; a body in a
    /// GET request, though, is refused by some proxies.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/conversations HTTP/1.1
    /// Content-Type: application/json
    ///
    /// {}
    /// ```
    ///
    /// Leave out the body.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Generate Token, Refresh Token, Start Conversation, Get
    /// Messages (Request body: n/a).
    "request-body-undocumented" {
        family: Transport,
        summary: "the request has a body where none is documented",
        blame: Client,
        levels: Levels::all(Level::Note).strict(Level::Error),
        statements: ["DL-022", "DL-026", "DL-031", "DL-041"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    match facts.route {
        Route::Operation(matched) | Route::ListedToken(matched)
            if matched.operation.request_body() == RequestBody::None => {}
        _ => return Outcome::NotApplicable,
    }
    if in_body(facts).is_some() {
        return Outcome::Decided;
    }
    match &facts.request().body {
        Body::NotObservable(reason) => return Outcome::Inconclusive(*reason),
        Body::Present(content) if !content.bytes.is_empty() => sink.violation(
            Place::of(Part::RequestBody).at(0..content.bytes.len()),
            "the request has a body where none is documented",
            format!("{} bytes", content.bytes.len()),
            "no body",
        ),
        Body::Present(_) | Body::Absent => {}
    }
    Outcome::Decided
}
