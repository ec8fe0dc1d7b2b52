//! What is known of a target so far, and how it fills the holes of a request.

use std::collections::BTreeMap;

use directline_exchange::Response;
use directline_reference::Request;
use serde_json::Value;

use super::{Lesson, Name, Template};

/// What is known of a target so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Values {
    secret: String,
    clients: BTreeMap<usize, Client>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Client {
    /// Every token, in the order in which they came.
    tokens: Vec<String>,
    conversation: Option<String>,
    /// Every watermark of the conversation, in the order in which they came.
    watermarks: Vec<String>,
    /// In how many seconds the newest token expires, as the service says.
    lifetime: Option<u64>,
}

impl Values {
    /// Nothing but a secret.
    pub fn new(secret: impl Into<String>) -> Self {
        Self { secret: secret.into(), clients: BTreeMap::new() }
    }

    /// A value, if it is known.
    pub fn get(&self, name: Name) -> Option<&str> {
        let client = |at: usize| self.clients.get(&at);
        match name {
            Name::Secret => Some(&self.secret),
            Name::Token(at, back) => before(&client(at)?.tokens, back),
            Name::Conversation(at) => client(at)?.conversation.as_deref(),
            Name::Watermark(at, back) => before(&client(at)?.watermarks, back),
        }
    }

    /// The name of a conversation, by its id.
    pub(super) fn conversation(&self, id: &str) -> Option<usize> {
        let mut clients = self.clients.iter();
        clients.find(|(_, client)| client.conversation.as_deref() == Some(id)).map(|(at, _)| *at)
    }

    /// The name of a token, by its text.
    pub(super) fn token(&self, text: &str) -> Option<Name> {
        let mut found =
            self.clients.iter().filter_map(|(at, client)| Some((*at, back(&client.tokens, text)?)));
        found.next().map(|(at, back)| Name::Token(at, back))
    }

    /// How many watermarks before its last a client got this one.
    pub(super) fn watermark(&self, client: usize, text: &str) -> Option<usize> {
        back(&self.clients.get(&client)?.watermarks, text)
    }

    /// A client that has nothing yet.
    pub(super) fn new_client(&mut self) -> usize {
        let number = self.clients.keys().next_back().map_or(0, |last| last.saturating_add(1));
        self.clients.insert(number, Client::default());
        number
    }

    /// A client's conversation that was started unseen.
    pub(super) fn begin(&mut self, client: usize, id: String) {
        self.client(client).conversation = Some(id);
    }

    /// In how many seconds a client's newest token expires, if the service said so.
    pub(crate) fn lifetime(&self, client: usize) -> Option<u64> {
        self.clients.get(&client)?.lifetime
    }

    /// The request, unless it needs a value that is not known.
    pub fn fill(&self, template: &Template) -> Option<Request> {
        template.fill(|name| self.get(name).map(str::to_owned))
    }

    /// Takes from an answer what it teaches. An answer that is not as it should be teaches nothing.
    pub fn learn(&mut self, lesson: Lesson, response: &Response) {
        let body = response.body.present().filter(|body| body.incomplete().is_none());
        let Some(body) = body.and_then(|body| serde_json::from_slice::<Value>(&body.bytes).ok()) else {
            return;
        };
        let text = |value: &Value| value.as_str().map(str::to_owned);
        match lesson {
            Lesson::Generated(at) => {
                if let Some(token) = text(&body) {
                    *self.client(at) = Client { tokens: vec![token], ..Client::default() };
                }
            }
            Lesson::Token(at) => {
                if let Some(token) = text(&body) {
                    self.client(at).tokens.push(token);
                }
            }
            Lesson::Conversation(at) => {
                let client = self.client(at);
                let conversation = body.get("conversationId").and_then(text);
                // The watermark belongs to the conversation.
                if conversation != client.conversation {
                    client.watermarks.clear();
                }
                client.conversation = conversation.or(client.conversation.take());
                client.tokens.extend(body.get("token").and_then(text));
                client.lifetime = body.get("expires_in").and_then(Value::as_u64);
            }
            Lesson::Watermark(at) => {
                // One that is a number is wrong, but clients send it back all the same.
                let number = |value: &Value| value.is_number().then(|| value.to_string());
                let watermark = body.get("watermark").and_then(|value| text(value).or_else(|| number(value)));
                if let Some(watermark) = watermark {
                    let known = &mut self.client(at).watermarks;
                    if known.last() != Some(&watermark) {
                        known.push(watermark);
                    }
                }
            }
        }
    }

    fn client(&mut self, at: usize) -> &mut Client {
        self.clients.entry(at).or_default()
    }
}

fn before(list: &[String], back: usize) -> Option<&str> {
    list.iter().rev().nth(back).map(String::as_str)
}

fn back(list: &[String], text: &str) -> Option<usize> {
    list.iter().rev().position(|known| known == text)
}
