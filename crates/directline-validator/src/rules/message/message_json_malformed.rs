//! `message-json-malformed`.

use crate::facts::{Facts, JsonText};
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// The body of Send a Message and the content of the Message part of an upload are JSON texts by
    /// RFC 8259, in UTF-8. The finding stands at the first place that breaks the syntax; later ones may
    /// follow from it and are not reported. An empty Message part is no JSON text either.
    ///
    /// Repeated names, lone surrogates and a byte order mark leave the text readable and have rules of
    /// their own. A text that is too long or too deep for this tool is inconclusive. Answers of the
    /// service are `response-json-malformed`.
    ///
    /// ## Why it matters
    ///
    /// The service cannot read the message and answers 400. No other rule looks into such a text: what
    /// could still be guessed from it is not what was sent.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "user1", "text": "hello",}
    /// ```
    ///
    /// Remove the comma after the last member; better, let a JSON library write the text.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, introduction and Send a Message. Send a message to the bot
    /// in Direct Line API 1.1, Send multiple attachments by upload. The grammar: RFC 8259.
    "message-json-malformed" {
        family: Message,
        summary: "a message is not well-formed JSON",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-009", "DL-051", "DL-137"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    let texts = facts.json_sent();
    for text in &texts.list {
        let source = text.document.source();
        let mut defects = text.document.defects().iter();
        if let Some(first) = defects.find(|defect| defect.kind.breaks_syntax() && !is_missing(text)) {
            let found = if source.trim_ascii().is_empty() {
                "no JSON value".to_owned()
            } else {
                quote::plain(&first.kind.to_string())
            };
            let place = text.place_at(first.span);
            sink.violation(place, "the message is not well-formed JSON", found, "a Message object in JSON");
        }
    }
    match texts.unseen {
        Some(reason) => Outcome::Inconclusive(reason),
        None if texts.list.iter().all(is_missing) => Outcome::NotApplicable,
        None => Outcome::Decided,
    }
}

/// A body without a byte is no body.
fn is_missing(text: &JsonText<'_>) -> bool {
    text.document.source().is_empty() && !text.is_part()
}
