//! `url-user-info`.

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::url::Fault;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// No complete URL in `images` or in the `url` of an Attachment has user information: a name, perhaps with a
    /// password, and `@` in front of the host.
    ///
    /// ## Why it matters
    ///
    /// A password in a message is read by everyone in the conversation. And the name misleads: the host of
    /// `https://directline.botframework.com@evil.example/` is `evil.example`.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "examplebot", "images": ["https://directline.botframework.com@evil.example/cat.png"]}
    /// ```
    ///
    /// Write the host alone.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object (images) and Attachment object (url): URLs. That
    /// `http` and `https` URLs have no user information, and the danger: RFC 9110, section 4.2.4.
    "url-user-info" {
        family: Url,
        summary: "a URL of a message has user information",
        blame: Sender,
        levels: Levels::all(Level::Warning).strict(Level::Error),
        statements: ["DL-091", "DL-161"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_url(Fault::UserInfo, sink, |url, sink| {
        let host = url.found.joined.as_ref().ok().and_then(|joined| joined.host_str());
        sink.violation(
            url.place.clone(),
            format!(
                "user information stands in front of the host {}",
                quote::plain(host.unwrap_or_default())
            ),
            quote::text(&url.text),
            "https:// and the host alone",
        );
    })
}
