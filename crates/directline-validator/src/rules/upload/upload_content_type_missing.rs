//! `upload-content-type-missing`.

use directline_exchange::Observed;

use crate::facts::{Facts, Upload};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// An upload with a body has a `Content-Type` header: the type of the file, or
    /// `multipart/form-data`. An empty value is `upload-content-type-malformed`. An upload without body
    /// is `upload-body-missing` alone. Parts of a multipart form are `part-content-type-missing`.
    ///
    /// ## Why it matters
    ///
    /// The header tells the service whether the body is one file or a form, and the bot what the file
    /// is.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/conversations/abc123/upload?userId=user1 HTTP/1.1
    /// Content-Disposition: form-data; name="file"; filename="badjokeeel.jpg"
    /// ```
    ///
    /// Add `Content-Type: image/jpeg`.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send a single attachment by upload. Send a
    /// message to the bot in Direct Line API 1.1, Send multiple attachments by upload.
    "upload-content-type-missing" {
        family: Upload,
        summary: "an upload does not say what it sends",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-120", "DL-123", "DL-131"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    if matches!(facts.upload(), None | Some(Upload::Nothing)) {
        return Outcome::NotApplicable;
    }
    match facts.request().headers.get("content-type") {
        Observed::Present(_) => {}
        Observed::NotObservable(reason) => return Outcome::Inconclusive(reason),
        Observed::Absent => sink.violation(
            Place::of(Part::RequestHeader).named("Content-Type"),
            "the upload does not say what it sends",
            "no Content-Type header",
            "the type of the file, or multipart/form-data with a boundary",
        ),
    }
    Outcome::Decided
}
