//! `filename-empty`.

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The file name of an upload, where one is given, is not empty.
    ///
    /// Looked at are the `Content-Disposition` of a single upload and those of the parts of a multipart
    /// one, the Message part excepted: browsers give it a file name of their own. A part is looked at
    /// only if the recording shows its headers; bytes lost inside files do not matter.
    ///
    /// ## Why it matters
    ///
    /// A file input that the user left alone is sent by browsers as an empty file without name: often
    /// the form should not have been sent.
    ///
    /// ## Example
    ///
    /// ```http
    /// Content-Disposition: form-data; name="file"; filename=""
    /// ```
    ///
    /// Name the file, or leave the part out.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send a single attachment by upload. Send a
    /// message to the bot in Direct Line API 1.1, Send multiple attachments by upload.
    "filename-empty" {
        family: Upload,
        summary: "a file name of an upload is empty",
        blame: Client,
        levels: Levels::all(Level::Warning),
        statements: ["DL-124", "DL-134"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_disposition(sink, |header, disposition, sink| {
        let name = disposition.filename().filter(|_| header.is_of_file())?;
        if name.text.is_empty() {
            let place = header.place_at(&name.range);
            sink.violation(place, "the file name is empty", "an empty file name", "the name of the file");
        }
        Some(())
    })
}
