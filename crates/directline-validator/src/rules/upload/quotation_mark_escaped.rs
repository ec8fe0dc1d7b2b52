//! `quotation-mark-escaped`.

use crate::facts::Facts;
use crate::media_type::{HeaderDefectKind, Parameter};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The `name` and the file name of a part of a multipart upload hold no quotation mark that is escaped,
    /// neither as `\"` nor as `%22`, and the `name` no `%0D` and `%0A`. A raw quotation mark is
    /// `filename-ambiguous`, a line end in a file name `filename-unsafe`. A backslash is not looked at here.
    ///
    /// The Message part is not looked at, and neither is a single upload: its header is one of HTTP itself,
    /// where `\"` is well defined. A part is looked at only if the recording shows its headers; bytes lost
    /// inside files do not matter.
    ///
    /// ## Why it matters
    ///
    /// Readers disagree: browsers write `%22`, which many readers leave as it is; others write `\"`, which
    /// some readers refuse. So the file may get another name than it was given, whatever is written. Both
    /// ways follow a standard, so this is a note.
    ///
    /// ## Example
    ///
    /// ```http
    /// Content-Disposition: form-data; name="file"; filename="my %22best%22 photo.jpg"
    /// ```
    ///
    /// Leave quotation marks out of the name where it is yours to choose.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send multiple attachments by upload. The two ways:
    /// RFC 7578, section 4.2, and the HTML Standard, multipart form data. Tried with seven form parsers: three
    /// decode `%22`, one refuses `\"`.
    "quotation-mark-escaped" {
        family: Upload,
        summary: "a name in an upload has an escaped quotation mark",
        blame: Client,
        levels: Levels::all(Level::Note),
        statements: ["DL-134"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_disposition(sink, |header, disposition, sink| {
        if header.part.is_none() || !header.is_of_file() {
            return None;
        }
        for name in ["name", "filename"] {
            let Some(parameter) = disposition.parameter(name) else { continue };
            let is_raw = disposition.defects.iter().any(|defect| {
                defect.kind == HeaderDefectKind::QuoteUnescaped
                    && parameter.value_range.contains(&defect.range.start)
            });
            if !is_raw && has_escape(parameter) {
                sink.violation(
                    header.place_at(&parameter.value_range),
                    format!("readers disagree on an escaped character in the {name}"),
                    quote::text(&parameter.text()),
                    "a name without quotation marks",
                );
            }
        }
        Some(())
    })
}

/// Whether readers undo an escape in the value in different ways.
fn has_escape(parameter: &Parameter) -> bool {
    let text = parameter.text().to_ascii_lowercase();
    let has_line_end = text.contains("%0d") || text.contains("%0a");
    text.contains('"') || text.contains("%22") || (parameter.name == "name" && has_line_end)
}
