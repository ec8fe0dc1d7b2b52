//! `secret-in-browser`.

use directline_exchange::{Headers, Observed, Reason};
use directline_types::Operation;

use crate::facts::{Authorization, Facts};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// A Generate Token request that succeeded was not sent by a browser. Only a secret can generate a
    /// token, so the credential of such a request is a secret, whatever it looks like. A browser gives
    /// itself away by the header `Sec-Fetch-Site`, `Sec-Fetch-Dest` or `Origin`; `Sec-Fetch-Mode` alone is
    /// no sign, because server-side runtimes send it too.
    ///
    /// Not applicable where Generate Token failed. Inconclusive where the recording does not hold the
    /// headers or the status.
    ///
    /// ## Why it matters
    ///
    /// A secret is the key to every conversation of the bot and does not expire. Whoever opens the
    /// developer tools of the page has it.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/tokens/conversation HTTP/1.1
    /// Host: directline.botframework.com
    /// Origin: https://shop.example
    /// Authorization: Bearer SECRET
    /// ```
    ///
    /// Generate the token on a server of your own and hand only the token to the page.
    ///
    /// ## Source
    ///
    /// Known from Authentication in Direct Line API 1.1: browser and mobile clients should use a token, not
    /// the secret; Generate Token is called with the secret. That a token cannot generate another token was
    /// observed on the real service.
    "secret-in-browser" {
        family: Transport,
        summary: "a browser sends the secret",
        blame: Client,
        levels: Levels::all(Level::Note),
        statements: ["EX-09"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    if facts.operation() != Some(Operation::GenerateToken)
        || matches!(facts.authorization, Authorization::Missing)
    {
        return Outcome::NotApplicable;
    }
    match facts.status() {
        Ok(200..=299) => {}
        Ok(_) => return Outcome::NotApplicable,
        Err(outcome) => return outcome,
    }
    match browser_header(&facts.request().headers) {
        Err(reason) => return Outcome::Inconclusive(reason),
        Ok(None) => {}
        Ok(Some(name)) => sink.violation(
            Place::of(Part::RequestHeader).named("Authorization"),
            "a browser sends the secret of the bot",
            format!("Generate Token with the header {name}, which browsers send"),
            "a token that a server generated",
        ),
    }
    Outcome::Decided
}

/// The first header that only browsers send; or why none was seen.
fn browser_header(headers: &Headers) -> Result<Option<&'static str>, Reason> {
    let mut unseen = None;
    for name in ["Sec-Fetch-Site", "Sec-Fetch-Dest", "Origin"] {
        match headers.get(name) {
            Observed::Present(_) => return Ok(Some(name)),
            Observed::Absent => {}
            Observed::NotObservable(reason) => unseen = Some(reason),
        }
    }
    unseen.map_or(Ok(None), Err)
}
