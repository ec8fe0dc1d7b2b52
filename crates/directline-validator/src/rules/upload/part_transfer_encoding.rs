//! `part-transfer-encoding`.

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// No part of a multipart upload has a `Content-Transfer-Encoding` other than `7bit`, `8bit` and
    /// `binary`, letter case aside. The content of a part is never decoded here. A part is looked at
    /// only if the recording shows its headers; bytes lost inside files do not matter.
    ///
    /// ## Why it matters
    ///
    /// RFC 7578 deprecates the header. Readers disagree: most ignore it, so that the file arrives as
    /// base64 text, some decode it.
    ///
    /// ## Example
    ///
    /// ```http
    /// --X
    /// Content-Type: image/jpeg
    /// Content-Transfer-Encoding: base64
    ///
    /// /9j/4AAQSkZJRg==
    /// ```
    ///
    /// Send the bytes of the file.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Upload and Send File(s). Send a message to the bot in
    /// Direct Line API 1.1, Send multiple attachments by upload. The deprecation: RFC 7578, section
    /// 4.7.
    "part-transfer-encoding" {
        family: Upload,
        summary: "a part of an upload is sent in a transfer encoding",
        blame: Client,
        levels: Levels::all(Level::Warning),
        statements: ["DL-063"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_part(sink, |part, sink| {
        let Some(header) = part.header("content-transfer-encoding") else { return };
        let is_plain =
            ["7bit", "8bit", "binary"].iter().any(|plain| plain.eq_ignore_ascii_case(&header.text()));
        if !is_plain {
            sink.violation(
                header.place(),
                "the part is sent in a transfer encoding",
                quote::plain(&header.text()),
                "the bytes as they are",
            );
        }
    })
}
