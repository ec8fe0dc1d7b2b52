//! `filename-unsafe`.

use crate::facts::Facts;
use crate::media_type::HeaderDefectKind;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The file name has no slash, no backslash that stands for itself, no control character (also none
    /// behind the escapes `%0D` and `%0A` of browsers), and is neither `.` nor `..`. Names that a
    /// certain file system reserves are not looked at.
    ///
    /// Looked at are the `Content-Disposition` of a single upload and those of the parts of a multipart
    /// one, the Message part excepted: browsers give it a file name of their own. A part is looked at
    /// only if the recording shows its headers; bytes lost inside files do not matter.
    ///
    /// ## Why it matters
    ///
    /// A receiver that stores the file under its name may write to another folder, or into a header of
    /// its own. Readers disagree: some keep the path, some only what follows the last slash.
    ///
    /// ## Example
    ///
    /// ```http
    /// Content-Disposition: form-data; name="file"; filename="../photo.jpg"
    /// ```
    ///
    /// Write `filename="photo.jpg"`.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send a single attachment by upload. Send a
    /// message to the bot in Direct Line API 1.1, Send multiple attachments by upload. The documents
    /// show bare names alone; the danger: RFC 7578, section 4.2, and RFC 6266, section 4.3.
    "filename-unsafe" {
        family: Upload,
        summary: "a file name of an upload is a path or has control characters",
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
        let has_bare_backslash = disposition.defects.iter().any(|defect| {
            defect.kind == HeaderDefectKind::EscapeNeedless && name.range.contains(&defect.range.start)
        });
        let text = name.browser_unescaped();
        let what = if text.chars().any(char::is_control) {
            "has a control character"
        } else if text.contains(['/', '\\']) || has_bare_backslash || text == "." || text == ".." {
            "is a path"
        } else {
            return Some(());
        };
        sink.violation(
            header.place_at(&name.range),
            format!("the file name {what}"),
            quote::text(&text),
            "a name without folders and control characters",
        );
        Some(())
    })
}
