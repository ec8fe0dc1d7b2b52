//! `tokens-by-get`.

use directline_types::Operation;

use crate::facts::Facts;
use crate::route;
use crate::route::Route;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// A token for a new conversation is asked for by `POST /api/tokens/conversation`. `GET /api/tokens`,
    /// which the Swagger file lists and web chat pages use, is recognised and reported as a note.
    ///
    /// ## Why it matters
    ///
    /// The reference page does not know `GET /api/tokens`: a service that follows the page answers 404.
    ///
    /// ## Example
    ///
    /// ```http
    /// GET /api/tokens HTTP/1.1
    /// ```
    ///
    /// Write `POST /api/tokens/conversation`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Generate Token. `GET /api/tokens` is known from the Swagger
    /// file of Direct Line API 1.1 and was observed on the real service.
    "tokens-by-get" {
        family: Transport,
        summary: "a token is asked for by GET /api/tokens",
        blame: Client,
        levels: Levels::all(Level::Note).strict(Level::Error),
        statements: ["EX-21", "DL-021"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    match facts.route {
        Route::ListedToken(_) => {}
        // The other requests below /api/tokens.
        Route::Operation(matched) if is_of_tokens(matched.operation) => return Outcome::Decided,
        _ => return Outcome::NotApplicable,
    }
    sink.violation(
        facts.path_place(),
        "the operation is not in the API reference",
        "GET /api/tokens",
        route::describe(Operation::GenerateToken),
    );
    Outcome::Decided
}

fn is_of_tokens(operation: Operation) -> bool {
    matches!(operation, Operation::GenerateToken | Operation::RefreshToken)
}
