//! `filename-not-ascii`.

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The parameter `filename` holds ASCII characters alone. UTF-8 beyond that is named here, bytes
    /// that are no UTF-8 are `disposition-malformed`. An encoded name (`filename*`, `=?utf-8?…?=`) is
    /// ASCII.
    ///
    /// Looked at are the `Content-Disposition` of a single upload and those of the parts of a multipart
    /// one, the Message part excepted: browsers give it a file name of their own. A part is looked at
    /// only if the recording shows its headers; bytes lost inside files do not matter.
    ///
    /// ## Why it matters
    ///
    /// Browsers and most libraries send UTF-8 as it is, and it works in practice. Neither the documents
    /// nor RFC 9110 say how a header is to be read that is not ASCII. Readers disagree: most read UTF-8,
    /// some ISO-8859-1, and so see other characters.
    ///
    /// ## Example
    ///
    /// ```http
    /// Content-Disposition: form-data; name="file"; filename="café.jpg"
    /// ```
    ///
    /// Nothing has to be done where it works; an ASCII name works everywhere.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send a single attachment by upload. Send a
    /// message to the bot in Direct Line API 1.1, Send multiple attachments by upload. The documents
    /// show ASCII names alone.
    "filename-not-ascii" {
        family: Upload,
        summary: "a file name of an upload has characters beyond ASCII",
        blame: Client,
        levels: Levels::all(Level::Note),
        statements: ["DL-124", "DL-134"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_disposition(sink, |header, disposition, sink| {
        let named = disposition.parameter("filename").filter(|_| header.is_of_file());
        let parameter = named?;
        if !parameter.value.is_ascii() && std::str::from_utf8(&parameter.value).is_ok() {
            sink.violation(
                header.place_at(&parameter.value_range),
                "the file name has characters beyond ASCII",
                quote::text(&parameter.text()),
                "an ASCII name, to be read alike everywhere",
            );
        }
        Some(())
    })
}
