//! `filename-ambiguous`.

use crate::facts::Facts;
use crate::media_type::HeaderDefectKind;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// Inside a quoted value of the `Content-Disposition` a quotation mark is written `%22`, as
    /// browsers do, or `\"`.
    ///
    /// Looked at are the `Content-Disposition` of a single upload and those of the parts of a multipart
    /// one, the Message part excepted: browsers give it a file name of their own. A part is looked at
    /// only if the recording shows its headers; bytes lost inside files do not matter.
    ///
    /// ## Why it matters
    ///
    /// Readers disagree on where such a value ends. Some cut the file name, some find parameters that
    /// are part of the name.
    ///
    /// ## Example
    ///
    /// ```http
    /// Content-Disposition: form-data; name="file"; filename="my "best" photo.jpg"
    /// ```
    ///
    /// Write `filename="my %22best%22 photo.jpg"`.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send a single attachment by upload. Send a
    /// message to the bot in Direct Line API 1.1, Send multiple attachments by upload. The grammar: RFC
    /// 7578, section 4.2, and RFC 9110, section 5.6.4. Known from real clients: older libraries do not
    /// escape the mark.
    "filename-ambiguous" {
        family: Upload,
        summary: "a file name of an upload has a raw quotation mark inside quotes",
        blame: Client,
        levels: Levels::all(Level::Warning),
        statements: ["DL-124", "DL-134"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_disposition(sink, |header, disposition, sink| {
        let defects = disposition.defects.iter();
        let is_raw = |kind| kind == HeaderDefectKind::QuoteUnescaped;
        for defect in defects.filter(|defect| header.is_of_file() && is_raw(defect.kind)) {
            sink.violation(
                header.place_at(&defect.range),
                "a raw quotation mark stands inside a quoted value",
                quote::plain(&header.text()),
                "%22, or a backslash before the mark",
            );
        }
    })
}
