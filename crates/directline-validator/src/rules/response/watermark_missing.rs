//! `watermark-missing`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// A `MessageSet` has the member `watermark`, even if it holds no messages.
    ///
    /// ## Why it matters
    ///
    /// Without it the client cannot say what it has seen, and gets all messages again. The real service
    /// leaves the client without a watermark before the first message, so this is an error in a strict
    /// reading alone.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"messages": []}
    /// ```
    ///
    /// Add the watermark of the conversation, unchanged if there is nothing new.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Get Messages (the response contains watermark); Receive
    /// messages from the bot in Direct Line API 1.1.
    "watermark-missing" {
        family: Response,
        summary: "a MessageSet has no watermark",
        blame: Service,
        levels: Levels::all(Level::Warning).strict(Level::Error),
        statements: ["DL-044", "EX-14"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::MessageSet, "watermark", Fault::Missing)]),
    }
}
