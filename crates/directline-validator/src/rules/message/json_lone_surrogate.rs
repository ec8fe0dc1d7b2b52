//! `json-lone-surrogate`.

use directline_json::DefectKind;

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// In the JSON texts of an exchange no `\u` escape stands for half of a surrogate pair alone
    /// (`\uD800` to `\uDFFF`), be it in a value or in a name. Pairs are right, and so are characters
    /// written as they are. At most 100 defects of one text are kept.
    ///
    /// A text that is not well-formed is not looked at, and one that the recorder wrote anew is
    /// inconclusive, because that may repair the escape.
    ///
    /// ## Why it matters
    ///
    /// Such an escape stands for no character. RFC 8259 calls the behaviour of readers unpredictable:
    /// some refuse the text, others replace the escape, so the bot reads another text than was sent. It
    /// comes from cutting a string between the two halves of an emoji.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "user1", "text": "hello \ud83d"}
    /// ```
    ///
    /// Cut strings between characters: `"hello \ud83d\ude00"` or `"hello "`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, introduction: the API exchanges JSON. The rule itself: RFC
    /// 8259, section 8.2.
    "json-lone-surrogate" {
        family: Message,
        summary: "a string holds half of a surrogate pair",
        blame: Sender,
        levels: Levels::all(Level::Warning),
        statements: ["DL-009"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_json(sink, |text, sink| {
        if !text.document.is_well_formed() {
            return None;
        }
        for defect in text.document.defects() {
            if defect.kind == DefectKind::LoneSurrogate {
                sink.violation(
                    text.place_with_pointer(defect.span),
                    "a string holds half of a surrogate pair",
                    "an escape that stands for no character",
                    "both halves of the pair, or neither",
                );
            }
        }
        Some(())
    })
}
