//! `url-scheme-case`.

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::url::Fault;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The scheme of a complete URL begins with "http" in lower case, as the documented test is written. The fifth
    /// letter of `https` may be of either case.
    ///
    /// ## Why it matters
    ///
    /// Schemes mean the same in any letter case, so the URL is right. But a client that compares letters, as the
    /// documents do, takes it for a relative one: `HTTP://example.com/a` becomes
    /// `https://directline.botframework.comHTTP://example.com/a`, which leads to another host.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "examplebot", "images": ["HTTP://example.com/a.png"]}
    /// ```
    ///
    /// Write `http://example.com/a.png`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object: a string that doesn't begin with either "http" or
    /// "https" is completed with the base. That schemes ignore letter case: RFC 3986, section 3.1.
    "url-scheme-case" {
        family: Url,
        summary: "the scheme of a URL of a message has capital letters",
        blame: Sender,
        levels: Levels::all(Level::Warning).strict(Level::Error),
        statements: ["DL-091", "DL-093", "DL-161", "DL-098"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_url(Fault::SchemeCase, sink, |url, sink| {
        sink.violation(
            url.place.clone(),
            format!("compared letter by letter, the URL does not begin with http{}", url.consequence()),
            quote::text(&url.text),
            "the scheme in lower case",
        );
    })
}
