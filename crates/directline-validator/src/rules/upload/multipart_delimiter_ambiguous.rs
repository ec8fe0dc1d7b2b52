//! `multipart-delimiter-ambiguous`.

use crate::facts::Facts;
use crate::multipart::DefectKind;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// A multipart upload holds nothing that some readers take for a delimiter: the delimiter inside a
    /// line, a line that begins with it and goes on, a line that would be one if line feeds alone ended
    /// lines, a delimiter after the closing one. Each kind is named once per part. And no delimiter is
    /// followed by spaces or tabs, which is named once.
    ///
    /// A place in bytes that the recording lost is not judged; where such bytes may hide one the rule
    /// is inconclusive.
    ///
    /// ## Why it matters
    ///
    /// Readers disagree on where such a part ends, or refuse the form, so a filter in front of the
    /// service may let through what it did not see. RFC 2046 tells the sender to choose a boundary that
    /// does not occur in the content; spaces after a delimiter it allows, and many readers do not.
    ///
    /// ## Example
    ///
    /// ```http
    /// --X
    /// Content-Type: text/plain
    ///
    /// one--X
    /// two
    /// --X--
    /// ```
    ///
    /// Choose a longer, random boundary.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send multiple attachments by upload, Request.
    /// The grammar: RFC 2046, section 5.1.1.
    "multipart-delimiter-ambiguous" {
        family: Upload,
        summary: "a line of a multipart upload is a delimiter to some readers",
        blame: Client,
        levels: Levels::all(Level::Warning),
        statements: ["DL-132"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_multipart_defect(sink, |kind| match kind {
        DefectKind::DelimiterNotAtLineStart
        | DefectKind::DelimiterLineContinues
        | DefectKind::DelimiterBesideLineFeed
        | DefectKind::DelimiterAfterClose => {
            Some(("readers disagree on where a part ends", "a boundary that does not occur in the content"))
        }
        DefectKind::DelimiterPadded => {
            Some(("readers disagree on a delimiter", "the line end right after the delimiter"))
        }
        _ => None,
    })
}
