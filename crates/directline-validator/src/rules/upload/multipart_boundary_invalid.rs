//! `multipart-boundary-invalid`.

use directline_exchange::Observed;

use crate::facts::{Facts, Upload};
use crate::multipart::DefectKind;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The boundary of a multipart upload is 1 to 70 characters of the set in RFC 2046 (letters, digits
    /// and `'()+_,-./:=?` and space) and does not end with a space; in the header it is quoted if it
    /// holds a character that needs it, and closed if quoted. The body is read with it all the same;
    /// where apostrophes stand around it and no delimiter has them, without those. A boundary that is
    /// given again is `multipart-boundary-repeated`.
    ///
    /// ## Why it matters
    ///
    /// The parts are found by the boundary: a reader that keeps to the grammar refuses the request, or
    /// cuts the boundary and finds no part.
    ///
    /// ## Example
    ///
    /// ```http
    /// Content-Type: multipart/form-data; boundary=a=b
    /// ```
    ///
    /// Write `boundary="a=b"`.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send multiple attachments by upload, Request.
    /// The grammar: RFC 2046, section 5.1.1.
    "multipart-boundary-invalid" {
        family: Upload,
        summary: "the boundary of a multipart upload breaks its grammar",
        blame: Client,
        levels: Levels::all(Level::Warning),
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
    let Observed::Present(header) = facts.request_type() else {
        return Outcome::NotApplicable;
    };
    let media_type = header.media_type();
    let expected = "1 to 70 letters, digits or '()+_,-./:=? in quotation marks";
    let mut is_named = false;
    if let Some(boundary) = media_type.parameter("boundary") {
        let range = boundary.name_range.start..boundary.value_range.end;
        for defect in media_type.defects.iter().filter(|defect| range.contains(&defect.range.start)) {
            let message = format!("the boundary is malformed: {}", defect.kind);
            sink.violation(header.place_at(&defect.range), message, quote::plain(&header.text()), expected);
            is_named = true;
        }
    }
    if !is_named && reading.multipart.has(DefectKind::BoundaryInvalid) {
        let boundary = media_type.parameter("boundary");
        let place =
            boundary.map_or_else(|| header.place(), |boundary| header.place_at(&boundary.value_range));
        let found = boundary.map(|boundary| quote::text(&boundary.text())).unwrap_or_default();
        let message = boundary.map_or("the boundary is empty".to_owned(), |boundary| wrong(&boundary.text()));
        sink.violation(place, message, found, expected);
    }
    Outcome::Decided
}

/// What is wrong with a boundary.
fn wrong(boundary: &str) -> String {
    let length = boundary.chars().count();
    let allowed = |c: &char| c.is_ascii_alphanumeric() || "'()+_,-./:=? ".contains(*c);
    match boundary.chars().find(|c| !allowed(c)) {
        Some(c) => format!("the boundary holds {}, which no boundary may hold", quote::text(&c.to_string())),
        None if length > 70 => format!("the boundary is {length} characters long, which is more than 70"),
        None if boundary.ends_with(' ') => "the boundary ends with a space".to_owned(),
        None => "the boundary is empty".to_owned(),
    }
}
