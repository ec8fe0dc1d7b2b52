//! `multipart-not-form-data`.

use directline_exchange::Observed;

use crate::facts::{Facts, Upload};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// An upload whose `Content-Type` is `multipart/…` is `multipart/form-data`, letter case and
    /// parameters aside. The body is read by its boundary all the same, and the other rules about parts
    /// apply.
    ///
    /// ## Why it matters
    ///
    /// The article asks for `multipart/form-data`. A server of forms does not look into another
    /// multipart type: the body arrives as one file, or is refused.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/conversations/abc123/upload?userId=user1 HTTP/1.1
    /// Content-Type: multipart/mixed; boundary=X
    /// ```
    ///
    /// Write `multipart/form-data; boundary=X`.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send multiple attachments by upload.
    "multipart-not-form-data" {
        family: Upload,
        summary: "a multipart upload is not multipart/form-data",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-131"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    if matches!(facts.upload(), None | Some(Upload::Nothing)) {
        return Outcome::NotApplicable;
    }
    let header = match facts.request_type() {
        Observed::Present(header) => header,
        Observed::Absent => return Outcome::NotApplicable,
        Observed::NotObservable(reason) => return Outcome::Inconclusive(reason),
    };
    let media_type = header.media_type();
    if media_type.type_ != "multipart" {
        return Outcome::NotApplicable;
    }
    if media_type.subtype != "form-data" {
        let message = "the upload is not multipart/form-data";
        sink.violation(header.place(), message, quote::plain(&media_type.essence()), "multipart/form-data");
    }
    Outcome::Decided
}
