//! `part-parameter-unquoted`.

use crate::facts::Facts;
use crate::media_type::{Parameter, ValueForm};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The `name` and the `filename` of a part of a multipart upload are quoted. One that is not is named if
    /// it is a token, such as `file`; text that needs the marks is `disposition-malformed`, text in
    /// apostrophes `filename-single-quoted`.
    ///
    /// A part is looked at only if the recording shows its headers; bytes lost inside files do not matter.
    ///
    /// ## Why it matters
    ///
    /// The grammar allows a token, .NET writes one, and nearly every reader takes it: so this is a note.
    /// Readers disagree all the same: those that follow the HTML Standard to the letter refuse the form.
    ///
    /// ## Example
    ///
    /// ```http
    /// Content-Disposition: form-data; name=file; filename=photo.jpg
    /// ```
    ///
    /// Write `name="file"; filename="photo.jpg"`.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send multiple attachments by upload, Request: the
    /// sample quotes both. The grammar: RFC 9110, section 5.6.6. Tried with seven form parsers: one refused
    /// it.
    "part-parameter-unquoted" {
        family: Upload,
        summary: "a name in an upload is not quoted",
        blame: Client,
        levels: Levels::all(Level::Note),
        statements: ["DL-141"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_disposition(sink, |header, disposition, sink| {
        header.part?;
        let is_named = |parameter: &&Parameter| matches!(parameter.name.as_str(), "name" | "filename");
        let mut named = disposition.parameters.iter().filter(is_named).peekable();
        named.peek()?;
        if let Some(parameter) = named.find(|parameter| parameter.form == ValueForm::Token) {
            sink.violation(
                header.place_at(&(parameter.name_range.start..parameter.value_range.end)),
                format!("the {} is not quoted, which some readers refuse", parameter.name),
                format!("{}={}", parameter.name, quote::plain(&parameter.text())),
                "quotation marks around the value",
            );
        }
        Some(())
    })
}
