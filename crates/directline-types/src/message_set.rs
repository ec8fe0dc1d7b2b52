//! The `MessageSet` object: what Get Messages returns.

use crate::object::wire_object;
use crate::{ETag, Message, Watermark};

wire_object! {
    /// A set of messages.
    ///
    /// # Source
    ///
    /// "API reference - Direct Line API 1.1", `MessageSet` object. `watermark` is required, because Get Messages says that
    /// the response contains it; `messages` is required by inference.
    ///
    /// # Examples
    ///
    /// ```
    /// use directline_types::{Message, MessageSet};
    ///
    /// let set: MessageSet = serde_json::from_str(r#"{"messages":[{"text":"hi"}],"watermark":"4"}"#)?;
    /// assert_eq!(set, MessageSet::new(vec![Message::text("hi")], "4"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct MessageSet as "MessageSet" {
        inferred {
            /// Array of Message objects. Required by inference: no document says so.
            "messages" => messages: Vec<Message>,
        }
        required {
            /// Maximum watermark of messages within the set. A client may use it to indicate the most recent message it
            /// has seen when retrieving messages from the bot.
            "watermark" => watermark: Watermark,
        }
        optional {
            /// Version tag of the set. Not in the API reference; the official Swagger file defines it.
            "eTag" => e_tag: ETag,
        }
    }
}

impl MessageSet {
    /// The set of these messages with this watermark.
    pub fn new(messages: impl Into<Vec<Message>>, watermark: impl Into<Watermark>) -> Self {
        Self { messages: messages.into(), watermark: watermark.into(), e_tag: None }
    }
}
