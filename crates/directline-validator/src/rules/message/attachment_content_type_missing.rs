//! `attachment-content-type-missing`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// Each Attachment has a member `contentType`. One that is there and is no string, `null` included,
    /// is `attachment-content-type-not-string`; one in another letter case is `member-name-case`.
    ///
    /// ## Why it matters
    ///
    /// Without the type a receiver has to guess it from the URL, and URLs that the service gives out
    /// have no extension. The Swagger file does not require the member, so under the profile `observed`
    /// this is a warning.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "user1", "attachments": [{"url": "https://example.com/a.doc"}]}
    /// ```
    ///
    /// Add `"contentType": "application/msword"`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object: each object in the array contains a url
    /// property and a contentType property.
    "attachment-content-type-missing" {
        family: Message,
        summary: "an attachment has no contentType",
        blame: Sender,
        levels: Levels::all(Level::Error).observed(Level::Warning),
        statements: ["DL-096"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::Attachment, "contentType", Fault::Missing)]),
    }
}
