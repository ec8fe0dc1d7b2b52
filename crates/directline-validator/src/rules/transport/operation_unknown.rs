//! `operation-unknown`.

use crate::facts::Facts;
use crate::route::{self, Route};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The path of a request below `/api/` is that of a documented operation, or `/api/tokens` with GET.
    /// The finding names the operation that was most likely meant, and paths with the words of Direct Line
    /// 3.0 (`/api/v3/…`, `/api/directline/…`, `…/activities`). A path of Direct Line 3.0 as documented there,
    /// `/v3/directline/…`, is out of scope.
    ///
    /// Spelling differences that servers tolerate (a trailing or double slash, letter case,
    /// percent-encoding) are the business of `path-spelling`; a documented path with another method is
    /// that of `method-undocumented`.
    ///
    /// ## Why it matters
    ///
    /// The service answers 404. Nearly always a segment is misspelt, or the conversation id was empty
    /// when the URL was put together.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/conversation HTTP/1.1
    /// ```
    ///
    /// Write `POST /api/conversations`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Token operations and Conversation operations; HTTP status
    /// codes, 404.
    "operation-unknown" {
        family: Transport,
        summary: "the path is not one of the API",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-021", "DL-025", "DL-030", "DL-040", "DL-050", "DL-060", "DL-016"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let Route::UnknownPath { nearest, .. } = facts.route else { return Outcome::Decided };
    let message = if lacks_conversation(&facts.request().target.path) {
        "the conversation id in the path is empty"
    } else if is_of_3_0(&facts.request().target.path) {
        "the path has the words of Direct Line 3.0, and is not one of the API"
    } else {
        "the path is not one of the API"
    };
    let found = quote::text(&facts.request().target.path);
    let expected = format!("nearest operation: {}", route::describe(*nearest));
    sink.violation(facts.path_place(), message, found, expected);
    sink.resting_on(route::statement(*nearest));
    Outcome::Decided
}

/// Whether the path would be one of the API, had it a conversation id between two of its slashes.
fn lacks_conversation(path: &str) -> bool {
    let path = path.trim_end_matches('/').to_ascii_lowercase();
    ["conversations//messages", "conversations//upload", "tokens//renew"]
        .iter()
        .any(|end| path.ends_with(end))
}

/// Whether a segment is a word of the paths of Direct Line 3.0.
fn is_of_3_0(path: &str) -> bool {
    let is_word = |segment: &str| {
        ["v3", "directline", "activities"].iter().any(|word| segment.eq_ignore_ascii_case(word))
    };
    path.split('/').any(is_word)
}
