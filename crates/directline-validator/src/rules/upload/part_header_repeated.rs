//! `part-header-repeated`.

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// A part of a multipart upload has one `Content-Disposition` and one `Content-Type`. The finding stands
    /// at the second; the first is the one that the other rules look at. Other headers are not looked at.
    ///
    /// A part is looked at only if the recording shows its headers; bytes lost inside files do not matter.
    ///
    /// ## Why it matters
    ///
    /// Readers disagree: some take the first header, some the last, some refuse the part. The file then has
    /// another name or type for a filter in front of the service than for the service.
    ///
    /// ## Example
    ///
    /// ```http
    /// --X
    /// Content-Disposition: form-data; name="file"; filename="photo.jpg"
    /// Content-Disposition: form-data; name="file"; filename="photo.exe"
    /// ```
    ///
    /// Write each header once.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send multiple attachments by upload. That each header
    /// stands once: RFC 2045, section 3, and RFC 7578, section 4.2. Tried with seven form parsers: two took
    /// the first, five the last.
    "part-header-repeated" {
        family: Upload,
        summary: "a part of an upload has a header twice",
        blame: Client,
        levels: Levels::all(Level::Warning),
        statements: ["DL-133", "DL-134"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_part(sink, |part, sink| {
        for (name, statement) in [("Content-Disposition", &["DL-134"]), ("Content-Type", &["DL-133"])] {
            let Some(header) = part.repeated_header(name) else { continue };
            sink.violation(
                header.place(),
                format!("the part has a second {name}: readers take the first or the last"),
                quote::plain(&header.text()),
                format!("one {name}"),
            );
            sink.resting_on(statement);
        }
    })
}
