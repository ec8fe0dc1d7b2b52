//! `upload-too-large`.

use directline_exchange::{Body, Observed, Reason};
use directline_types::Operation;

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// The body of an upload has at most 4 MB (4,194,304 bytes). Where the recording does not hold the body,
    /// its `Content-Length` is taken.
    ///
    /// The documents give no limit. Two more limits of the real service are not checked, because nothing
    /// says how they are counted: about 64 kB of `channelData`, and about 100 messages in an answer to a
    /// request without `watermark`.
    ///
    /// ## Why it matters
    ///
    /// The real service answered 500 to larger uploads, with an error that does not name the size.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/conversations/abc123/upload?userId=user1 HTTP/1.1
    /// Content-Type: video/mp4
    /// Content-Length: 5000000
    /// ```
    ///
    /// Put the file on a server of your own and send its URL in `attachments`.
    ///
    /// ## Source
    ///
    /// Observed on the real service; no document of Direct Line 1.1 names a limit.
    "upload-too-large" {
        family: Upload,
        summary: "an upload is larger than what the real service takes",
        blame: Client,
        levels: Levels::all(Level::Note),
        statements: ["EX-27"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

/// The largest body that the real service takes.
const LARGEST: u64 = 4 * 1024 * 1024;

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    if facts.operation() != Some(Operation::Upload) {
        return Outcome::NotApplicable;
    }
    let (size, place) = match &facts.request().body {
        Body::Absent => return Outcome::NotApplicable,
        Body::Present(content) => {
            (u64::try_from(content.bytes.len()).unwrap_or(u64::MAX), Place::of(Part::RequestBody))
        }
        Body::NotObservable(reason) => match declared(facts) {
            Ok(size) => (size, Place::of(Part::RequestHeader).named("Content-Length")),
            Err(other) => return Outcome::Inconclusive(other.unwrap_or(*reason)),
        },
    };
    if size > LARGEST {
        sink.violation(
            place,
            "the upload is larger than what the real service takes",
            format!("{size} bytes"),
            format!("at most {LARGEST} bytes"),
        );
    }
    Outcome::Decided
}

/// The size that the header declares.
fn declared(facts: &Facts<'_>) -> Result<u64, Option<Reason>> {
    match facts.request().headers.value("Content-Length") {
        Observed::Present(value) => {
            let text = std::str::from_utf8(value).ok();
            text.and_then(|text| text.trim().parse().ok()).ok_or(None)
        }
        Observed::Absent => Err(None),
        Observed::NotObservable(reason) => Err(Some(reason)),
    }
}
