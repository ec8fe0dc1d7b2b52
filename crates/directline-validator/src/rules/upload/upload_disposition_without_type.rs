//! `upload-disposition-without-type`.

use crate::facts::Facts;
use crate::media_type::HeaderDefectKind;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The `Content-Disposition` of a single upload begins with a disposition type, such as
    /// `form-data`, `attachment` or `file`. In a part of a multipart form this is
    /// `part-disposition-without-type`.
    ///
    /// The article's sample is written without, so this is a note.
    ///
    /// ## Why it matters
    ///
    /// RFC 6266 requires the type. A strict reader does not find the file name behind it.
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
    /// Send a message to the bot in Direct Line API 1.1, Send a single attachment by upload, Request.
    /// The grammar: RFC 6266.
    "upload-disposition-without-type" {
        family: Upload,
        summary: "the Content-Disposition of a single upload has no disposition type",
        blame: Client,
        levels: Levels::all(Level::Note),
        statements: ["DL-125"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_disposition(sink, |header, disposition, sink| {
        if header.part.is_some() {
            return None;
        }
        let defects = disposition.defects.iter();
        let is_missing = |kind| kind == HeaderDefectKind::DispositionTypeMissing;
        for defect in defects.filter(|defect| is_missing(defect.kind)) {
            sink.violation(
                header.place_at(&defect.range),
                "the Content-Disposition has no disposition type",
                quote::plain(&header.text()),
                "form-data before the parameters",
            );
        }
        Some(())
    })
}
