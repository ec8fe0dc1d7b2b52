//! `url-network-path`.

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::url::Fault;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// A relative URL does not begin with two slashes or backslashes, in any mixture.
    ///
    /// Backslashes further behind are `url-character-forbidden`.
    ///
    /// ## Why it matters
    ///
    /// The documented rule puts the base in front, and the text stays a path of the service. Browsers and most
    /// libraries resolve it instead, and take the word behind two slashes as the host:
    /// `//evil.example/x` leads to `https://evil.example/x`, with the `Authorization` header of a careless client.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "examplebot", "images": ["//example.com/cat.png"]}
    /// ```
    ///
    /// Write `https://example.com/cat.png`, or one slash if it is a path of the service.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object: a string that doesn't begin with either "http" or
    /// "https" is completed with the base. The other reading: RFC 3986, section 4.2 (network-path reference).
    "url-network-path" {
        family: Url,
        summary: "a relative URL of a message begins with two slashes",
        blame: Sender,
        levels: Levels::all(Level::Warning).strict(Level::Error),
        statements: ["DL-091", "DL-093", "DL-161", "DL-098"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_url(Fault::NetworkPath, sink, |url, sink| {
        let elsewhere = match &url.found.joined {
            Ok(joined) => format!(", here {}", quote::plain(joined.host_str().unwrap_or_default())),
            Err(_) => String::new(),
        };
        sink.violation(
            url.place.clone(),
            format!("behind two slashes most readers see a host{elsewhere}"),
            quote::text(&url.text),
            "one slash, or https:// and a host",
        );
    })
}
