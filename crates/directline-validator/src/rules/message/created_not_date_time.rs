//! `created-not-date-time`.

use crate::date_time::DateTime;
use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The member `created` of a Message is a date and time by ISO 8601: a day that exists, a time of
    /// it, in any of the standard's forms. A date alone is no date and time. The finding stands at the
    /// byte where the text departs from the standard. A text of more than 128 bytes counts as none.
    ///
    /// Both directions are looked at; a client had better leave `created` out, see
    /// `created-set-by-client`. A value that is no string is `created-not-string`. Forms without offset
    /// and forms that RFC 3339 lacks are rules of their own.
    ///
    /// ## Why it matters
    ///
    /// Readers of date-times refuse other text, and with it often the whole message.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"created": "10/28/2016 9:19:51 PM", "from": "examplebot", "text": "Hello!"}
    /// ```
    ///
    /// Write `"created": "2016-10-28T21:19:51Z"`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object: expressed in the ISO-8601 format.
    "created-not-date-time" {
        family: Message,
        summary: "the created time of a message is no date and time",
        blame: Sender,
        levels: Levels::all(Level::Error),
        statements: ["DL-078"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_message(sink, |message, sink| {
        let (created, read) = message.created()?;
        if let DateTime::Invalid { at, what } = read {
            let end = created.text.len();
            sink.violation(
                message.place_in_text("created", created, &((*at).min(end)..end)),
                format!("created is not a date and time: {what}"),
                quote::text(&created.text),
                "a date and time, for example 2016-10-28T21:19:51Z",
            );
        }
        Some(())
    })
}
