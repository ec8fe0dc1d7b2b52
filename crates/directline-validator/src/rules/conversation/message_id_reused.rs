//! `message-id-reused`.

use std::collections::BTreeMap;

use directline_exchange::Reason;

use crate::ledger::Moment;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// No two messages of one answer have the same `id`, and a message that an earlier answer returned has
    /// the same `from` and `text` whenever it is returned again. A message that comes again unchanged is no
    /// offence.
    ///
    /// `created`, `images`, `attachments` and `channelData` are not compared: a URL may be signed anew.
    ///
    /// ## Why it matters
    ///
    /// Clients recognise messages by their `id`: one of the two is lost.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"messages": [{"id": "abc123|0000001", "from": "user1", "text": "hello"},
    ///               {"id": "abc123|0000001", "from": "bot", "text": "hi"}], "watermark": "2"}
    /// ```
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object: `id` uniquely identifies the message.
    "message-id-reused" {
        family: Conversation,
        summary: "two messages of a conversation have the same id",
        blame: Service,
        levels: Levels::all(Level::Error),
        statements: ["DL-073"],
        since: "0.1.0",
        check: Check::Conversation(check),
    }
}

fn check(moment: &Moment<'_>, sink: &mut Sink<'_>) -> Result<Outcome, Outcome> {
    let page = moment.page()?;
    let conversation = moment.conversation()?;
    let mut here = BTreeMap::new();
    let mut outcome = Outcome::NotApplicable;
    let expected = "an id of its own for each message";
    for message in &page.messages {
        let Some((id, span)) = &message.id else { continue };
        outcome = outcome.and(Outcome::Decided);
        let place = || message.below("/id", span.clone());
        if let Some(first) = here.get(id) {
            let found = format!("the id of messages/{first} of the same answer");
            sink.violation(place(), "two messages have the same id", found, expected);
            continue;
        }
        here.insert(*id, message.number);
        let Some(known) = conversation.message(*id) else { continue };
        let says = (!message.content.is_hidden).then_some((message.content.from, message.content.text));
        match (known.says, says) {
            (Some(known), Some(says)) if known == says => {}
            (Some(_), Some(_)) => {
                let found = "the id of a message with another sender or text";
                sink.violation(place(), "two messages have the same id", found, expected);
                sink.related(known.index, "the answer that returned the other message");
            }
            _ => outcome = Outcome::Inconclusive(Reason::RedactedByExporter),
        }
    }
    Ok(outcome)
}
