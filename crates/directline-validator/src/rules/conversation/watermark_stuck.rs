//! `watermark-stuck`.

use crate::ledger::Moment;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// Where an answer has messages, its watermark is another than that of the request: the messages are
    /// newer than the watermark of the request, and the new watermark is the greatest of theirs.
    ///
    /// ## Why it matters
    ///
    /// A client that advances by the watermark gets the same messages again with every request and never
    /// comes to the end.
    ///
    /// ## Example
    ///
    /// ```http
    /// GET /api/conversations/abc123/messages?watermark=3 HTTP/1.1
    ///
    /// {"messages": [{"id": "abc123|0000004", "from": "bot", "text": "hi"}], "watermark": "3"}
    /// ```
    ///
    /// Give the watermark of the last message in the set: `"4"`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, `MessageSet` object: `watermark` is the maximum watermark of
    /// the messages in the set. The Swagger file: only messages newer than the watermark are returned.
    "watermark-stuck" {
        family: Conversation,
        summary: "an answer has messages and gives the watermark that it was asked for",
        blame: Service,
        levels: Levels::all(Level::Warning),
        statements: ["DL-152", "EX-17"],
        since: "0.1.0",
        check: Check::Conversation(check),
    }
}

fn check(moment: &Moment<'_>, sink: &mut Sink<'_>) -> Result<Outcome, Outcome> {
    let page = moment.page()?;
    let given = page.watermark.as_ref().ok_or(Outcome::NotApplicable)?;
    let (asked, _) = moment.asked()?.ok_or(Outcome::NotApplicable)?;
    if page.messages.is_empty() {
        return Err(Outcome::NotApplicable);
    }
    if given.mark == asked.mark {
        sink.violation(
            page.place.whole(),
            "the watermark does not move past the messages of the answer",
            given.quoted(),
            "the watermark of the last message in the set",
        );
    }
    Ok(Outcome::Decided)
}
