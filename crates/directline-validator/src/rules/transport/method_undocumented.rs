//! `method-undocumented`.

use directline_types::Operation;

use crate::facts::Facts;
use crate::route::{self, Route};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The method of a request to a documented path is one that the documents give for it. Letter case is
    /// not judged, because some recorders write methods in lower case.
    ///
    /// `POST` on `/api/tokens/{conversationId}/renew` is documented on another page and reported by
    /// `renew-by-post`; `GET /api/tokens` by `tokens-by-get`.
    ///
    /// ## Why it matters
    ///
    /// The service refuses the request, typically with 405, a status that the documents do not list.
    ///
    /// ## Example
    ///
    /// ```http
    /// GET /api/conversations HTTP/1.1
    /// ```
    ///
    /// Write `POST /api/conversations`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Token operations and Conversation operations.
    "method-undocumented" {
        family: Transport,
        summary: "the method is not documented for this path",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-021", "DL-025", "DL-030", "DL-040", "DL-050", "DL-060", "DL-130"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let matched = match facts.route {
        Route::UndocumentedMethod(matched) => matched,
        Route::UnknownPath { .. } => return Outcome::NotApplicable,
        _ => return Outcome::Decided,
    };
    let path = matched.operation.path();
    let documented: Vec<String> = Operation::ALL
        .into_iter()
        .filter(|operation| operation.path() == path)
        .map(|operation| format!("{} ({operation})", operation.method()))
        .collect();
    let method = &facts.request().method;
    sink.violation(
        Place::of(Part::RequestMethod).at(0..method.len()),
        "the method is not documented for this path",
        format!("method {} on {path}", quote::plain(method)),
        documented.join(" or "),
    );
    sink.resting_on(route::statement(matched.operation));
    Outcome::Decided
}
