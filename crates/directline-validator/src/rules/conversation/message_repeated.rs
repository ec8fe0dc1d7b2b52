//! `message-repeated`.

use std::cmp::Ordering;

use crate::ledger::Moment;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// An answer has no message that an earlier answer returned together with the watermark of this
    /// request, or with a smaller one. A message is known by its `id`. Watermarks are compared as in
    /// `watermark-regressed`.
    ///
    /// ## Why it matters
    ///
    /// A client that shows every message that it gets shows this one twice. It is a note, because the
    /// documents promise that no message is missed, not that none is repeated.
    ///
    /// ## Example
    ///
    /// ```http
    /// GET /api/conversations/abc123/messages?watermark=1 HTTP/1.1
    ///
    /// {"messages": [{"id": "abc123|0000001", "from": "user1", "text": "hello"}], "watermark": "2"}
    /// ```
    ///
    /// Where an earlier answer gave message `abc123|0000001` and `"watermark": "1"`.
    ///
    /// ## Source
    ///
    /// The Swagger file: only messages newer than the watermark are returned. Receive messages from the bot
    /// in Direct Line API 1.1: the watermark is reliable if it is replayed verbatim.
    "message-repeated" {
        family: Conversation,
        summary: "a message is returned that the watermark of the request already covers",
        blame: Service,
        levels: Levels::all(Level::Note),
        statements: ["EX-17", "EX-15", "DL-042"],
        since: "0.1.0",
        check: Check::Conversation(check),
    }
}

fn check(moment: &Moment<'_>, sink: &mut Sink<'_>) -> Result<Outcome, Outcome> {
    let page = moment.page()?;
    let (asked, _) = moment.asked()?.ok_or(Outcome::NotApplicable)?;
    let conversation = moment.conversation()?;
    if page.messages.iter().all(|message| message.id.is_none()) {
        return Err(Outcome::NotApplicable);
    }
    for message in &page.messages {
        let Some((id, _)) = &message.id else { continue };
        let Some(known) = conversation.message(*id) else { continue };
        let order = known.covered_by.and_then(|covered| covered.order(asked.mark));
        if matches!(order, Some(Ordering::Less | Ordering::Equal)) {
            sink.violation(
                message.place(),
                "the message was returned before",
                format!("a message that watermark {} covers", asked.quoted()),
                "only messages newer than the watermark of the request",
            );
            sink.related(known.index, "the answer that returned it first");
        }
    }
    Ok(Outcome::Decided)
}
