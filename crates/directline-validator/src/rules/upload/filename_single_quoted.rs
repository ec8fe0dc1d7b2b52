//! `filename-single-quoted`.

use crate::facts::Facts;
use crate::media_type::ValueForm;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The value of `filename` is quoted with quotation marks, or not at all. Apostrophes around it are
    /// part of the name; those around `name` carry no meaning here and are not named.
    ///
    /// Looked at are the `Content-Disposition` of a single upload and those of the parts of a multipart
    /// one, the Message part excepted: browsers give it a file name of their own. A part is looked at
    /// only if the recording shows its headers; bytes lost inside files do not matter.
    ///
    /// ## Why it matters
    ///
    /// A reader that follows the grammar takes the apostrophes for a part of the file name, so the file
    /// is called `'photo.jpg'`.
    ///
    /// ## Example
    ///
    /// ```http
    /// Content-Disposition: form-data; name='file'; filename='photo.jpg'
    /// ```
    ///
    /// Write `filename="photo.jpg"`.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send a single attachment by upload. Send a
    /// message to the bot in Direct Line API 1.1, Send multiple attachments by upload. The grammar: RFC
    /// 9110, section 5.6.4. Known from real clients.
    "filename-single-quoted" {
        family: Upload,
        summary: "a file name of an upload stands in apostrophes",
        blame: Client,
        levels: Levels::all(Level::Warning),
        statements: ["DL-124", "DL-134"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_disposition(sink, |header, disposition, sink| {
        let named = disposition.parameter("filename").filter(|_| header.is_of_file());
        let parameter = named?;
        if parameter.form == ValueForm::SingleQuoted {
            sink.violation(
                header.place_at(&parameter.value_range),
                "the file name stands in apostrophes",
                quote::plain(&parameter.text()),
                "quotation marks around the name",
            );
        }
        Some(())
    })
}
