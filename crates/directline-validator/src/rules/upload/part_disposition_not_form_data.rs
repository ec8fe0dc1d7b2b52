//! `part-disposition-not-form-data`.

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The disposition type of each part of a multipart upload, where it has one, is `form-data`, letter case
    /// aside. A part without type is `part-disposition-without-type`. In a single upload any type is right.
    ///
    /// A part is looked at only if the recording shows its headers; bytes lost inside files do not matter.
    ///
    /// ## Why it matters
    ///
    /// RFC 7578 requires `form-data`, and the sample has it. Readers disagree on a part with another type,
    /// such as `attachment`: some skip it, some refuse the form, some take it for a file.
    ///
    /// ## Example
    ///
    /// ```http
    /// --X
    /// Content-Disposition: attachment; filename="photo.jpg"
    /// ```
    ///
    /// Write `form-data; name="file"; filename="photo.jpg"`.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send multiple attachments by upload, Request. The
    /// requirement: RFC 7578, section 4.2.
    "part-disposition-not-form-data" {
        family: Upload,
        summary: "the disposition type of a part is not form-data",
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
        let kind = disposition.kind.as_deref()?;
        if let Some(range) = disposition.kind_range.as_ref().filter(|_| kind != "form-data") {
            sink.violation(
                header.place_at(range),
                "the disposition type of a part is not form-data",
                quote::plain(kind),
                "form-data",
            );
        }
        Some(())
    })
}
