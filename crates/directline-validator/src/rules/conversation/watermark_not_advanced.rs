//! `watermark-not-advanced`.

use directline_exchange::Observed;

use crate::ledger::Moment;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, Part, Place};

declare_rule! {
    /// ## What it checks
    ///
    /// A request for messages that follows an answer with messages sends the watermark of that answer, not
    /// the one (or none) that the answered request had sent.
    ///
    /// A request that was sent before the answer was there is left out, and so is one that asks for another
    /// page altogether: several clients may read one conversation.
    ///
    /// ## Why it matters
    ///
    /// The service sends the same messages again, and without any watermark it may stop at a number of
    /// messages: what is newer never arrives.
    ///
    /// ## Example
    ///
    /// ```http
    /// GET /api/conversations/abc123/messages HTTP/1.1
    /// ```
    ///
    /// After an answer with `"watermark": "2"`, send `watermark=2`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Get Messages: set `watermark` to indicate the most recent
    /// message seen; page by advancing the watermark until no messages are returned.
    "watermark-not-advanced" {
        family: Conversation,
        summary: "the same page is asked for again after it was answered with messages",
        blame: Client,
        levels: Levels::all(Level::Note),
        statements: ["DL-042", "DL-045"],
        since: "0.1.0",
        check: Check::Conversation(check),
    }
}

fn check(moment: &Moment<'_>, sink: &mut Sink<'_>) -> Result<Outcome, Outcome> {
    moment.poll()?;
    let asked = moment.asked()?;
    let conversation = moment.conversation()?;
    let Some(last) = conversation.last.as_ref().filter(|last| last.has_messages) else {
        return Err(Outcome::NotApplicable);
    };
    let Some(given) = &last.given else { return Err(Outcome::NotApplicable) };
    let before = match last.asked {
        Observed::Present(mark) => Some(mark),
        Observed::Absent => None,
        Observed::NotObservable(reason) => return Err(Outcome::Inconclusive(reason)),
    };
    let mark = asked.map(|asked| asked.watermark.mark);
    if mark == before && mark != Some(given.mark) && last.epoch.is_before(moment.epoch) {
        let place = asked.map_or_else(|| Place::of(Part::RequestUrl), |asked| asked.place.clone());
        let found = match asked {
            Some(asked) => format!("{}, as in the request before", asked.watermark.quoted),
            None => "no watermark, as in the request before".to_owned(),
        };
        let expected = format!("{}, as the last answer gave it", given.quoted);
        sink.violation(place, "the watermark is not advanced", found, expected);
        sink.related(last.index, "the answer with messages");
    }
    Ok(Outcome::Decided)
}
