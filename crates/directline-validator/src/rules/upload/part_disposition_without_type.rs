//! `part-disposition-without-type`.

use crate::facts::Facts;
use crate::media_type::HeaderDefectKind;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The `Content-Disposition` of each part of a multipart upload begins with a disposition type:
    /// `form-data`. In a single upload this is `upload-disposition-without-type`.
    ///
    /// A part is looked at only if the recording shows its headers; bytes lost inside files do not
    /// matter.
    ///
    /// ## Why it matters
    ///
    /// RFC 7578 requires `form-data`, and the article's sample of a part has it. Readers disagree: some
    /// refuse the form, some skip the part, some find the file name and not the name, some both.
    ///
    /// ## Example
    ///
    /// ```http
    /// Content-Disposition: name="file"; filename="badjokeeel.jpg"
    /// ```
    ///
    /// Write `form-data; name="file"; filename="badjokeeel.jpg"`.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send multiple attachments by upload, Request.
    /// The grammar: RFC 7578, section 4.2.
    "part-disposition-without-type" {
        family: Upload,
        summary: "the Content-Disposition of a part has no disposition type",
        blame: Client,
        levels: Levels::all(Level::Warning),
        statements: ["DL-134", "DL-141"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_disposition(sink, |header, disposition, sink| {
        header.part?;
        let defects = disposition.defects.iter();
        let is_missing = |kind| kind == HeaderDefectKind::DispositionTypeMissing;
        for defect in defects.filter(|defect| is_missing(defect.kind)) {
            sink.violation(
                header.place_at(&defect.range),
                "the Content-Disposition of a part has no disposition type",
                quote::plain(&header.text()),
                "form-data before the parameters",
            );
        }
        Some(())
    })
}
