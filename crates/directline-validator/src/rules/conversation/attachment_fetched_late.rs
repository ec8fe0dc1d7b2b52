//! `attachment-fetched-late`.

use directline_exchange::Reason;

use crate::ledger::{Moment, What};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// A file below `/attachments/` on the host of the service is fetched within 24 hours of the answer
    /// that named it. Path and host are compared; the query is not.
    ///
    /// Both times are taken from the recording. The fetch itself is no operation of the API and stays out
    /// of scope; the note stands there because there is no better place.
    ///
    /// ## Why it matters
    ///
    /// Uploaded files are deleted after 24 hours: whoever fetches one later gets nothing. Keep a copy, not
    /// the URL.
    ///
    /// ## Example
    ///
    /// ```http
    /// GET /attachments/abc123/0.png?x HTTP/1.1
    /// ```
    ///
    /// Sent two days after the message that named it.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Upload, Note: uploaded files are deleted after 24 hours.
    "attachment-fetched-late" {
        family: Conversation,
        summary: "a file of a message is fetched after it was deleted",
        blame: Client,
        levels: Levels::all(Level::Note),
        statements: ["DL-068"],
        since: "0.1.0",
        check: Check::Conversation(check),
    }
}

/// How long an uploaded file is kept, in seconds.
const KEPT: u64 = 24 * 60 * 60;

fn check(moment: &Moment<'_>, sink: &mut Sink<'_>) -> Result<Outcome, Outcome> {
    let What::Fetch(file) = moment.event.what else { return Err(Outcome::NotApplicable) };
    let delivered = moment.history()?.file(file).ok_or(Outcome::NotApplicable)?;
    let age = moment.seconds_since(delivered.at).ok_or(Outcome::Inconclusive(Reason::NotRecorded))?;
    if age > KEPT {
        sink.violation(
            Place::of(Part::RequestUrl),
            "the file is deleted by now",
            format!("a request {} hours after the message that named it", age / 3_600),
            "a request within 24 hours",
        );
        sink.related(delivered.index, "the answer that named the file");
    }
    Ok(Outcome::Decided)
}
