//! `disposition-malformed`.

use crate::facts::Facts;
use crate::media_type::HeaderDefectKind;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The `Content-Disposition` of a single upload, and that of each part of a multipart one, follows
    /// its grammar (RFC 6266, RFC 7578, RFC 8187): a type, then parameters `name=value`, each once,
    /// values that are tokens or closed quoted strings in UTF-8. More than 64 parameters are not read,
    /// and named. A missing type, apostrophes as quotes, a raw quotation mark inside a file name,
    /// control characters and backslashes that stand for themselves have rules of their own. What the
    /// values say is not checked here.
    ///
    /// A part is looked at only if the recording shows its headers; bytes lost inside files do not
    /// matter.
    ///
    /// ## Why it matters
    ///
    /// Readers repair such a value in different ways, and find different file names or none.
    ///
    /// ## Example
    ///
    /// ```http
    /// Content-Disposition: form-data; name="file"; filename=my photo.jpg
    /// ```
    ///
    /// Write `filename="my photo.jpg"`.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send a single attachment by upload. Send a
    /// message to the bot in Direct Line API 1.1, Send multiple attachments by upload. The grammars:
    /// RFC 6266, RFC 7578 and RFC 8187.
    "disposition-malformed" {
        family: Upload,
        summary: "a Content-Disposition of an upload is malformed",
        blame: Client,
        levels: Levels::all(Level::Warning),
        statements: ["DL-124", "DL-134"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_disposition(sink, |header, disposition, sink| {
        for defect in disposition.defects.iter().filter(|defect| !is_named_elsewhere(defect.kind)) {
            sink.violation(
                header.place_at(&defect.range),
                format!("the Content-Disposition is malformed: {}", defect.kind),
                quote::plain(&header.text()),
                "form-data; name=\"…\"; filename=\"…\"",
            );
        }
    })
}

/// Whether another rule speaks of a defect.
fn is_named_elsewhere(kind: HeaderDefectKind) -> bool {
    matches!(
        kind,
        HeaderDefectKind::DispositionTypeMissing
            | HeaderDefectKind::SingleQuoted
            | HeaderDefectKind::QuoteUnescaped
            | HeaderDefectKind::ControlCharacter
            | HeaderDefectKind::EscapeNeedless
    )
}
