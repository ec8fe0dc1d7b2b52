//! `message-not-object`.

use directline_types::ObjectKind;

use crate::rule::{Check, declare_rule};
use crate::shape::{Fault, any};
use crate::{Level, Levels};

declare_rule! {
    /// ## What it checks
    ///
    /// What should be a Message is a JSON object: the body of Send a Message, the content of the
    /// Message part of an upload, each element of the member `messages` in the answer to Get Messages.
    ///
    /// A text that is no JSON at all is `message-json-malformed`; an array with elements that a
    /// client sends is `message-set-sent`.
    ///
    /// ## Why it matters
    ///
    /// A Message is known by its members. A bare string or number has none, so neither bot nor client
    /// can read it.
    ///
    /// ## Example
    ///
    /// ```json
    /// "hello"
    /// ```
    ///
    /// Send `{"from": "user1", "text": "hello"}`.
    ///
    /// ## Source
    ///
    /// API reference - Direct Line API 1.1, Message object and `MessageSet` object. Send a message to
    /// the bot in Direct Line API 1.1, Send a message.
    "message-not-object" {
        family: Message,
        summary: "a message is not a JSON object",
        blame: Sender,
        levels: Levels::all(Level::Error),
        statements: ["DL-071", "DL-051", "DL-137", "DL-150"],
        since: "0.1.0",
        check: Check::Shape(&[any(ObjectKind::Message, Fault::Type)]),
    }
}
