//! `multipart-close-missing`.

use crate::facts::Facts;
use crate::multipart::DefectKind;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// A multipart upload ends with a delimiter line that has two dashes after the boundary. A body
    /// that ends at a delimiter which opens another part is named here, also where the delimiters are
    /// those of the article's sample; one that ends inside a part is `multipart-truncated`.
    ///
    /// Where the recording lost the end of the body the rule is inconclusive.
    ///
    /// ## Why it matters
    ///
    /// The close is what tells a whole body from one that was cut. Many readers refuse a body without
    /// it.
    ///
    /// ## Example
    ///
    /// ```http
    /// --X
    /// Content-Type: image/jpeg
    ///
    /// (content)
    /// --X
    /// ```
    ///
    /// Write `--X--` at the end.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send multiple attachments by upload, Request.
    /// The grammar: RFC 2046, section 5.1.1. The printed sample has no close either.
    "multipart-close-missing" {
        family: Upload,
        summary: "a multipart upload has no closing delimiter",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-132", "DL-144"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_multipart_defect(sink, |kind| match kind {
        DefectKind::CloseMissing => {
            Some(("the multipart body is not closed", "two dashes, the boundary and two dashes at the end"))
        }
        _ => None,
    })
}
