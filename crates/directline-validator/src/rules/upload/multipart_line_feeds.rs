//! `multipart-line-feeds`.

use crate::facts::Facts;
use crate::multipart::DefectKind;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// Delimiter and header lines of a multipart upload end with carriage return and line feed. A line
    /// feed alone is named once, at the first such line. Lines inside the content of a part are free.
    ///
    /// A place in bytes that the recording lost is not judged; where such bytes may hide one the rule
    /// is inconclusive.
    ///
    /// ## Why it matters
    ///
    /// Some readers accept a line feed, some find no part at all. It comes from bodies that are put
    /// together from text with the line ends of the editor.
    ///
    /// ## Example
    ///
    /// A body that is joined with `"\n"`.
    ///
    /// Join it with `"\r\n"`.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send multiple attachments by upload, Request.
    /// The grammar: RFC 2046, section 5.1.1.
    "multipart-line-feeds" {
        family: Upload,
        summary: "the lines of a multipart upload end with line feeds alone",
        blame: Client,
        levels: Levels::all(Level::Warning),
        statements: ["DL-132"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_multipart_defect(sink, |kind| match kind {
        DefectKind::LineFeedOnly => {
            Some(("the line ends are not those of a multipart body", "carriage return and line feed"))
        }
        _ => None,
    })
}
