//! `url-dot-segments`.

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::url::Fault;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The path of a relative URL has no segment `.` or `..`, also not percent-encoded as `%2e`. Complete URLs
    /// are not looked at, and neither are queries.
    ///
    /// ## Why it matters
    ///
    /// Readers remove such segments before they fetch, and the place that remains may be another than the text
    /// suggests: `/attachments/abc/../../x` leads to `/x`. A client that allows only paths below `/attachments/`
    /// must look at the path after the removal.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "examplebot", "images": ["/attachments/abc/../cat.png"]}
    /// ```
    ///
    /// Write `/attachments/cat.png`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object (images) and Attachment object (url): URLs. The
    /// removal: RFC 3986, section 5.2.4.
    "url-dot-segments" {
        family: Url,
        summary: "a relative URL of a message has dot segments",
        blame: Sender,
        levels: Levels::all(Level::Note),
        statements: ["DL-091", "DL-161"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_url(Fault::DotSegments, sink, |url, sink| {
        let path = url.found.joined.as_ref().map(::url::Url::path).unwrap_or_default();
        sink.violation(
            url.place.clone(),
            format!("the path has dot segments and leads to {}", quote::plain(path)),
            quote::text(&url.text),
            "the path without them",
        );
    })
}
