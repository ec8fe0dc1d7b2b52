//! `multipart-blank-line-missing`.

use crate::facts::Facts;
use crate::multipart::DefectKind;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// A blank line ends the headers of each part, even if there is no header. A part without content
    /// may end at its last header. Headers of such a part that seem to be missing are not named
    /// besides.
    ///
    /// A place in bytes that the recording lost is not judged; where such bytes may hide one the rule
    /// is inconclusive.
    ///
    /// ## Why it matters
    ///
    /// The content is taken for headers: the part arrives empty, or not at all.
    ///
    /// ## Example
    ///
    /// ```http
    /// --X
    /// Content-Type: image/jpeg
    /// (content)
    /// --X--
    /// ```
    ///
    /// Write an empty line before the content.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send multiple attachments by upload, Request.
    /// The grammar: RFC 2046, section 5.1.1.
    "multipart-blank-line-missing" {
        family: Upload,
        summary: "no blank line stands between the headers and the content of a part",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-132"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_multipart_defect(sink, |kind| match kind {
        DefectKind::MissingBlankLine => {
            Some(("the headers of a part have no end", "a blank line after the headers"))
        }
        _ => None,
    })
}
