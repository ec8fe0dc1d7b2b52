//! `uploaded-attachment-lost`.

use directline_exchange::Reason;

use crate::ledger::Moment;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// Where an upload comes back as a message (same sender, same text), the message has at least as many
    /// images and attachments as files were uploaded and its Message part had. A part without file name is
    /// no file. Where several messages look alike, nothing can be said.
    ///
    /// ## Why it matters
    ///
    /// A file that the user sent did not arrive.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"id": "abc123|0000002", "from": "user1", "text": "two pictures", "images": ["/attachments/abc123/0.png?x"]}
    /// ```
    ///
    /// Where two files were uploaded.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send multiple attachments by upload: the
    /// attachments of the other parts are added to the Message before it is sent. API reference - Direct
    /// Line API 1.1, Upload: the files are sent as attachments.
    "uploaded-attachment-lost" {
        family: Conversation,
        summary: "an uploaded message comes back with fewer attachments than files were uploaded",
        blame: Service,
        levels: Levels::all(Level::Warning).strict(Level::Error),
        statements: ["DL-139", "DL-058"],
        since: "0.1.0",
        check: Check::Conversation(check),
    }
}

fn check(moment: &Moment<'_>, sink: &mut Sink<'_>) -> Result<Outcome, Outcome> {
    moment.history()?;
    let mut outcome = Outcome::NotApplicable;
    for (received, found) in moment.returned()?.filter(|(_, found)| !found.pending.sent.files.is_empty()) {
        let (expected, returned) = (found.pending.sent.file_count(), received.content.file_count());
        let is_lost = returned < expected;
        if is_lost && !found.is_certain {
            outcome = outcome.and(Outcome::Inconclusive(Reason::Ambiguous));
            continue;
        }
        outcome = outcome.and(Outcome::Decided);
        if is_lost {
            sink.violation(
                received.place(),
                "attachments of an upload are missing",
                format!("{returned} images and attachments"),
                format!("{expected}, as uploaded"),
            );
            sink.related(found.pending.index, "the upload");
        }
    }
    Ok(outcome)
}
