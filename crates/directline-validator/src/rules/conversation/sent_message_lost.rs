//! `sent-message-lost`.

use crate::ledger::Moment;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// A message that the service accepted (status 2xx) is returned by Get Messages. The rule speaks at an
    /// empty page that was asked for after the message was accepted, where every page from before it was sent
    /// is recorded, each asking with the watermark of the one before, and none has the message; nor has a
    /// later page of the recording, for no document says how soon a message appears.
    ///
    /// A message is recognised by its sender and its text; one without text by its sender and by having
    /// images or attachments. A message that cannot be recognised is not looked for. Nothing can be said
    /// where the pages between are not all recorded, where the recording does not show that the request was
    /// answered before the page was asked for, or more than 30 minutes later: no document says how long
    /// messages are kept.
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
    let page = moment.page()?;
    moment.conversation()?;
    let (missing, trouble) = moment.missing();
    for sent in missing {
        sink.violation(
            page.place.whole(),
            "a message that was sent is not returned",
            "no message with its sender and text up to this empty page, or after it",
            "the message that was accepted",
        );
        sink.related(sent.index, "the message sent");
    }
    match (missing.is_empty(), trouble) {
        (true, Some(reason)) => Err(Outcome::Inconclusive(reason)),
        // What was sent and came back is what the rule asks for.
        (true, None) if moment.returned()?.next().is_some() => Ok(Outcome::Decided),
        (true, None) => Err(Outcome::NotApplicable),
        (false, _) => Ok(Outcome::Decided),
    }
}
