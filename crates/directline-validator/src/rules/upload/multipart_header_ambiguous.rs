//! `multipart-header-ambiguous`.

use crate::facts::Facts;
use crate::multipart::DefectKind;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// Header lines of parts are not continued on the next line, have no white space before the colon
    /// and no carriage return inside.
    ///
    /// A place in bytes that the recording lost is not judged; where such bytes may hide one the rule
    /// is inconclusive.
    ///
    /// ## Why it matters
    ///
    /// The first form is obsolete, the others are forbidden. Readers disagree: they repair them, skip the
    /// line or refuse the part. Two readers, such as a gateway and the service, may see different file names.
    ///
    /// ## Example
    ///
    /// ```http
    /// Content-Disposition: form-data; name="file";
    ///  filename="badjokeeel.jpg"
    /// ```
    ///
    /// Write the header on one line.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send multiple attachments by upload, Request.
    /// The grammar: RFC 5322, section 2.2, and RFC 9112, section 5.
    "multipart-header-ambiguous" {
        family: Upload,
        summary: "a header line of a part is read differently by different readers",
        blame: Client,
        levels: Levels::all(Level::Warning),
        statements: ["DL-132"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_multipart_defect(sink, |kind| match kind {
        DefectKind::FoldedHeader | DefectKind::BareCarriageReturn => {
            Some(("readers disagree on a header of a part", "the header on one line"))
        }
        DefectKind::SpaceBeforeColon => {
            Some(("readers disagree on a header of a part", "the colon right after the name"))
        }
        _ => None,
    })
}
