//! `paging-stopped`.

use directline_exchange::Reason;

use crate::ledger::{Moment, What};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// After an answer with messages somebody asks for the next page. The rule speaks when the conversation
    /// goes on (a message is sent, a file uploaded, the token refreshed) more than a minute after the
    /// answer, and no request for messages came in between. It speaks once for each such page.
    ///
    /// That a recording ends after a page with messages says nothing: the client may have gone on.
    ///
    /// ## Why it matters
    ///
    /// Messages wait that the client does not know of. The documents advise to ask every one to ten
    /// seconds; a minute without any request is no interval of polling.
    ///
    /// ## Example
    ///
    /// ```http
    /// POST /api/conversations/abc123/messages HTTP/1.1
    ///
    /// {"from": "user1", "text": "are you there?"}
    /// ```
    ///
    /// Sent two minutes after the last answer, which had messages. Ask for the next page until an answer is
    /// empty, and go on polling.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Get Messages: clients page through messages by advancing the
    /// watermark until no messages are returned. Receive messages from the bot in Direct Line API 1.1:
    /// clients must poll; an interval of one to ten seconds is advised.
    "paging-stopped" {
        family: Conversation,
        summary: "the conversation goes on, but nobody asks for the page after one with messages",
        blame: Client,
        levels: Levels::all(Level::Note),
        statements: ["DL-045", "EX-13", "EX-18"],
        since: "0.1.0",
        check: Check::Conversation(check),
    }
}

fn check(moment: &Moment<'_>, sink: &mut Sink<'_>) -> Result<Outcome, Outcome> {
    if matches!(moment.event.what, What::Poll(_) | What::Other) {
        return Err(Outcome::NotApplicable);
    }
    let conversation = moment.conversation()?;
    let Some(last) = conversation.last.as_ref().filter(|last| last.has_messages) else {
        return Err(Outcome::NotApplicable);
    };
    if moment.event.started.is_none() || last.at.is_none() {
        return Err(Outcome::Inconclusive(Reason::NotRecorded));
    }
    if last.is_abandoned_at(moment.event) {
        sink.violation(
            Place::of(Part::RequestUrl),
            "nobody asks for the next page of messages",
            "more than a minute without a request for messages, after an answer with messages",
            "requests for messages until an answer has none",
        );
        sink.related(last.index, "the last answer with messages");
    }
    Ok(Outcome::Decided)
}
