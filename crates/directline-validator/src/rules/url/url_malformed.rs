//! `url-malformed`.

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::url::{Fault, has_scheme};
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The text is a URL: by itself if it begins with "http" or "https", and otherwise with the base in front,
    /// which is the documented completion. URLs are read as browsers do (WHATWG URL Standard), who repair much;
    /// what is reported here no browser opens.
    ///
    /// The base is `https://directline.botframework.com`, or the scheme, host and port of the request where it
    /// went to another host in scope. Faults with a rule of their own (no host, another scheme, forbidden
    /// characters in an otherwise good URL) are not reported again. A text of more than 64 KiB is not read, and
    /// the rule is inconclusive.
    ///
    /// ## Why it matters
    ///
    /// Nobody can fetch the image or file. A relative URL that begins with the letters "http", such as
    /// `http-logo.png`, is taken for a complete one by the documented rule.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "examplebot", "images": ["http-logo.png"]}
    /// ```
    ///
    /// Write `/http-logo.png`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object: a string that doesn't begin with either "http" or
    /// "https" is completed with the base. API reference - Direct Line API 1.1, Attachment object: url is the URL
    /// of the content.
    "url-malformed" {
        family: Url,
        summary: "a URL of a message is no URL, also when completed",
        blame: Sender,
        levels: Levels::all(Level::Error),
        statements: ["DL-091", "DL-093", "DL-161", "DL-098"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_url(Fault::Malformed, sink, |url, sink| {
        let complete = &url.found.documented;
        let reason = complete.url.as_ref().err().map(|error| format!(": {error}")).unwrap_or_default();
        let message = if complete.is_completed {
            format!("completed as documented, the text is no URL{reason}")
        } else if has_scheme(&url.text) {
            format!("the URL is malformed{reason}")
        } else {
            "the text begins with http, and is no URL all the same".to_owned()
        };
        sink.violation(
            url.place.clone(),
            message,
            quote::text(&complete.text),
            "https:// and a host, or a path that begins with /",
        );
    })
}
