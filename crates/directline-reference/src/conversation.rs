//! A conversation: its messages in order, and pages of them by watermark.

use directline_types::{Message, MessageSet};

use crate::Time;
use crate::failure::Failure;

/// A conversation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conversation {
    id: String,
    messages: Vec<Message>,
}

impl Conversation {
    /// A conversation without messages.
    pub(crate) fn new(id: &str) -> Self {
        Self { id: id.to_owned(), messages: Vec::new() }
    }

    /// Adds a message, with what the service assigns. A message without sender gets one of its own.
    pub(crate) fn add(&mut self, message: Message, now: Time) {
        let number = self.messages.len();
        let from = message.from.clone().unwrap_or_else(|| format!("anonymous-{number}").into());
        let message = Message {
            id: Some(format!("{}|{number:07}", self.id).into()),
            conversation_id: Some(self.id.as_str().into()),
            created: Some(now.to_string().into()),
            from: Some(from),
            e_tag: None,
            ..message
        };
        self.messages.push(message);
    }

    /// At most `size` messages after the watermark, and the watermark of the last of them. The watermark is the number
    /// of messages up to it; whoever calls may not rely on that.
    pub(crate) fn page(&self, watermark: Option<&str>, size: usize) -> Result<MessageSet, Failure> {
        let seen = match watermark {
            None | Some("") => 0,
            Some(text) => text.parse().map_err(|_| Failure::WatermarkInvalid)?,
        };
        let rest = self.messages.get(seen..).ok_or(Failure::WatermarkInvalid)?;
        let page = rest.get(..size).unwrap_or(rest);
        Ok(MessageSet::new(page, seen.saturating_add(page.len()).to_string()))
    }
}
