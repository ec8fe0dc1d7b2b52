//! `json-duplicate-member`.

use directline_json::DefectKind;

use crate::facts::Facts;
use crate::rule::{Check, Outcome, declare_rule};
use crate::sink::Sink;
use crate::{Level, Levels, quote};

declare_rule! {
    /// ## What it checks
    ///
    /// In the JSON texts of an exchange (a sent Message, a Message part of an upload, the body of an
    /// answer) no object has two members of the same name, at any depth, `channelData` included. Names
    /// are compared decoded: `"a"` and `"\u0061"` are the same. The finding stands at the second
    /// occurrence. At most 100 defects of one text are kept.
    ///
    /// A text that is not well-formed is not looked at, and one that the recorder wrote anew is
    /// inconclusive, because writing anew removes repeated names.
    ///
    /// ## Why it matters
    ///
    /// RFC 8259 says that names should be unique, because readers differ: some take the first value,
    /// some the last, some refuse the text. A proxy and the bot behind it may read two different
    /// messages.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "user1", "from": "admin", "text": "hello"}
    /// ```
    ///
    /// Keep one of the two.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, introduction: the API exchanges JSON. The rule itself: RFC
    /// 8259, section 4.
    "json-duplicate-member" {
        family: Message,
        summary: "an object has two members of the same name",
        blame: Sender,
        levels: Levels::all(Level::Error),
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
            if let DefectKind::DuplicateMember { name, count, .. } = &defect.kind {
                let name = quote::text(name);
                sink.violation(
                    text.place_with_pointer(defect.span),
                    format!("an object has several members {name}"),
                    format!("{count} members {name}"),
                    "each name once",
                );
            }
        }
        Some(())
    })
}
