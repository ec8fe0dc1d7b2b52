//! `created-without-offset`.

use crate::date_time::DateTime;
use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The member `created` of a Message, where it is a date and time of ISO 8601, ends with `Z` or an
    /// offset from UTC.
    ///
    /// Both directions are looked at; a client had better leave `created` out, see
    /// `created-set-by-client`. A value that is no string is `created-not-string`.
    ///
    /// ## Why it matters
    ///
    /// Without an offset the text stands for another moment in every time zone. Readers take it for
    /// local time, for UTC, or refuse it. `0001-01-01T00:00:00` is what a .NET client writes that never
    /// set the member.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"created": "2016-10-28T21:19:51", "from": "examplebot", "text": "Hello!"}
    /// ```
    ///
    /// Write `"created": "2016-10-28T21:19:51Z"`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object, whose example ends with `Z`. Known from the
    /// Swagger file: the format is `date-time`, a UTC timestamp (RFC 3339).
    "created-without-offset" {
        family: Message,
        summary: "the created time of a message does not say its offset from UTC",
        blame: Sender,
        levels: Levels::all(Level::Error),
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
        if let DateTime::WithoutOffset = read {
            sink.violation(
                message.place_of_member("created", created.value),
                "created does not say its offset from UTC",
                quote::text(&created.text),
                "Z at the end",
            );
        }
        Some(())
    })
}
