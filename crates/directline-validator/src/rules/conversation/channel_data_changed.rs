//! `channel-data-changed`.

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
    for (received, pending) in moment.returned()? {
        let Some(sent) = pending.sent.content.channel_data else { continue };
        outcome = Outcome::Decided;
        if received.content.channel_data == Some(sent) {
            continue;
        }
        let (place, found) = match &received.channel_data_span {
            Some(span) => (received.below("/channelData", span.clone()), "another object"),
            None => (received.place(), "no object"),
        };
        sink.violation(
            place,
            "channelData is not what was sent",
            found,
            "the object that was sent, unmodified",
        );
        sink.related(pending.index, "the message sent");
    }
    Ok(outcome)
}
