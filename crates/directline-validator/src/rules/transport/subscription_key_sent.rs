//! `subscription-key-sent`.

use directline_exchange::Observed;

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// The request does not carry the header `Ocp-Apim-Subscription-Key`.
    ///
    /// ## Why it matters
    ///
    /// In the first edition of the API this header held the secret of the bot, and the Swagger file of
    /// that edition asks not to send it: it gives the secret away and Direct Line does not look at it.
    ///
    /// ## Example
    ///
    /// ```http
    /// Ocp-Apim-Subscription-Key: SECRET
    /// ```
    ///
    /// Leave the header out.
    ///
    /// ## Source
    ///
    /// Known from the Swagger file of Direct Line API 1.0; neither reference page mentions the header.
    "subscription-key-sent" {
        family: Transport,
        summary: "the request has an Ocp-Apim-Subscription-Key header",
        blame: Client,
        levels: Levels::all(Level::Note),
        statements: ["EX-25"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    const NAME: &str = "Ocp-Apim-Subscription-Key";
    match facts.request().headers.get(NAME) {
        Observed::NotObservable(reason) => return Outcome::Inconclusive(reason),
        Observed::Absent => {}
        Observed::Present(_) => sink.violation(
            Place::of(Part::RequestHeader).named(NAME),
            "the request has an Ocp-Apim-Subscription-Key header",
            "the header, with a value that is a secret",
            "no such header",
        ),
    }
    Outcome::Decided
}
