//! `message-set-sent`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, any};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// The body of Send a Message, and the Message part of an upload, hold one Message. An array
    /// with elements, and an object with a member `messages` that is an array or object, are named here, and
    /// neither `message-not-object` nor `message-member-unknown` speaks of them.
    ///
    /// What the array or the member holds is not looked at: there is no place for it.
    ///
    /// ## Why it matters
    ///
    /// The service takes one message per request. A `MessageSet` is what it answers to Get Messages,
    /// and it is not a form in which messages can be sent: nothing of it arrives.
    ///
    /// ## Example
    ///
    /// ```json
    /// {"messages": [{"from": "user1", "text": "one"}, {"from": "user1", "text": "two"}]}
    /// ```
    ///
    /// Send `{"from": "user1", "text": "one"}`, and the other message in a request of its own.
    ///
    /// ## Source
    ///
    /// Send a message to the bot in Direct Line API 1.1, introduction: a client may send a single
    /// message per request. API reference - Direct Line API 1.1, Send a Message.
    "message-set-sent" {
        family: Message,
        summary: "the client sends several messages in one request",
        blame: Client,
        levels: Levels::all(Level::Error),
        statements: ["DL-104", "DL-051"],
        since: "0.1.0",
        check: Check::Shape(&[any(ObjectKind::Message, Fault::Several)]),
    }
}
