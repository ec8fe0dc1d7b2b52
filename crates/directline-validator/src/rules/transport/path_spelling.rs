//! `path-spelling`.

use crate::facts::Facts;
use crate::route::{Route, Spelling};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The fixed segments of the path are written exactly as documented: no slash at the end, no doubled
    /// slash, lower case, no percent-encoding.
    ///
    /// The conversation id is not judged here, and a path that is none of the API even when read
    /// leniently is reported by `operation-unknown`.
    ///
    /// ## Why it matters
    ///
    /// The real service was seen to accept such paths; other implementations, gateways and caches need
    /// not.
    ///
    /// ## Example
    ///
    /// ```http
    /// GET /api/conversations/abc123/messages/ HTTP/1.1
    /// ```
    ///
    /// Leave out the last slash.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Token operations and Conversation operations. That the
    /// service tolerates other spellings was observed on the real service.
    "path-spelling" {
        family: Transport,
        summary: "the path is spelt otherwise than documented",
        blame: Client,
        levels: Levels::all(Level::Note).strict(Level::Error),
        statements: ["DL-021", "DL-025", "DL-030", "DL-040", "DL-050", "DL-060"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let Some(matched) = facts.matched() else { return Outcome::NotApplicable };
    let found: Vec<&str> = WORDS
        .iter()
        .filter(|(spelling, _)| matched.spelling.contains(spelling))
        .map(|(_, words)| *words)
        .collect();
    if !found.is_empty() {
        let expected = match facts.route {
            Route::ListedToken(_) => "/api/tokens".to_owned(),
            _ => matched.operation.path().to_string(),
        };
        let message = "the path is spelt otherwise than documented";
        sink.violation(facts.path_place(), message, found.join(", "), expected);
    }
    Outcome::Decided
}

const WORDS: [(Spelling, &str); 4] = [
    (Spelling::TrailingSlash, "a slash at the end"),
    (Spelling::DoubleSlash, "a doubled slash"),
    (Spelling::LetterCase, "other letter case"),
    (Spelling::PercentEncoding, "percent-encoded letters"),
];
