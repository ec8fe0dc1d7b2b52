//! `multipart-text-outside-parts`.

use directline_exchange::Reason;

use crate::facts::{Facts, MultipartReading, Upload};
use crate::multipart::DefectKind;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// Nothing but blank lines stands before the first delimiter of a multipart upload and after the closing
    /// one. A delimiter after the closing one is `multipart-delimiter-ambiguous`.
    ///
    /// Where the recording lost such bytes the rule is inconclusive.
    ///
    /// ## Why it matters
    ///
    /// RFC 2046 allows such text (a preamble, an epilogue) and tells readers to ignore it, so this is a
    /// note. Readers disagree: most ignore it, some refuse the whole form.
    ///
    /// ## Example
    ///
    /// ```http
    /// This is a form.
    /// --X
    /// Content-Type: image/jpeg
    /// ```
    ///
    /// Begin the body with the delimiter, and end it with the closing one.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send multiple attachments by upload, Request: the
    /// sample has no such text. The grammar: RFC 2046, section 5.1.1. Tried with seven form parsers: two
    /// refused text before the parts, one text after them.
    "multipart-text-outside-parts" {
        family: Upload,
        summary: "text stands before or after the parts of a multipart upload",
        blame: Client,
        levels: Levels::all(Level::Note),
        statements: ["DL-132"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let reading = match facts.upload() {
        Some(Upload::Multipart(reading)) => reading,
        Some(Upload::Unseen(reason)) => return Outcome::Inconclusive(*reason),
        _ => return Outcome::NotApplicable,
    };
    let form = &reading.multipart;
    if !form.closed && form.parts.is_empty() {
        return reading.blind().map_or(Outcome::NotApplicable, Outcome::Inconclusive);
    }
    let mut unseen = (!form.closed).then(|| reading.blind()).flatten();
    let before = (form.preamble.clone(), form.preamble.end, "text stands before the first delimiter");
    let epilogue = form.epilogue.clone().filter(|_| !form.has(DefectKind::DelimiterAfterClose));
    // What the recording lost at the end of the body is lost from there.
    let after = epilogue
        .map(|range| (range.clone(), range.end.saturating_add(1), "text stands after the closing delimiter"));
    for (range, end, message) in std::iter::once(before).chain(after) {
        match text_in(reading, range.clone(), end) {
            Err(reason) => unseen = Some(reason),
            Ok(false) => {}
            Ok(true) => sink.violation(
                Place::of(Part::RequestBody).at(range.clone()),
                message,
                format!("{} bytes, which some readers refuse", range.len()),
                "no text outside the parts",
            ),
        }
    }
    unseen.map_or(Outcome::Decided, Outcome::Inconclusive)
}

/// Whether a range holds more than blank lines.
fn text_in(
    reading: &MultipartReading<'_>,
    range: std::ops::Range<usize>,
    end: usize,
) -> Result<bool, Reason> {
    if let Some(reason) = reading.gap_in(&(range.start..end)) {
        return Err(reason);
    }
    let bytes = reading.content.bytes.get(range).unwrap_or_default();
    Ok(bytes.iter().any(|byte| !matches!(byte, b'\r' | b'\n' | b' ' | b'\t')))
}
