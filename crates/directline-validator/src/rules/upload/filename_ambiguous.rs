//! `filename-ambiguous`.

use crate::facts::Facts;
use crate::media_type::{Disposition, FileName, FileNameSource, HeaderDefectKind};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The file name is one to every reader: no raw quotation mark stands inside a quoted value of the
    /// `Content-Disposition`, and where `filename` and `filename*` both stand they say the same. A
    /// `filename` in ASCII beside a `filename*` that is not is a fallback, and right.
    ///
    /// Looked at are the `Content-Disposition` of a single upload and those of the parts of a multipart
    /// one, the Message part excepted: browsers give it a file name of their own. A part is looked at
    /// only if the recording shows its headers; bytes lost inside files do not matter.
    ///
    /// ## Why it matters
    ///
    /// Readers disagree on where a value with such a mark ends: some cut the file name, some find
    /// parameters that are part of it. Of two names some take one and some the other, so a filter in
    /// front of the service may see a picture where the service sees a program.
    ///
    /// ## Example
    ///
    /// ```http
    /// Content-Disposition: form-data; name="file"; filename="my "best" photo.jpg"
    /// ```
    ///
    /// Leave the marks out of the name; browsers write `%22`.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send a single attachment by upload. Send a
    /// message to the bot in Direct Line API 1.1, Send multiple attachments by upload. The grammar: RFC
    /// 7578, section 4.2, and RFC 9110, section 5.6.4. Known from real clients: older libraries do not
    /// escape the mark. Tried with seven form parsers: five took `filename`, one `filename*`, one refused
    /// the form.
    "filename-ambiguous" {
        family: Upload,
        summary: "a file name of an upload is read differently by different readers",
        blame: Client,
        levels: Levels::all(Level::Warning),
        statements: ["DL-124", "DL-134"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_disposition(sink, |header, disposition, sink| {
        if !header.is_of_file() {
            return None;
        }
        let defects = disposition.defects.iter();
        let is_raw = |kind| kind == HeaderDefectKind::QuoteUnescaped;
        for defect in defects.filter(|defect| is_raw(defect.kind)) {
            sink.violation(
                header.place_at(&defect.range),
                "a raw quotation mark stands inside a quoted value",
                quote::plain(&header.text()),
                "a name without quotation marks",
            );
        }
        if let Some((name, plain)) = other_name(disposition) {
            sink.violation(
                header.place_at(&name.range),
                "filename and its extended form name different files",
                format!("{} beside {}", quote::text(&name.text), quote::text(&plain)),
                "one file name",
            );
        }
        Some(())
    })
}

/// The extended file name and the plain one, where they differ and the plain one is no mere fallback.
pub(super) fn other_name(disposition: &Disposition) -> Option<(FileName, String)> {
    let extended = disposition.filename().filter(|name| name.source != FileNameSource::Plain)?;
    let plain = disposition.parameter("filename")?.text().into_owned();
    let is_fallback = plain.is_ascii() && !extended.text.is_ascii();
    (plain != extended.text && !is_fallback).then_some((extended, plain))
}
