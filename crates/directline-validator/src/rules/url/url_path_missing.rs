//! `url-path-missing`.

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::url::Fault;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// A relative URL is more than a query (`?…`) or a fragment (`#…`).
    ///
    /// ## Why it matters
    ///
    /// Completed as documented, it is the address of the service itself, with a query or fragment that belongs to
    /// some other page. There is no image or file.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "examplebot", "images": ["?t=1"]}
    /// ```
    ///
    /// Write the path in front of the query.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object: a string that doesn't begin with either "http" or
    /// "https" is completed with the base. The sample there has an absolute path with a query.
    "url-path-missing" {
        family: Url,
        summary: "a relative URL of a message has no path",
        blame: Sender,
        levels: Levels::all(Level::Warning).strict(Level::Error),
        statements: ["DL-091", "DL-093", "DL-161", "DL-098"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_url(Fault::PathMissing, sink, |url, sink| {
        sink.violation(
            url.place.clone(),
            "the relative URL has no path",
            quote::text(&url.text),
            "a path that begins with /",
        );
    })
}
