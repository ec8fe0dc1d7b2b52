//! `multipart-boundary-repeated`.

use directline_exchange::Observed;

use crate::facts::{Facts, Upload};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The `Content-Type` of a multipart upload gives one parameter `boundary`. The finding stands at each one
    /// after the first; the first is the one that the other rules read the body with.
    ///
    /// ## Why it matters
    ///
    /// Readers disagree: some take the first, some the last. With the other boundary the body has other parts,
    /// or none, so a filter in front of the service may not see what the service sees.
    ///
    /// ## Example
    ///
    /// ```http
    /// Content-Type: multipart/form-data; boundary=X; boundary=Y
    /// ```
    ///
    /// Keep the boundary of the body.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send multiple attachments by upload, Request. That a
    /// parameter stands once: RFC 9110, section 5.6.6, and RFC 2045, section 5.1. Tried with seven form
    /// parsers: three took the last, four the first.
    "multipart-boundary-repeated" {
        family: Upload,
        summary: "the boundary of a multipart upload is given twice",
        blame: Client,
        levels: Levels::all(Level::Warning),
        statements: ["DL-132"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    match facts.upload() {
        Some(Upload::Multipart(_)) => {}
        Some(Upload::Unseen(reason)) => return Outcome::Inconclusive(*reason),
        _ => return Outcome::NotApplicable,
    }
    let Observed::Present(header) = facts.request_type() else {
        return Outcome::NotApplicable;
    };
    let media_type = header.media_type();
    for boundary in media_type.parameters.iter().filter(|parameter| parameter.name == "boundary").skip(1) {
        sink.violation(
            header.place_at(&(boundary.name_range.start..boundary.value_range.end)),
            "the boundary is given again: readers take the first or the last",
            quote::text(&boundary.text()),
            "one boundary",
        );
    }
    Outcome::Decided
}
