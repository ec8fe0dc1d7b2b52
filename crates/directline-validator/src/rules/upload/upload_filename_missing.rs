//! `upload-filename-missing`.

use crate::facts::{Facts, HeaderAt, PartKind, Upload};
use crate::media_type::HeaderDefectKind;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The `Content-Disposition` of a file gives a file name: `filename`, `filename*`, or numbered
    /// pieces of it. One that is empty is `filename-empty`, a header that is empty as a whole
    /// `disposition-malformed`. A part without `Content-Type` is left to `part-content-type-missing`,
    /// one that is itself multipart to `part-nested-multipart`.
    ///
    /// Looked at are the `Content-Disposition` of a single upload and those of the parts of a multipart
    /// one, the Message part excepted: browsers give it a file name of their own. A part is looked at
    /// only if the recording shows its headers; bytes lost inside files do not matter.
    ///
    /// ## Why it matters
    ///
    /// The documents say that the header specifies the file's name. Without one the attachment has
    /// none, and a server of forms takes the part for a field rather than a file.
    ///
    /// ## Example
    ///
    /// ```http
    /// Content-Disposition: form-data; name="file"
    /// ```
    ///
    /// Add `filename="badjokeeel.jpg"`.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send a single attachment by upload. Send a
    /// message to the bot in Direct Line API 1.1, Send multiple attachments by upload.
    "upload-filename-missing" {
        family: Upload,
        summary: "a Content-Disposition of an upload has no file name",
        blame: Client,
        levels: Levels::all(Level::Warning),
        statements: ["DL-124", "DL-134"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let report = |header: &HeaderAt<'_>, sink: &mut Sink<'_>| {
        // A file name that cannot be read is there all the same.
        let disposition = header.disposition();
        let is_empty = disposition.defects.iter().any(|defect| defect.kind == HeaderDefectKind::Empty);
        let is_given = disposition.parameters.iter().any(|found| found.name.starts_with("filename"));
        if !is_empty && !is_given {
            sink.violation(
                header.place(),
                "the Content-Disposition has no file name",
                quote::plain(&header.text()),
                "filename, for example filename=\"badjokeeel.jpg\"",
            );
        }
    };
    if matches!(facts.upload(), Some(Upload::Single)) {
        return facts.each_disposition(sink, |header, _, sink| report(header, sink));
    }
    let has_message = facts.has_message_part();
    facts.each_part(sink, |part, sink| {
        let has_type = part.part.header("content-type").is_some();
        let is_file = part.kind == PartKind::Attachment && has_type && !part.is_nested();
        let is_meant_as_message = !has_message && part.is_like_message();
        let header = part.disposition().filter(|_| is_file && !is_meant_as_message)?;
        report(header, sink);
        Some(())
    })
}
