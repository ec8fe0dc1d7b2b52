//! `attachment-member-unknown`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, any};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// An Attachment has no members beside `url` and `contentType`. Members of Direct Line 3.0
    /// (`contentUrl`, `content`, `name`, `thumbnailUrl`) and misspelt names are told with a hint. A
    /// documented name in another letter case is `member-name-case`.
    ///
    /// ## Why it matters
    ///
    /// The service drops what it does not know, so what the member says never reaches the other side; a
    /// strict reader refuses the whole message.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "user1", "attachments": [{"url": "https://example.com/a.doc", "contentType": "application/msword", "name": "a.doc"}]}
    /// ```
    ///
    /// Leave `name` out: it belongs to Direct Line 3.0.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Attachment object: the table lists two properties.
    "attachment-member-unknown" {
        family: Message,
        summary: "an attachment has a member that is not documented",
        blame: Sender,
        levels: Levels::all(Level::Warning).strict(Level::Error).observed(Level::Note),
        statements: ["DL-096", "DL-160", "DL-161"],
        since: "0.1.0",
        check: Check::Shape(&[any(ObjectKind::Attachment, Fault::Unknown)]),
    }
}
