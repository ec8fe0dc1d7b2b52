//! `multipart-sample-delimiters`.

use crate::facts::Facts;
use crate::multipart::DefectKind;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The delimiter lines of a multipart upload are two dashes and the boundary. Lines that equal the
    /// boundary itself are named here, once, at the first, and the parts are read by them. A missing
    /// close at the end is `multipart-close-missing`.
    ///
    /// A place in bytes that the recording lost is not judged; where such bytes may hide one the rule
    /// is inconclusive.
    ///
    /// ## Why it matters
    ///
    /// The sample of the article is printed so: its boundary begins with four dashes, and its delimiter
    /// lines with the same four instead of six. A body written after it has no part for any reader that
    /// follows the standard.
    ///
    /// ## Example
    ///
    /// ```http
    /// Content-Type: multipart/form-data; boundary=----DD4E5147
    ///
    /// ----DD4E5147
    /// Content-Type: image/jpeg
    /// ```
    ///
    /// Write `------DD4E5147` before each part and `------DD4E5147--` at the end.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send multiple attachments by upload, Request.
    /// The grammar: RFC 2046, section 5.1.1.
    "multipart-sample-delimiters" {
        family: Upload,
        summary: "the delimiter lines of a multipart upload lack their two dashes",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-132", "DL-144"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_multipart_defect(sink, |kind| match kind {
        DefectKind::ArticleDelimiters => Some((
            "the delimiter lines are written as in the published sample",
            "two dashes and the boundary before each part, two more dashes after the last",
        )),
        _ => None,
    })
}
