//! A conversation: its messages in order, and pages of them by watermark.

use directline_types::Message;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::Time;
use crate::failure::Failure;

/// A page ends before it gets larger than so many bytes, except that it has at least one message: the documents do not
/// say how long pages are.
const LONGEST_PAGE: usize = 1 << 20;

/// What a message takes beside its text, in bytes.
const BESIDE_MESSAGE: usize = 64;

/// What a token takes, in bytes: it stands here, and with what it is good for among the tokens.
const TOKEN: usize = 300;

/// A conversation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conversation {
    id: String,
    /// Whether it was started; before, it is only a name that a token is good for.
    pub(crate) is_started: bool,
    /// As they are answered.
    messages: Vec<Box<RawValue>>,
    tokens: Vec<String>,
    bytes: usize,
}

/// A page of messages: a `MessageSet`.
#[derive(Debug, Serialize)]
pub(crate) struct Page<'c> {
    pub(crate) messages: &'c [Box<RawValue>],
    watermark: String,
}

impl Conversation {
    /// A conversation that is not started and takes so many bytes.
    pub(crate) fn new(id: &str, bytes: usize) -> Self {
        Self { id: id.to_owned(), bytes, ..Self::default() }
    }

    /// About how much memory it takes, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// How many messages it has.
    pub(crate) fn count(&self) -> usize {
        self.messages.len()
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
        // Everything that was read as a Message can be written.
        if let Ok(text) = to_raw_value(&message) {
            self.bytes = self.bytes.saturating_add(text.get().len()).saturating_add(BESIDE_MESSAGE);
            self.messages.push(text);
        }
    }

    /// Remembers a token that is good for this conversation.
    pub(crate) fn add_token(&mut self, token: String) {
        self.tokens.push(token);
        self.bytes = self.bytes.saturating_add(TOKEN);
    }

    /// The tokens that are good for this conversation, expired ones too.
    pub(crate) fn tokens(&self) -> &[String] {
        &self.tokens
    }

    /// At most `size` messages after the watermark, and the watermark of the last of them. The watermark is the number
    /// of messages up to it; whoever calls may not rely on that.
    pub(crate) fn page(&self, watermark: Option<&str>, size: usize) -> Result<Page<'_>, Failure> {
        let seen = match watermark {
            None | Some("") => 0,
            Some(text) => text.parse().map_err(|_| Failure::WatermarkInvalid)?,
        };
        let rest = self.messages.get(seen..).ok_or(Failure::WatermarkInvalid)?;
        let mut left = LONGEST_PAGE;
        let fits = |length: &usize| {
            let fits = left == LONGEST_PAGE || *length <= left;
            left = left.saturating_sub(*length);
            fits
        };
        let number = rest.iter().take(size).map(|text| text.get().len()).take_while(fits).count();
        let messages = rest.get(..number).unwrap_or(rest);
        Ok(Page { messages, watermark: seen.saturating_add(number).to_string() })
    }
}

#[cfg(test)]
mod tests {
    use directline_types::Message;

    use super::Conversation;
    use crate::Time;

    #[test]
    fn a_page_is_short_in_bytes_too_and_goes_on() {
        let mut conversation = Conversation::new("c1", 0);
        for length in [10, 3 << 20, 10, 600_000, 600_000] {
            conversation.add(Message::text("a".repeat(length)), Time::EPOCH);
        }
        let mut pages = Vec::new();
        let mut watermark = "0".to_owned();
        while pages.last() != Some(&0) {
            let page = conversation.page(Some(&watermark), 20).unwrap();
            pages.push(page.messages.len());
            watermark = page.watermark;
        }
        assert_eq!(pages, [1, 1, 2, 1, 0]);
        assert_eq!(watermark, "5");
    }
}
