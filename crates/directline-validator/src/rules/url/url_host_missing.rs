//! `url-host-missing`.

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::url::Fault;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// Behind `http:` or `https:` follow two slashes and a host.
    ///
    /// Where this is not so, other faults of the same URL are not reported.
    ///
    /// ## Why it matters
    ///
    /// Browsers repair such a URL and take the next word as the host (`https:example` leads to the host
    /// `example`), unless they resolve it as a relative one; other programs refuse it. By the documented rule it
    /// is complete, so nobody adds the host.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "examplebot", "images": ["https:/attachments/a.png"]}
    /// ```
    ///
    /// Write `https://`, the host and the path.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object (images) and Attachment object (url): URLs. That
    /// `http` and `https` URLs have a host: RFC 9110, section 4.2.
    "url-host-missing" {
        family: Url,
        summary: "a URL of a message has a scheme but no host",
        blame: Sender,
        levels: Levels::all(Level::Error),
        statements: ["DL-091", "DL-161"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_url(Fault::HostMissing, sink, |url, sink| {
        sink.violation(
            url.place.clone(),
            "no // and host follow the scheme of the URL",
            quote::text(&url.text),
            "https:// and a host",
        );
    })
}
