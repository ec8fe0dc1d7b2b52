//! `multipart-boundary-missing`.

use directline_exchange::Observed;

use crate::facts::{Facts, Upload};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The `Content-Type` of a multipart upload has a parameter `boundary` that is not empty. A
    /// boundary that is there and breaks the grammar is `multipart-boundary-invalid`. An upload without
    /// body is `upload-body-missing` alone, and one whose body is not recorded is inconclusive, because
    /// such recordings often hold the header as it was before the boundary was added.
    ///
    /// A single file of a type `multipart/…` cannot be told from a form and counts as one.
    ///
    /// ## Why it matters
    ///
    /// Without the boundary the parts cannot be told apart. It goes missing where a client sets the
    /// header by hand and so overwrites the one that its library makes.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/conversations/abc123/upload?userId=user1 HTTP/1.1
    /// Content-Type: multipart/form-data
    /// ```
    ///
    /// Let the library write the header, or add `; boundary=` and the boundary of the body.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send multiple attachments by upload, Request.
    "multipart-boundary-missing" {
        family: Upload,
        summary: "a multipart upload has no boundary",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-132", "DL-131"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    match facts.upload() {
        None | Some(Upload::Nothing | Upload::Single) => return Outcome::NotApplicable,
        Some(Upload::Unseen(reason)) => return Outcome::Inconclusive(*reason),
        Some(Upload::Multipart(_)) => {}
        Some(Upload::Unbounded) => {
            let Observed::Present(header) = facts.request_type() else { return Outcome::NotApplicable };
            sink.violation(
                header.place(),
                "the multipart upload has no boundary",
                quote::plain(&header.text()),
                "boundary, with the text that separates the parts",
            );
        }
    }
    Outcome::Decided
}
