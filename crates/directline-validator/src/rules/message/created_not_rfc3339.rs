//! `created-not-rfc3339`.

use crate::date_time::DateTime;
use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The member `created` of a Message, where it is a date and time of ISO 8601 with an offset, is
    /// written in the form of RFC 3339, which is that of the documents' example: `YYYY-MM-DDThh:mm:ss`,
    /// optionally a fraction after a point, then `Z` or `+hh:mm`. Named here are the basic format,
    /// weeks, days of the year, a comma before the fraction, the hour 24, missing seconds, a space
    /// instead of `T`, years with a sign, offsets without colon or minutes. The finding stands at the
    /// first such place.
    ///
    /// Both directions are looked at; a client had better leave `created` out, see
    /// `created-set-by-client`. A value that is no string is `created-not-string`. The letters `t` and
    /// `z` in lower case, any number of fractional digits and leap seconds are right.
    ///
    /// ## Why it matters
    ///
    /// ISO 8601 allows all of these, but most libraries read the form of RFC 3339 alone.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"created": "20161028T211951Z", "from": "examplebot", "text": "Hello!"}
    /// ```
    ///
    /// Write `"created": "2016-10-28T21:19:51Z"`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object and its example. Known from the Swagger
    /// file: the format is `date-time` (RFC 3339).
    "created-not-rfc3339" {
        family: Message,
        summary: "the created time of a message is written in a form that RFC 3339 lacks",
        blame: Sender,
        levels: Levels::all(Level::Warning),
        statements: ["DL-078", "EX-23"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_message(sink, |message, sink| {
        let (created, read) = message.created()?;
        if matches!(read, DateTime::Invalid { .. }) {
            return None;
        }
        if let DateTime::OtherForm { at, what } = read {
            let end = created.text.len();
            sink.violation(
                message.place_in_text("created", created, &((*at).min(end)..end)),
                format!("created is not written as RFC 3339 has it: {what}"),
                quote::text(&created.text),
                "the form 2016-10-28T21:19:51Z",
            );
        }
        Some(())
    })
}
