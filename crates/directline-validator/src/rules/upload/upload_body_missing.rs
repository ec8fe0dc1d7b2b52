//! `upload-body-missing`.

use crate::facts::{Facts, Upload};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// An upload has a request body of at least one byte. A multipart body without a file is
    /// `multipart-without-attachment`.
    ///
    /// A recording that does not hold the body is inconclusive.
    ///
    /// ## Why it matters
    ///
    /// The body is the file: without it there is nothing to upload. A client that sends only text uses
    /// Send a Message.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/conversations/abc123/upload?userId=user1 HTTP/1.1
    /// Content-Type: image/jpeg
    /// Content-Length: 0
    /// ```
    ///
    /// Send the contents of the file.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Upload and Send File(s). Send a message to the bot in
    /// Direct Line API 1.1, Send a single attachment by upload.
    "upload-body-missing" {
        family: Upload,
        summary: "an upload sends nothing",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-058", "DL-062", "DL-120"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    match (facts.upload(), facts.unseen(Part::RequestBody)) {
        (None, _) => return Outcome::NotApplicable,
        (Some(Upload::Nothing), _) => sink.violation(
            Place::of(Part::RequestBody),
            "the upload sends nothing",
            "no body",
            "the contents of a file, or a multipart form with files",
        ),
        (Some(_), Some(reason)) => return Outcome::Inconclusive(reason),
        (Some(_), None) => {}
    }
    Outcome::Decided
}
