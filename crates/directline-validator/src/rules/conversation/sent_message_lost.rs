//! `sent-message-lost`.

use directline_exchange::Reason;

use crate::ledger::Moment;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// A message that the service accepted (status 2xx) is returned by Get Messages. The rule speaks at an
    /// empty page, where every page from before the message was sent is recorded up to this one, each
    /// asking with the watermark of the one before, and none has the message.
    ///
    /// A message is recognised by its sender and its text; an upload without text by its sender and by
    /// having images or attachments. A message that cannot be recognised is not looked for. Where the pages
    /// between are not all recorded, nothing can be said.
    ///
    /// ## Why it matters
    ///
    /// What the user wrote is gone: other clients do not show it, and the bot may not have got it. It is a
    /// warning and not an error, because sender and text are what the message is known by, and a service
    /// may change a text.
    ///
    /// ## Example
    ///
    /// ```http
    /// GET /api/conversations/abc123/messages?watermark=1 HTTP/1.1
    ///
    /// {"messages": [], "watermark": "1"}
    /// ```
    ///
    /// Sent before: `{"from": "user1", "text": "hello"}`, answered with 204; the page after that was this
    /// one.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Send a Message, and Upload: the message that the client sent
    /// can be obtained with Get Messages. Send a message to the bot in Direct Line API 1.1, Send
    /// attachments by upload: a message is sent to the bot when the upload completes.
    "sent-message-lost" {
        family: Conversation,
        summary: "a message that the service accepted never comes back",
        blame: Service,
        levels: Levels::all(Level::Warning).strict(Level::Error),
        statements: ["DL-054", "DL-067", "DL-056", "DL-058", "DL-126", "DL-142"],
        since: "0.1.0",
        check: Check::Conversation(check),
    }
}

fn check(moment: &Moment<'_>, sink: &mut Sink<'_>) -> Result<Outcome, Outcome> {
    let (poll, page) = (moment.poll()?, moment.page()?);
    let (lost, is_unsure) = moment.conversation()?.lost_by(poll, moment.epoch);
    for sent in &lost {
        sink.violation(
            page.place.clone(),
            "a message that was sent is not returned",
            "no message with its sender and text up to this empty page",
            "the message that was accepted",
        );
        sink.related(sent.index, "the message sent");
    }
    match (lost.is_empty(), is_unsure) {
        (true, true) => Err(Outcome::Inconclusive(Reason::EarlierNotRecorded)),
        (true, false) => Err(Outcome::NotApplicable),
        (false, _) => Ok(Outcome::Decided),
    }
}
