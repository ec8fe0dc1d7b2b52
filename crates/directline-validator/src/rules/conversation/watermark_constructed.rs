//! `watermark-constructed`.

use crate::ledger::Moment;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The watermark of a request is not the decimal successor of the one that the last answer gave. Such a
    /// value was not received but calculated.
    ///
    /// A value that some answer gave is received, whatever its number. Any other value that no recorded
    /// answer gave is `watermark-unknown`. Where the recording does not hold the body of an earlier answer,
    /// that may have given the value: nothing can be said.
    ///
    /// ## Why it matters
    ///
    /// The format of watermarks may change, and a watermark that the service did not give may skip a
    /// message or be refused.
    ///
    /// ## Example
    ///
    /// ```http
    /// GET /api/conversations/abc123/messages?watermark=11 HTTP/1.1
    /// ```
    ///
    /// Where the last answer gave `"watermark": "10"`, send `watermark=10`.
    ///
    /// ## Source
    ///
    /// Receive messages from the bot in Direct Line API 1.1: clients replay the watermark verbatim. The
    /// Swagger file: clients do not construct watermarks, the format may change.
    "watermark-constructed" {
        family: Conversation,
        summary: "the watermark of a request is the last one given with one added",
        blame: Client,
        levels: Levels::all(Level::Warning),
        statements: ["EX-16", "EX-15", "DL-042"],
        since: "0.1.0",
        check: Check::Conversation(check),
    }
}

fn check(moment: &Moment<'_>, sink: &mut Sink<'_>) -> Result<Outcome, Outcome> {
    moment.poll()?;
    let (asked, place) = moment.asked()?.ok_or(Outcome::NotApplicable)?;
    let conversation = moment.conversation()?;
    let Some(last) = &conversation.last else { return Err(Outcome::NotApplicable) };
    let Some(given) = &last.given else { return Err(Outcome::NotApplicable) };
    if conversation.giver_of(asked.mark).is_none() && asked.mark.is_next_after(given.mark) {
        if let Some(reason) = conversation.unseen_page {
            return Err(Outcome::Inconclusive(reason));
        }
        sink.violation(
            place.whole(),
            "the watermark is calculated from the last one",
            asked.quoted(),
            format!("{}, as the last answer gave it", given.quoted()),
        );
        sink.related(last.index, "the answer that gave the last watermark");
    }
    Ok(Outcome::Decided)
}
