//! `images-not-array`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The member `images` of a Message, where present, is a JSON array. Its elements are checked by
    /// `image-not-string`; `null` is `message-member-null`. An empty array is right.
    ///
    /// ## Why it matters
    ///
    /// A single image is an array of one. A reader that goes through an array finds nothing in a
    /// string.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "user1", "images": "https://example.com/cat.jpg"}
    /// ```
    ///
    /// Write `"images": ["https://example.com/cat.jpg"]`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object.
    "images-not-array" {
        family: Message,
        summary: "the images of a message are not an array",
        blame: Sender,
        levels: Levels::all(Level::Error),
        statements: ["DL-090"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::Message, "images", Fault::Type)]),
    }
}
