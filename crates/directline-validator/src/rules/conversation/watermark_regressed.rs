//! `watermark-regressed`.

use std::cmp::Ordering;

use directline_exchange::Reason;

use crate::ledger::{Moment, Watermark};
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
    /// not compared with it; where the recording does not show whether it does, nothing can be said, and
    /// neither can it where no recorded answer gave the watermark of the request. That a watermark does not
    /// grow is right: there may be no new message.
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
    let asked = moment.asked()?.map(|(watermark, _)| watermark);
    let is_smaller = |than| given.mark.order(than) == Some(Ordering::Less);
    let mut report = |than: &Watermark, index: usize, related: &str| {
        let expected = format!("{} or a greater one", than.quoted());
        sink.violation(page.place.whole(), "the watermark goes back", given.quoted(), expected);
        sink.related(index, related);
    };
    if let Some(asked) = asked.filter(|asked| is_smaller(asked.mark)) {
        // One that no recorded answer gave may be the client's invention.
        let index = conversation.giver_of(asked.mark);
        let index = index.ok_or(Outcome::Inconclusive(Reason::EarlierNotRecorded))?;
        report(asked, index, "the answer that gave the watermark of the request");
        return Ok(Outcome::Decided);
    }
    let earlier = conversation.greatest(asked.map(|asked| asked.mark));
    if asked.is_none() && earlier.is_none() {
        return Err(Outcome::NotApplicable);
    }
    let Some(earlier) = earlier.filter(|earlier| is_smaller(earlier.watermark.mark)) else {
        return Ok(Outcome::Decided);
    };
    match earlier.epoch.is_before(moment.epoch) {
        None => return Err(Outcome::Inconclusive(Reason::NotRecorded)),
        Some(false) => {}
        Some(true) => {
            report(
                &earlier.watermark,
                earlier.index,
                "the answer that gave a greater one to the same question",
            );
        }
    }
    Ok(Outcome::Decided)
}
