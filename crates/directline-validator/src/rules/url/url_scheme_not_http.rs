//! `url-scheme-not-http`.

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::url::Fault;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// A URL in `images` or in the `url` of an Attachment that has a scheme has `http` or `https`, in any letter
    /// case. What stands before the first colon is the scheme, so `localhost:8080/a.png` and `C:\a.png` are
    /// reported here.
    ///
    /// ## Why it matters
    ///
    /// The documented rule knows two kinds of text: those that begin with "http" or "https", and relative ones,
    /// which it completes. It makes `https://directline.botframework.comdata:…` of a `data:` URL, and
    /// `https://directline.botframework.comftp://…`, on another host, of an `ftp:` one. A client that follows the
    /// scheme instead may run a script that somebody sent.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "examplebot", "images": ["javascript:alert(1)"]}
    /// ```
    ///
    /// Put the image where it can be fetched by https, and send that URL.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object: a string that doesn't begin with either "http" or
    /// "https" is completed with the base. That the result is no URL of an image follows from RFC 3986, section
    /// 3.1.
    "url-scheme-not-http" {
        family: Url,
        summary: "a URL of a message has another scheme than http or https",
        blame: Sender,
        levels: Levels::all(Level::Error),
        statements: ["DL-091", "DL-093", "DL-161", "DL-098"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_url(Fault::OtherScheme, sink, |url, sink| {
        let scheme = url.text.split(':').next().unwrap_or_default().trim();
        sink.violation(
            url.place.clone(),
            format!("the scheme of the URL is {}{}", quote::plain(scheme), url.consequence()),
            quote::text(&url.text),
            "https:// or http:// and a host, or a path that begins with /",
        );
    })
}
