//! `watermark-regressed`.

use std::cmp::Ordering;

use crate::ledger::Moment;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The watermark of a `MessageSet` is not smaller than the watermark of the request, and not smaller
    /// than one that an earlier answer gave to the same question.
    ///
    /// Watermarks are opaque. Only two that are the same text up to a decimal number at the end are
    /// compared; others are neither smaller nor greater. An answer that overlaps the earlier one in time is
    /// not compared with it. That a watermark does not grow is right: there may be no new message.
    ///
    /// ## Why it matters
    ///
    /// A client that replays a watermark that went back gets messages again that it has shown already, or
    /// asks for the same page for ever.
    ///
    /// ## Example
    ///
    /// ```http
    /// GET /api/conversations/abc123/messages?watermark=12 HTTP/1.1
    ///
    /// {"messages": [], "watermark": "10"}
    /// ```
    ///
    /// The answer to `watermark=12` gives `12` or more.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, `MessageSet` object: `watermark` is the maximum watermark of
    /// the messages in the set. Receive messages from the bot in Direct Line API 1.1: an updated watermark
    /// is returned even if no messages are included. The Swagger file: only newer messages are returned.
    "watermark-regressed" {
        family: Conversation,
        summary: "an answer gives a smaller watermark than the client already has",
        blame: Service,
        levels: Levels::all(Level::Warning),
        statements: ["DL-152", "EX-14", "EX-17"],
        since: "0.1.0",
        check: Check::Conversation(check),
    }
}

fn check(moment: &Moment<'_>, sink: &mut Sink<'_>) -> Result<Outcome, Outcome> {
    let page = moment.page()?;
    let given = page.watermark.as_ref().ok_or(Outcome::NotApplicable)?;
    let conversation = moment.conversation()?;
    let asked = moment.asked()?;
    let is_smaller = |than| given.mark.order(than) == Some(Ordering::Less);
    let earlier = conversation
        .greatest(asked.map(|asked| asked.watermark.mark))
        .filter(|greatest| greatest.epoch.is_before(moment.epoch) && is_smaller(greatest.watermark.mark));
    let message = "the watermark goes back";
    if let Some(asked) = asked.filter(|asked| is_smaller(asked.watermark.mark)) {
        let expected = format!("{} or a greater one", asked.watermark.quoted);
        sink.violation(page.place.clone(), message, given.quoted.as_ref(), expected);
        if let Some(index) = conversation.giver_of(asked.watermark.mark) {
            sink.related(index, "the answer that gave the watermark of the request");
        }
    } else if let Some(earlier) = earlier {
        let expected = format!("{} or a greater one", earlier.watermark.quoted);
        sink.violation(page.place.clone(), message, given.quoted.as_ref(), expected);
        sink.related(earlier.index, "the answer that gave a greater one to the same question");
    }
    Ok(Outcome::Decided)
}
