//! `upload-disposition-missing`.

use directline_exchange::Observed;

use crate::facts::{Facts, Upload};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// An upload of a single file has a `Content-Disposition` header. What it says is checked by
    /// `upload-filename-missing` and others. Parts of a multipart form are `part-disposition-missing`.
    /// An upload without body is `upload-body-missing` alone.
    ///
    /// ## Why it matters
    ///
    /// The header is the only place for the file's name: without it the attachment has none.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/conversations/abc123/upload?userId=user1 HTTP/1.1
    /// Content-Type: image/jpeg
    /// ```
    ///
    /// Add `Content-Disposition: form-data; name="file"; filename="badjokeeel.jpg"`.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send a single attachment by upload.
    "upload-disposition-missing" {
        family: Upload,
        summary: "a single upload does not name its file",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-120", "DL-124"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    match facts.upload() {
        Some(Upload::Single) => {}
        Some(Upload::Unseen(reason)) => return Outcome::Inconclusive(*reason),
        None | Some(Upload::Nothing | Upload::Unbounded | Upload::Multipart(_)) => {
            return Outcome::NotApplicable;
        }
    }
    match facts.request().headers.get("content-disposition") {
        Observed::Present(_) => {}
        Observed::NotObservable(reason) => return Outcome::Inconclusive(reason),
        Observed::Absent => sink.violation(
            Place::of(Part::RequestHeader).named("Content-Disposition"),
            "the upload does not name its file",
            "no Content-Disposition header",
            "Content-Disposition with a filename",
        ),
    }
    Outcome::Decided
}
