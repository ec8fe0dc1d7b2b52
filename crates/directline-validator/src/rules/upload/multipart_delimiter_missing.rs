//! `multipart-delimiter-missing`.

use crate::facts::Facts;
use crate::multipart::DefectKind;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// A multipart upload holds at least one line of two dashes and the boundary. Lines that equal the
    /// boundary itself are `multipart-sample-delimiters`.
    ///
    /// A place in bytes that the recording lost is not judged; where such bytes may hide one the rule
    /// is inconclusive.
    ///
    /// ## Why it matters
    ///
    /// Without a delimiter there is no part, and nothing is uploaded. The boundary of the header and
    /// that of the body differ, or the body is no form at all.
    ///
    /// ## Example
    ///
    /// ```http
    /// Content-Type: multipart/form-data; boundary=X
    ///
    /// --Y
    /// Content-Type: image/jpeg
    /// ```
    ///
    /// Use one boundary in both places.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send multiple attachments by upload, Request.
    /// The grammar: RFC 2046, section 5.1.1.
    "multipart-delimiter-missing" {
        family: Upload,
        summary: "a multipart upload has no delimiter line",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-132"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_multipart_defect(sink, |kind| match kind {
        DefectKind::NoDelimiter => Some((
            "the multipart body has no delimiter",
            "lines of two dashes and the boundary between the parts",
        )),
        _ => None,
    })
}
