//! `from-null`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, case};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The member `from` of a Message, where present, is not `null`. A `from` that is left out is
    /// `from-missing`, an empty one `from-empty`.
    ///
    /// ## Why it matters
    ///
    /// The service gives a message without sender an id of its own, a new one for each message: to the
    /// bot every message comes from another user, and a dialogue starts over each time.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"from": null, "text": "hello"}
    /// ```
    ///
    /// Write `"from": "user1"`, with the same id for all messages of the user.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object. Known from outside the reference pages:
    /// Troubleshooting general problems (Bot Service) says of 1.1 that `from` must not be missing or
    /// null.
    "from-null" {
        family: Message,
        summary: "the sender of a message is null",
        blame: Sender,
        levels: Levels::all(Level::Warning).strict(Level::Error),
        statements: ["DL-081", "DL-083", "EX-24"],
        since: "0.1.0",
        check: Check::Shape(&[case(ObjectKind::Message, "from", Fault::Null)]),
    }
}
