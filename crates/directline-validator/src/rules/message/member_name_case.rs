//! `member-name-case`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, any};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The members of Message, `MessageSet`, Attachment, Conversation, Error and `ErrorMessage` are
    /// spelt as documented, letter case included. A member that differs in letter case alone is named
    /// here, and the rule for unknown members is silent.
    ///
    /// Where it is a required member, the side that sent it decides. Of what a client sends, this rule
    /// speaks alone. What the service answers so is missing, for a client looks for it by its name: the
    /// rule for the missing member speaks alone. `eTag`, which no document has, is not looked for in other
    /// letter cases.
    ///
    /// Whether the value would be right for the member that was meant is not checked.
    ///
    /// ## Why it matters
    ///
    /// JSON names are compared letter by letter. The service is known to accept other letter cases in
    /// what it receives; most clients do not in what they receive.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": "user1", "Text": "hello"}
    /// ```
    ///
    /// Write `text`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Schema. That the service takes `Text` is observed on the
    /// real service.
    "member-name-case" {
        family: Message,
        summary: "a documented member is written in another letter case",
        blame: Sender,
        levels: Levels::all(Level::Warning).strict(Level::Error).observed(Level::Note),
        statements: ["DL-099"],
        since: "0.1.0",
        check: Check::Shape(&[
            any(ObjectKind::Message, Fault::LetterCase),
            any(ObjectKind::MessageSet, Fault::LetterCase),
            any(ObjectKind::Attachment, Fault::LetterCase),
            any(ObjectKind::Conversation, Fault::LetterCase),
            any(ObjectKind::Error, Fault::LetterCase),
            any(ObjectKind::ErrorMessage, Fault::LetterCase),
        ]),
    }
}
