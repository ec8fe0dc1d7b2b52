//! `image-not-string`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// Each element of the member `images` of a Message is a JSON string. `null` is no string. Whether
    /// the string is a URL is not checked here.
    ///
    /// ## Why it matters
    ///
    /// An image is given by its URL alone. An object with `url` and `contentType` is an Attachment, and
    /// belongs into `attachments`.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "user1", "images": [{"url": "https://example.com/cat.jpg"}]}
    /// ```
    ///
    /// Write `"images": ["https://example.com/cat.jpg"]`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object: array of strings.
    "image-not-string" {
        family: Message,
        summary: "an image of a message is not a string",
        blame: Sender,
        levels: Levels::all(Level::Error),
        statements: ["DL-090", "DL-091"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::Message, "images", Fault::Element)]),
    }
}
