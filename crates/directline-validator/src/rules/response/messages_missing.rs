//! `messages-missing`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// A `MessageSet` has the member `messages`, an empty array where there are no messages. No document
    /// says that it must be there: it is required by inference.
    ///
    /// ## Why it matters
    ///
    /// Clients page until no messages are returned. One that takes a missing array for an empty one goes
    /// on; one that does not fails on every quiet poll.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"watermark": "0001a-95"}
    /// ```
    ///
    /// Write `{"messages": [], "watermark": "0001a-95"}`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Get Messages and `MessageSet` object; Receive messages from
    /// the bot in Direct Line API 1.1.
    "messages-missing" {
        family: Response,
        summary: "a MessageSet has no messages member",
        blame: Service,
        levels: Levels::all(Level::Warning).strict(Level::Error),
        statements: ["DL-150"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::MessageSet, "messages", Fault::Missing)]),
    }
}
