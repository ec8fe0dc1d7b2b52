//! `filename-extended`.

use super::filename_ambiguous::other_name;
use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// No parameter `filename*` (RFC 8187), and no numbered piece `filename*0`, `filename*1`, … (RFC
    /// 2231), is given. Where one is, it is what the other rules read; one that cannot be read is
    /// `disposition-malformed`, one that says something else than `filename` is `filename-ambiguous`,
    /// and one without `filename` in a part of a form `filename-extended-alone`.
    ///
    /// Looked at are the `Content-Disposition` of a single upload and those of the parts of a multipart
    /// one, the Message part excepted: browsers give it a file name of their own. A part is looked at
    /// only if the recording shows its headers; bytes lost inside files do not matter.
    ///
    /// ## Why it matters
    ///
    /// The documents do not mention these forms, and RFC 7578 forbids `filename*` in forms. .NET writes
    /// it beside `filename`. Readers disagree: some take it, some ignore it, some refuse the form.
    ///
    /// ## Example
    ///
    /// ```http
    /// Content-Disposition: form-data; name=file; filename=x.jpg; filename*=utf-8''x.jpg
    /// ```
    ///
    /// `filename` alone is enough.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send a single attachment by upload. Send a
    /// message to the bot in Direct Line API 1.1, Send multiple attachments by upload. That it is not
    /// meant for forms: RFC 7578, section 4.2.
    "filename-extended" {
        family: Upload,
        summary: "a file name of an upload is written in extended form",
        blame: Client,
        levels: Levels::all(Level::Note),
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
        let mut extended =
            disposition.parameters.iter().filter(|parameter| parameter.name.starts_with("filename*"));
        let is_alone = header.part.is_some() && disposition.parameter("filename").is_none();
        let is_named_elsewhere = is_alone || other_name(disposition).is_some();
        if let Some(parameter) = extended.next().filter(|_| !is_named_elsewhere) {
            sink.violation(
                header.place_at(&(parameter.name_range.start..parameter.value_range.end)),
                "the file name is written in extended form",
                format!("{}={}", parameter.name, quote::plain(&parameter.text())),
                "filename alone",
            );
        }
        Some(())
    })
}
