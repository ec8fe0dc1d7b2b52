//! `attachment-url-missing`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// Each Attachment has a member `url`. One that is there and is no string, `null` included, is
    /// `attachment-url-not-string`; one in another letter case is `member-name-case`.
    ///
    /// ## Why it matters
    ///
    /// Without the URL there is nothing to fetch.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "user1", "attachments": [{"contentType": "application/msword"}]}
    /// ```
    ///
    /// Add `"url": "https://example.com/a.doc"`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object: each object in the array contains a url
    /// property and a contentType property.
    "attachment-url-missing" {
        family: Message,
        summary: "an attachment has no url",
        blame: Sender,
        levels: Levels::all(Level::Error),
        statements: ["DL-096"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::Attachment, "url", Fault::Missing)]),
    }
}
