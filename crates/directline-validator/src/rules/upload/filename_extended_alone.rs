//! `filename-extended-alone`.

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// Where a part of a multipart upload writes its file name in extended form (`filename*`, or numbered
    /// pieces `filename*0`, `filename*1`, …), it gives a plain `filename` too. Where both stand it is
    /// `filename-extended`. In a single upload, whose header is one of HTTP itself, the extended form alone is
    /// `filename-extended` too.
    ///
    /// A part is looked at only if the recording shows its headers; bytes lost inside files do not matter.
    ///
    /// ## Why it matters
    ///
    /// RFC 7578 forbids `filename*` in forms. Readers disagree: to some the part is a file of that name, to
    /// others it has no file name, and so is no file.
    ///
    /// ## Example
    ///
    /// ```http
    /// --X
    /// Content-Disposition: form-data; name="file"; filename*=utf-8''photo.jpg
    /// ```
    ///
    /// Write `filename="photo.jpg"`.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send multiple attachments by upload. That it is not
    /// meant for forms: RFC 7578, section 4.2.
    "filename-extended-alone" {
        family: Upload,
        summary: "a part of an upload has a file name in extended form alone",
        blame: Client,
        levels: Levels::all(Level::Warning),
        statements: ["DL-134"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_disposition(sink, |header, disposition, sink| {
        if header.part.is_none() || !header.is_of_file() {
            return None;
        }
        if disposition.parameter("filename").is_some() {
            return Some(());
        }
        let mut extended =
            disposition.parameters.iter().filter(|parameter| parameter.name.starts_with("filename*"));
        if let Some(parameter) = extended.next() {
            sink.violation(
                header.place_at(&(parameter.name_range.start..parameter.value_range.end)),
                "the file name is written in extended form alone",
                format!("{}={}", parameter.name, quote::plain(&parameter.text())),
                "filename, which every reader of forms knows",
            );
        }
        Some(())
    })
}
