//! `watermark-not-advanced`.

use directline_exchange::{Observed, Reason};

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
    /// Several clients may read one conversation: a request with another credential is left out, and so is
    /// one that asks for another page altogether, and one that was sent before the answer was there. Where
    /// the recording does not show that, nothing can be said.
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
    let mark = asked.map(|(watermark, _)| watermark.mark);
    if mark != before || mark == Some(given.mark) {
        return Ok(Outcome::Decided);
    }
    // Another client has its own place in the conversation.
    let same_client = match (&last.credential, &moment.event.credential) {
        (Observed::NotObservable(reason), _) | (_, Observed::NotObservable(reason)) => {
            return Err(Outcome::Inconclusive(*reason));
        }
        (last, now) => last.present() == now.present().map(|now| &now.key),
    };
    let is_before = last.epoch.is_before(moment.epoch);
    if same_client && is_before.ok_or(Outcome::Inconclusive(Reason::NotRecorded))? {
        let (place, found) = match asked {
            Some((watermark, place)) => {
                (place.whole(), format!("{}, as in the request before", watermark.quoted()))
            }
            None => (Place::of(Part::RequestUrl), "no watermark, as in the request before".to_owned()),
        };
        let expected = format!("{}, as the last answer gave it", given.quoted());
        sink.violation(place, "the watermark is not advanced", found, expected);
        sink.related(last.index, "the answer with messages");
    }
    Ok(Outcome::Decided)
}
