//! Conversations, tokens and files, as long as the process lives.

use std::collections::HashMap;

use directline_types::Message;
use time::format_description::well_known::Rfc3339;
use time::{Duration, UtcDateTime};
use uuid::Uuid;

use crate::access::LIFETIME;
use crate::failure::Failure;
use crate::upload::File;

/// How many messages one answer has at most.
const PAGE: usize = 5;

/// Everything that the service knows.
#[derive(Debug, Default)]
pub(crate) struct Store {
    /// The messages of each conversation; none before it is started.
    conversations: HashMap<String, Option<Vec<Message>>>,
    /// For which conversation each token is, and until when.
    tokens: HashMap<String, (String, UtcDateTime)>,
    files: Vec<File>,
}

impl Store {
    /// The id of a conversation that is still to be started.
    pub(crate) fn reserve(&mut self) -> String {
        let id = Uuid::new_v4().simple().to_string();
        self.conversations.insert(id.clone(), None);
        id
    }

    pub(crate) fn start(&mut self, conversation: &str) {
        self.conversations.entry(conversation.to_owned()).or_default().get_or_insert_default();
    }

    /// A new token for a conversation.
    pub(crate) fn issue(&mut self, conversation: &str) -> String {
        let token = Uuid::new_v4().simple().to_string();
        let until = UtcDateTime::now() + Duration::seconds(LIFETIME.into());
        self.tokens.insert(token.clone(), (conversation.to_owned(), until));
        token
    }

    /// The conversation that a token is for.
    pub(crate) fn holder(&self, token: &str) -> Option<String> {
        let (conversation, until) = self.tokens.get(token)?;
        (UtcDateTime::now() < *until).then(|| conversation.clone())
    }

    /// Adds a message, and what the bot says to it.
    pub(crate) fn deliver(&mut self, conversation: &str, message: Message) -> Result<(), Failure> {
        let messages = self.conversations.get_mut(conversation).and_then(Option::as_mut);
        let messages = messages.ok_or(Failure::NotFound)?;
        let answer = format!("You said: {}", message.text.as_deref().unwrap_or_default());
        for mut message in [message, Message::text(answer).from("bot")] {
            message.id = Some(format!("{conversation}|{:07}", messages.len()).into());
            message.conversation_id = Some(conversation.into());
            message.created = UtcDateTime::now().format(&Rfc3339).ok().map(Into::into);
            message.from.get_or_insert_with(|| format!("anonymous-{}", messages.len()).into());
            messages.push(message);
        }
        Ok(())
    }

    /// The messages after a watermark; the number of messages up to the last of them, and of all.
    pub(crate) fn page(
        &self,
        conversation: &str,
        watermark: Option<&str>,
    ) -> Result<(Vec<Message>, usize, usize), Failure> {
        let messages = self.conversations.get(conversation).and_then(Option::as_ref);
        let messages = messages.ok_or(Failure::NotFound)?;
        let seen = match watermark {
            None | Some("") => 0,
            Some(watermark) => watermark.parse().map_err(|_| Failure::BadWatermark)?,
        };
        let rest = messages.get(seen..).ok_or(Failure::BadWatermark)?;
        let page: Vec<Message> = rest.iter().take(PAGE).cloned().collect();
        let last = seen + page.len();
        Ok((page, last, messages.len()))
    }

    /// Keeps a file, and says where it can be fetched.
    pub(crate) fn keep(&mut self, file: File) -> String {
        let name: String = file
            .name
            .chars()
            .map(|letter| if letter.is_ascii_alphanumeric() || letter == '.' { letter } else { '-' })
            .collect();
        self.files.push(file);
        format!("/attachments/{}/{name}", self.files.len() - 1)
    }

    /// A file that was kept.
    pub(crate) fn file(&self, number: usize) -> Option<File> {
        self.files.get(number).cloned()
    }
}
