//! `created-not-utc`.

use crate::date_time::DateTime;
use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The member `created` of a Message, where it is a `date-time` of RFC 3339, is in UTC: it ends
    /// with `Z`, `+00:00` or `-00:00`.
    ///
    /// Both directions are looked at; a client had better leave `created` out, see
    /// `created-set-by-client`. A value that is no string is `created-not-string`.
    ///
    /// ## Why it matters
    ///
    /// The moment is the same with any offset. Programs that compare the texts rather than the moments
    /// sort messages wrongly.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"created": "2016-10-28T23:19:51+02:00", "from": "examplebot", "text": "Hello!"}
    /// ```
    ///
    /// Write `"created": "2016-10-28T21:19:51Z"`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object, whose example is in UTC. Known from the
    /// Swagger file: a UTC timestamp.
    "created-not-utc" {
        family: Message,
        summary: "the created time of a message is not in UTC",
        blame: Sender,
        levels: Levels::all(Level::Note),
        statements: ["DL-078", "EX-23"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_message(sink, |message, sink| {
        let (created, DateTime::Rfc3339 { zone, is_utc }) = message.created()? else { return None };
        if !is_utc {
            sink.violation(
                message.place_in_text("created", created, zone),
                "created is not in UTC",
                quote::text(&created.text),
                "UTC, with Z at the end",
            );
        }
        Some(())
    })
}
