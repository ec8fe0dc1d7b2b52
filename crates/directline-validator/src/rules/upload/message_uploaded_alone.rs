//! `message-uploaded-alone`.

use directline_exchange::Observed;

use crate::facts::{Facts, MESSAGE_TYPE, Upload};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// An upload whose body is one file is not declared as `application/vnd.microsoft.bot.message`, the type of
    /// the Message. A form whose only part is the Message is `multipart-without-attachment`.
    ///
    /// ## Why it matters
    ///
    /// Uploads send files; the Message goes with them as a part of a form. A Message alone has its own
    /// operation.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/conversations/abc123/upload?userId=user1 HTTP/1.1
    /// Content-Type: application/vnd.microsoft.bot.message
    ///
    /// {"from": "user1", "text": "hello"}
    /// ```
    ///
    /// Send it with Send a Message, as `application/json`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Upload and Send File(s). Send a message to the bot in Direct Line
    /// API 1.1, Send multiple attachments by upload.
    "message-uploaded-alone" {
        family: Upload,
        summary: "an upload is a Message and no file",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-058", "DL-063"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    match facts.upload() {
        Some(Upload::Single) => {}
        Some(Upload::Unseen(reason)) => return Outcome::Inconclusive(*reason),
        _ => return Outcome::NotApplicable,
    }
    let Observed::Present(header) = facts.request_type() else {
        return Outcome::NotApplicable;
    };
    if header.media_type().is(MESSAGE_TYPE.0, MESSAGE_TYPE.1) {
        sink.violation(
            header.place(),
            "the upload is a Message and no file",
            "the type of the Message",
            "the media type of a file, or a form with the Message and a file",
        );
    }
    Outcome::Decided
}
