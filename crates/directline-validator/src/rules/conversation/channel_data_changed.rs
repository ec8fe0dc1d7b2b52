//! `channel-data-changed`.

use directline_exchange::Reason;

use crate::ledger::Moment;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// Where a message comes back that the client sent (same sender, same text), its `channelData` is what
    /// was sent: the same members with the same values. The order of members does not count; the text of a
    /// number does, so `1` and `1.0` differ.
    ///
    /// Where several messages look alike, sent or returned, where another may have been sent that the
    /// recording does not show, or where a refused one may have come through, one that has the same
    /// `channelData` is taken for it; else nothing can be said.
    ///
    /// ## Why it matters
    ///
    /// `channelData` is how channel features reach the bot. If it is written anew on the way, large numbers
    /// lose digits and members disappear.
    ///
    /// Under `observed` it is a note, because the real service is known to return its own view of a
    /// message.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"id": "abc123|0000001", "from": "user1", "text": "hello", "channelData": {"order": 12345678901234567000}}
    /// ```
    ///
    /// Where `{"order": 12345678901234567890}` was sent.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object: `channelData` is sent unmodified between client
    /// and bot.
    "channel-data-changed" {
        family: Conversation,
        summary: "the channelData of a sent message comes back changed",
        blame: Service,
        levels: Levels::all(Level::Warning).strict(Level::Error).observed(Level::Note),
        statements: ["DL-088"],
        since: "0.1.0",
        check: Check::Conversation(check),
    }
}

fn check(moment: &Moment<'_>, sink: &mut Sink<'_>) -> Result<Outcome, Outcome> {
    moment.history()?;
    let mut outcome = Outcome::NotApplicable;
    for (received, found) in moment.returned()? {
        let Some(sent) = found.pending.sent.content.channel_data else { continue };
        if received.content.channel_data == Some(sent) {
            outcome = outcome.and(Outcome::Decided);
            continue;
        }
        if !found.is_certain {
            outcome = outcome.and(Outcome::Inconclusive(Reason::Ambiguous));
            continue;
        }
        outcome = outcome.and(Outcome::Decided);
        let (place, what) = match &received.channel_data_span {
            Some(span) => (received.below("/channelData", span.clone()), "another object"),
            None => (received.place(), "no object"),
        };
        sink.violation(
            place,
            "channelData is not what was sent",
            what,
            "the object that was sent, unmodified",
        );
        sink.related(found.pending.index, "the message sent");
    }
    Ok(outcome)
}
