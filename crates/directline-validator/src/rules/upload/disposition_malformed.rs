//! `disposition-malformed`.

use crate::facts::Facts;
use crate::media_type::{HeaderDefect, HeaderDefectKind};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The `Content-Disposition` of a single upload, and that of each part of a multipart one, follows
    /// its grammar (RFC 6266, RFC 7578, RFC 8187): a type, then parameters `name=value`, each once,
    /// values that are tokens or closed quoted strings in UTF-8 without control characters. More than
    /// 64 parameters are not read, and named. A missing type, apostrophes as quotes, a raw quotation
    /// mark inside a file name, control characters in a file name and backslashes that stand for
    /// themselves have rules of their own. A carriage return inside the line is `multipart-header-ambiguous` alone. What the values say is
    /// not checked here.
    ///
    /// A part is looked at only if the recording shows its headers; bytes lost inside files do not
    /// matter.
    ///
    /// ## Why it matters
    ///
    /// Readers disagree on such a value: some refuse it, others repair it in different ways, and find
    /// different names or none. Of a parameter that stands twice, some take the first, some the last.
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
        if header.has_no_sure_end() {
            return None;
        }
        // `filename-unsafe` names control characters in the file name, which it looks at in files.
        let file_name = disposition.filename().filter(|_| header.is_of_file()).map(|name| name.range);
        let is_named = |defect: &&HeaderDefect| {
            let is_in_name = file_name.as_ref().is_some_and(|range| range.contains(&defect.range.start));
            is_named_elsewhere(defect.kind)
                || (is_in_name && defect.kind == HeaderDefectKind::ControlCharacter)
        };
        for defect in disposition.defects.iter().filter(|defect| !is_named(defect)) {
            sink.violation(
                header.place_at(&defect.range),
                format!("the Content-Disposition is malformed: {}", defect.kind),
                quote::plain(&header.text()),
                "form-data; name=\"…\"; filename=\"…\"",
            );
        }
        Some(())
    })
}

/// Whether another rule speaks of a defect.
fn is_named_elsewhere(kind: HeaderDefectKind) -> bool {
    matches!(
        kind,
        HeaderDefectKind::DispositionTypeMissing
            | HeaderDefectKind::SingleQuoted
            | HeaderDefectKind::QuoteUnescaped
            | HeaderDefectKind::EscapeNeedless
    )
}
