//! `watermark-unknown`.

use directline_exchange::Reason;

use crate::ledger::Moment;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The watermark of a request is one that an earlier answer in the same conversation gave. `0`, which
    /// clients send to begin at the start, is left out, and so is the decimal successor of the last one,
    /// which is `watermark-constructed`.
    ///
    /// Where neither the start of the conversation nor an earlier answer is recorded, or where the body of an
    /// earlier answer is not, nothing can be said. What never was a watermark is `watermark-placeholder`.
    ///
    /// ## Why it matters
    ///
    /// A watermark that the service did not give may skip messages. It is a note, because another client
    /// may have got it, or it was got before the recording began.
    ///
    /// ## Example
    ///
    /// ```http
    /// GET /api/conversations/abc123/messages?watermark=12 HTTP/1.1
    /// ```
    ///
    /// Send the watermark of the last answer, letter for letter.
    ///
    /// ## Source
    ///
    /// Receive messages from the bot in Direct Line API 1.1: clients replay the watermark verbatim. The
    /// Swagger file: clients do not construct watermarks.
    "watermark-unknown" {
        family: Conversation,
        summary: "no recorded answer gave the watermark of a request",
        blame: Client,
        levels: Levels::all(Level::Note),
        statements: ["EX-15", "EX-16", "DL-042"],
        since: "0.1.0",
        check: Check::Conversation(check),
    }
}

fn check(moment: &Moment<'_>, sink: &mut Sink<'_>) -> Result<Outcome, Outcome> {
    moment.poll()?;
    let (asked, place) = moment.asked()?.ok_or(Outcome::NotApplicable)?;
    if asked.mark.is_zero() {
        return Err(Outcome::NotApplicable);
    }
    let conversation = moment.conversation()?;
    if conversation.started.is_none() && !conversation.has_given() {
        return Err(Outcome::Inconclusive(Reason::EarlierNotRecorded));
    }
    let last = conversation.last.as_ref().and_then(|last| last.given.as_ref());
    let is_constructed = last.is_some_and(|last| asked.mark.is_next_after(last.mark));
    if conversation.giver_of(asked.mark).is_none() {
        if let Some(reason) = conversation.unseen_page {
            return Err(Outcome::Inconclusive(reason));
        }
        if !is_constructed {
            let expected = match last {
                Some(last) => format!("a watermark that an answer gave, such as {}", last.quoted()),
                None => "no watermark before the first answer".to_owned(),
            };
            let message = "no recorded answer gave this watermark";
            sink.violation(place.whole(), message, asked.quoted(), expected);
        }
    }
    Ok(Outcome::Decided)
}
