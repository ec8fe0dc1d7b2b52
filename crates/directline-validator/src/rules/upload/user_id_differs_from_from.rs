//! `user-id-differs-from-from`.

use directline_exchange::Reason;
use directline_types::Operation;

use super::user_id_placeholder::NAMES;
use crate::facts::{Facts, Filling, filling};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, percent, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// Where an upload has a Message part with a `from`, this is the `userId` of the URL,
    /// percent-decoded; a plus sign may stand for a space or for itself. An empty `from` or `userId`
    /// and a placeholder have rules of their own. Of several `userId` the first is compared.
    ///
    /// ## Why it matters
    ///
    /// Both name the sender of the same message, and which of the two counts is not documented.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/conversations/abc123/upload?userId=user1 HTTP/1.1
    /// ```
    ///
    /// with a Message part
    ///
    /// ```json
    /// {"from": "user2", "text": "a photo"}
    /// ```
    ///
    /// Write the same id in both places.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Upload and Send File(s). API reference - Direct Line API
    /// 1.1, Message object. Send a message to the bot in Direct Line API 1.1, Send multiple attachments
    /// by upload.
    "user-id-differs-from-from" {
        family: Upload,
        summary: "the userId of an upload is not the sender of its message",
        blame: Client,
        levels: Levels::all(Level::Warning),
        statements: ["DL-061", "DL-080", "DL-135"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    if facts.operation() != Some(Operation::Upload) {
        return Outcome::NotApplicable;
    }
    let Some((written, _)) = facts.request().target.parameters("userId").next() else {
        return Outcome::NotApplicable;
    };
    let user = percent::decode_text(written);
    match filling(&user, &NAMES) {
        Filling::Value if !user.is_empty() => {}
        Filling::Value | Filling::Placeholder => return Outcome::NotApplicable,
        Filling::Hidden => return Outcome::Inconclusive(Reason::NotRecorded),
    }
    let as_form = written.replace('+', " ");
    let user_of_form = percent::decode_text(&as_form);
    facts.sent.each(sink, |message, sink| {
        let from = message.text("from").filter(|from| !from.text.is_empty())?;
        if from.text != user && from.text != user_of_form {
            sink.violation(
                message.place_of_member("from", from.value),
                "the sender of the message is not the user of the upload",
                quote::text(&from.text),
                format!("{}, as userId in the URL", quote::text(&user)),
            );
        }
        Some(())
    })
}
