//! `part-nested-multipart`.

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// No part of a multipart upload is itself multipart. What such a part holds is not looked at, and that it
    /// has no file name of its own is not named besides.
    ///
    /// A part is looked at only if the recording shows its headers; bytes lost inside files do not matter.
    ///
    /// ## Why it matters
    ///
    /// The documents describe one part for each attachment. RFC 7578 deprecates the older way of putting
    /// several files into one `multipart/mixed` part. Readers disagree on it: most take the whole part for one
    /// file.
    ///
    /// ## Example
    ///
    /// ```http
    /// --X
    /// Content-Disposition: form-data; name="files"
    /// Content-Type: multipart/mixed; boundary=Y
    /// ```
    ///
    /// Write one part for each file.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Upload and Send File(s). Send a message to the bot in Direct Line
    /// API 1.1, Send multiple attachments by upload. The deprecation: RFC 7578, section 4.3.
    "part-nested-multipart" {
        family: Upload,
        summary: "a part of an upload is itself multipart",
        blame: Client,
        levels: Levels::all(Level::Warning),
        statements: ["DL-063", "DL-140"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_part(sink, |part, sink| {
        if let Some(header) = part.header("content-type").filter(|_| part.is_nested()) {
            sink.violation(
                header.place(),
                "the part is itself multipart",
                quote::plain(&header.text()),
                "one part for each file",
            );
        }
    })
}
