//! `multipart-truncated`.

use crate::facts::Facts;
use crate::multipart::DefectKind;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// A multipart upload ends with a delimiter line. A body that ends within the headers or the
    /// content of a part is named here. The parts before it are judged as they are; headers that the
    /// last one lacks are not named besides.
    ///
    /// A place in bytes that the recording lost is not judged; where such bytes may hide one the rule
    /// is inconclusive.
    ///
    /// ## Why it matters
    ///
    /// The last file is cut, and no reader can tell how much of it is missing.
    ///
    /// ## Example
    ///
    /// ```http
    /// --X
    /// Content-Type: image/jpeg
    ///
    /// (half of the content)
    /// ```
    ///
    /// Send the whole body; check `Content-Length`.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send multiple attachments by upload, Request.
    /// The grammar: RFC 2046, section 5.1.1.
    "multipart-truncated" {
        family: Upload,
        summary: "a multipart upload ends inside a part",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-132"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_multipart_defect(sink, |kind| match kind {
        DefectKind::Truncated => {
            Some(("the multipart body was cut", "the rest of the part and the closing delimiter"))
        }
        _ => None,
    })
}
