//! `multipart-header-malformed`.

use crate::facts::Facts;
use crate::multipart::DefectKind;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// Every line between a delimiter and the next blank line is a header, `name: value`, with a name
    /// that is a token. Headers of such a part that seem to be missing are not named besides.
    ///
    /// A place in bytes that the recording lost is not judged; where such bytes may hide one the rule
    /// is inconclusive.
    ///
    /// ## Why it matters
    ///
    /// Readers disagree: most refuse the form, some skip the line and with it what it was meant to say.
    ///
    /// ## Example
    ///
    /// ```http
    /// --X
    /// Content-Type image/jpeg
    ///
    /// (content)
    /// ```
    ///
    /// Write `Content-Type: image/jpeg`.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send multiple attachments by upload, Request.
    /// The grammar: RFC 2046, section 5.1.1, and RFC 5322, section 2.2.
    "multipart-header-malformed" {
        family: Upload,
        summary: "a header line of a part is no header",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-132", "DL-133"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_multipart_defect(sink, |kind| match kind {
        DefectKind::HeaderMalformed => Some(("a header of a part cannot be read", "name: value")),
        _ => None,
    })
}
