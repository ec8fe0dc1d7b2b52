//! `url-readings-differ`.

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::url::Fault;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// A relative URL leads to the same place whether it is completed as documented or resolved as browsers do.
    ///
    /// Where the readings lead to different hosts or ports, `url-leaves-base` and `url-network-path` say so
    /// instead; this rule is about what is left: `:443/x`, and characters that vanish in a host name.
    ///
    /// ## Why it matters
    ///
    /// What the client shows depends on how it was written.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "examplebot", "images": [":443/cat.png"]}
    /// ```
    ///
    /// Write `/cat.png`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object: a string that doesn't begin with either "http" or
    /// "https" is completed with the base. The other reading: RFC 3986, section 5.2, and the WHATWG URL Standard.
    "url-readings-differ" {
        family: Url,
        summary: "the documented completion of a relative URL is not what browsers make of it",
        blame: Sender,
        levels: Levels::all(Level::Warning).strict(Level::Error),
        statements: ["DL-091", "DL-093", "DL-161", "DL-098"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_url(Fault::ReadingsDiffer, sink, |url, sink| {
        let path = |path: Option<&str>| path.map_or_else(|| "no URL".to_owned(), quote::text);
        let documented = url.found.documented.url.as_ref().ok().map(::url::Url::path);
        let joined = url.found.joined.as_ref().ok().map(::url::Url::path);
        sink.violation(
            url.place.clone(),
            "completed as documented, the relative URL is not what browsers make of it",
            format!("{}, or {}", path(documented), path(joined)),
            "a path that begins with /",
        );
    })
}
