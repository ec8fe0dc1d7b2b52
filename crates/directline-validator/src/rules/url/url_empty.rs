//! `url-empty`.

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::url::Fault;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// No element of `images` and no `url` of an Attachment is an empty string, or white space alone. A member
    /// that is absent or `null` is not looked at here.
    ///
    /// ## Why it matters
    ///
    /// Completed as documented, an empty string is the address of the service itself. A client that fetches it
    /// gets a page and shows a broken image.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "examplebot", "images": [""]}
    /// ```
    ///
    /// Leave out the image.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object: images contains the URLs of images. API reference -
    /// Direct Line API 1.1, Attachment object: url is the URL of the content.
    "url-empty" {
        family: Url,
        summary: "a URL of a message is empty",
        blame: Sender,
        levels: Levels::all(Level::Error),
        statements: ["DL-091", "DL-161"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_url(Fault::Empty, sink, |url, sink| {
        sink.violation(
            url.place.clone(),
            format!("the URL of the {} is empty", url.of_what()),
            quote::text(&url.text),
            "a URL, or no entry",
        );
    })
}
