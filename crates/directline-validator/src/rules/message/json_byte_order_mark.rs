//! `json-byte-order-mark`.

use directline_json::DefectKind;

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// No JSON text of an exchange (a sent Message, a Message part of an upload, the body of an answer)
    /// begins with U+FEFF.
    ///
    /// A text that the recorder wrote anew is inconclusive, because writing anew removes the mark.
    ///
    /// ## Why it matters
    ///
    /// RFC 8259 says that the mark must not be added to a text that is sent. Many readers refuse the
    /// text at its first byte, with a message that shows nothing, because the mark is invisible.
    ///
    /// ## Example
    ///
    /// The bytes `EF BB BF` before `{"from": "user1", "text": "hello"}`.
    ///
    /// Write UTF-8 without a byte order mark; in .NET, `new UTF8Encoding(false)`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, introduction: the API exchanges JSON. The rule itself: RFC
    /// 8259, section 8.1.
    "json-byte-order-mark" {
        family: Message,
        summary: "a byte order mark stands before the JSON text",
        blame: Sender,
        levels: Levels::all(Level::Error),
        statements: ["DL-009"],
        since: "0.1.0",
        check: Check::Exchange(check),
    }
}

fn check(facts: &Facts<'_>, sink: &mut Sink<'_>) -> Outcome {
    facts.each_json(sink, |text, sink| {
        let defects = text.document.defects().iter();
        for defect in defects.filter(|defect| defect.kind == DefectKind::ByteOrderMark) {
            sink.violation(
                text.place_at(defect.span),
                "a byte order mark stands before the JSON text",
                "the bytes EF BB BF",
                "the JSON text from the first byte on",
            );
        }
    })
}
