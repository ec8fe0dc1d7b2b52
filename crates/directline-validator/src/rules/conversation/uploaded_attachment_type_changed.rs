//! `uploaded-attachment-type-changed`.

use directline_exchange::Reason;

use crate::ledger::{File, Moment};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// Where an upload comes back as a message (same sender, same text) with all its files, the
    /// `contentType` of each attachment is the type of an uploaded file. An image may come back in
    /// `images`, which has no types, and so may what was uploaded as `application/octet-stream`. The order
    /// does not count, and neither do parameters or letter case. An upload with a file without type is left
    /// out. Where several messages look alike, nothing can be said.
    ///
    /// ## Why it matters
    ///
    /// The bot opens the file as what it is not.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"id": "abc123|0000002", "from": "user1", "text": "the report",
    ///  "attachments": [{"contentType": "application/octet-stream", "url": "/attachments/abc123/0?x"}]}
    /// ```
    ///
    /// Where the uploaded part said `Content-Type: application/pdf`.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, Send a single attachment by upload, and Send
    /// multiple attachments by upload: `Content-Type` specifies the type of the attachment. API reference -
    /// Direct Line API 1.1, Attachment object: `contentType` is the media type of the content.
    "uploaded-attachment-type-changed" {
        family: Conversation,
        summary: "an uploaded file comes back with another media type",
        blame: Service,
        levels: Levels::all(Level::Warning).strict(Level::Error),
        statements: ["DL-123", "DL-133", "DL-160"],
        since: "0.1.0",
        check: Check::Conversation(check),
    }
}

fn check(moment: &Moment<'_>, sink: &mut Sink<'_>) -> Result<Outcome, Outcome> {
    moment.history()?;
    let mut outcome = Outcome::NotApplicable;
    for (received, found) in moment.returned()?.filter(|(_, found)| !found.pending.sent.files.is_empty()) {
        let sent = &found.pending.sent;
        let uploaded: Vec<File> = sent.files.iter().chain(&sent.content.attachments).copied().collect();
        let returned = &received.content.attachments;
        let is_whole = received.content.file_count() == sent.file_count();
        if !is_whole || uploaded.iter().any(|file| file.media_type.is_none()) {
            continue;
        }
        let unknown = without(returned, &uploaded);
        let gone = without(&uploaded, returned);
        // What went into `images` is an image.
        let is_changed = !unknown.is_empty() || gone.iter().any(|file| !file.may_be_image);
        if is_changed && !found.is_certain {
            outcome = outcome.and(Outcome::Inconclusive(Reason::Ambiguous));
            continue;
        }
        outcome = outcome.and(Outcome::Decided);
        if is_changed {
            sink.violation(
                received.place(),
                "an uploaded file comes back with another media type",
                "other types than those that were uploaded",
                "the types of the uploaded files",
            );
            sink.related(found.pending.index, "the upload");
        }
    }
    Ok(outcome)
}

/// What is left of some files when others are taken away, one for one.
fn without(files: &[File], others: &[File]) -> Vec<File> {
    let mut left = files.to_vec();
    for other in others {
        if let Some(at) = left.iter().position(|file| file == other) {
            left.swap_remove(at);
        }
    }
    left
}
