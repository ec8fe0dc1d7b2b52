//! `part-name-missing`.

use crate::facts::Facts;
use crate::media_type::HeaderDefectKind;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The `Content-Disposition` of each file in a multipart upload gives a `name`. Which one does not
    /// matter: the documents call every file `file`, and nothing is looked up by it. A part without the
    /// header, one whose type is not `form-data` and one whose header cannot be read have rules of their
    /// own. The Message part is not looked at: in the documents it has no such header at all, and .NET
    /// writes one without name.
    ///
    /// A part is looked at only if the recording shows its headers; bytes lost inside files do not matter.
    ///
    /// ## Why it matters
    ///
    /// RFC 7578 requires the name, and the sample has it. Readers disagree on a part without: some refuse the
    /// form, some skip the part, some take it.
    ///
    /// ## Example
    ///
    /// ```http
    /// --X
    /// Content-Disposition: form-data; filename="photo.jpg"
    /// ```
    ///
    /// Write `form-data; name="file"; filename="photo.jpg"`.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send multiple attachments by upload, Request. The
    /// requirement: RFC 7578, section 4.2.
    "part-name-missing" {
        family: Upload,
        summary: "a file of a multipart upload has no field name",
        blame: Client,
        levels: Levels::all(Level::Warning),
        statements: ["DL-141"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_disposition(sink, |header, disposition, sink| {
        if header.part.is_none() || !header.is_of_file() {
            return None;
        }
        let is_form_data = disposition.kind.as_deref().is_none_or(|kind| kind == "form-data");
        let is_unreadable = disposition
            .defects
            .iter()
            .any(|defect| matches!(defect.kind, HeaderDefectKind::Empty | HeaderDefectKind::TypeInvalid));
        let is_named = disposition
            .parameters
            .iter()
            .any(|parameter| parameter.name == "name" || parameter.name.starts_with("name*"));
        if is_form_data && !is_unreadable && !is_named {
            sink.violation(
                header.place(),
                "the part has no name",
                quote::plain(&header.text()),
                "name, for example name=\"file\"",
            );
        }
        Some(())
    })
}
