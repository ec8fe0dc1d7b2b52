//! `url-character-forbidden`.

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::url::Fault;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The URL has no space, no control character and no backslash. Other characters that RFC 3986 wants encoded,
    /// such as letters beyond ASCII or the bar of message ids, are not reported, because all readers encode them
    /// alike.
    ///
    /// Where the URL as a whole is wrong (no host, another origin, no URL), only that is reported.
    ///
    /// ## Why it matters
    ///
    /// Readers drop, encode or refuse these characters, each in its own way. A space in front of a relative URL
    /// makes the documented completion fail; a backslash ends the host for some readers and not for others.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "examplebot", "images": ["/attachments/my cat.png"]}
    /// ```
    ///
    /// Write `/attachments/my%20cat.png`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object (images) and Attachment object (url): URLs. The
    /// characters: RFC 3986, section 2.
    "url-character-forbidden" {
        family: Url,
        summary: "a URL of a message has a space, a control character or a backslash",
        blame: Sender,
        levels: Levels::all(Level::Warning).strict(Level::Error),
        statements: ["DL-091", "DL-161"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_url(Fault::ForbiddenCharacter, sink, |url, sink| {
        let is_forbidden =
            |character: &char| *character == '\\' || *character == ' ' || character.is_control();
        let what = match url.text.chars().find(is_forbidden) {
            Some(' ') => "a space".to_owned(),
            Some('\\') => "a backslash".to_owned(),
            other => format!("the control character U+{:04X}", u32::from(other.unwrap_or_default())),
        };
        sink.violation(
            url.place.clone(),
            format!("the URL has {what}{}", url.consequence()),
            quote::text(&url.text),
            "percent-encoding, such as %20 for a space",
        );
    })
}
