//! A Message as a client should send it.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Deserialize, Deserializer, Error};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use crate::Message;

/// A Message as a client should send it with Send a Message: it names its sender, has content, and leaves to the service
/// what the service assigns (`id`, `created`, `eTag`). Of the content members `text`, `channelData`, `images` and
/// `attachments` at least one is there and not empty.
///
/// A [`Message`] without these is not forbidden; it is not what the documents advise. The Message part of an upload needs
/// neither sender nor content, because `userId` and the files are that.
///
/// # Source
///
/// "API reference - Direct Line API 1.1", Message object: clients should set `from` to a stable user ID; in most cases
/// the client only needs to supply `from` and at least one content property; `id` is assigned by Direct Line.
///
/// # Examples
///
/// ```
/// use directline_types::{Message, SentMessage, SentMessageError};
///
/// let message = SentMessage::try_from(Message::text("hello").from("user1"))?;
/// assert_eq!(serde_json::to_string(&message).unwrap(), r#"{"from":"user1","text":"hello"}"#);
/// assert_eq!(SentMessage::try_from(Message::text("hello")), Err(SentMessageError::FromMissing));
/// # Ok::<(), SentMessageError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SentMessage(Message);

/// Why a Message is not one that a client should send.
///
/// # Examples
///
/// ```
/// use directline_types::SentMessageError;
///
/// let advice = "the message has no sender: set `from` to a stable user id";
/// assert_eq!(SentMessageError::FromMissing.to_string(), advice);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SentMessageError {
    /// `from` is absent.
    #[error("the message has no sender: set `from` to a stable user id")]
    FromMissing,
    /// `from` is the empty string.
    #[error("the sender of the message is empty: set `from` to a stable user id")]
    FromEmpty,
    /// None of the content members is there, or only empty ones.
    #[error("the message has no content: set `text`, `images`, `attachments` or `channelData`")]
    ContentMissing,
    /// A member that the service assigns is there.
    #[error("the service assigns `{0}`: leave it out")]
    AssignedByService(&'static str),
}

/// The members that the service assigns.
const ASSIGNED: [&str; 3] = ["id", "created", "eTag"];

impl SentMessage {
    /// The message.
    pub fn message(&self) -> &Message {
        &self.0
    }

    /// The message, without a copy.
    pub fn into_message(self) -> Message {
        self.0
    }
}

impl TryFrom<Message> for SentMessage {
    type Error = SentMessageError;

    fn try_from(message: Message) -> Result<Self, SentMessageError> {
        let is_there = [message.id.is_some(), message.created.is_some(), message.e_tag.is_some()];
        if let Some((name, _)) = ASSIGNED.into_iter().zip(is_there).find(|(_, is_there)| *is_there) {
            return Err(SentMessageError::AssignedByService(name));
        }
        let from = message.from.as_ref().ok_or(SentMessageError::FromMissing)?;
        if from.as_str().is_empty() {
            return Err(SentMessageError::FromEmpty);
        }
        let has_content = message.text.as_ref().is_some_and(|text| !text.is_empty())
            || message.images.as_ref().is_some_and(|images| !images.is_empty())
            || message.attachments.as_ref().is_some_and(|attachments| !attachments.is_empty())
            || message.channel_data.as_ref().is_some_and(|data| !data.is_empty());
        if has_content { Ok(Self(message)) } else { Err(SentMessageError::ContentMissing) }
    }
}

impl From<SentMessage> for Message {
    fn from(sent: SentMessage) -> Self {
        sent.0
    }
}

impl Serialize for SentMessage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for SentMessage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Message::deserialize(deserializer)?.try_into().map_err(D::Error::custom)
    }
}

impl JsonSchema for SentMessage {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "SentMessage".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = Message::json_schema(generator);
        let mut members = match schema.remove("properties") {
            Some(Value::Object(members)) => members,
            _ => Map::new(),
        };
        members.retain(|name, _| !ASSIGNED.contains(&name.as_str()));
        narrow(&mut members, "from", "minLength");
        let filled = [("text", "minLength"), ("channelData", "minProperties"), ("images", "minItems")];
        let filled = filled.into_iter().chain([("attachments", "minItems")]);
        // Each choice is a whole object: generators of types pass over keywords beside `anyOf`.
        let choices: Vec<Value> = filled
            .map(|(name, keyword)| {
                let mut members = members.clone();
                narrow(&mut members, name, keyword);
                let required = ["from", name];
                json!({
                    "type": "object",
                    "properties": members,
                    "required": required,
                    "additionalProperties": false,
                })
            })
            .collect();
        let description = "A Message as a client should send it: with its sender and with content, and without what the \
                           service assigns.";
        schema.remove("additionalProperties");
        schema.insert("title".to_owned(), Value::from("SentMessage"));
        schema.insert("description".to_owned(), Value::from(description));
        schema.insert("required".to_owned(), json!(["from"]));
        schema.insert("anyOf".to_owned(), Value::Array(choices));
        schema
    }
}

/// Asks of a member that it is not empty.
fn narrow(members: &mut Map<String, Value>, name: &str, keyword: &str) {
    if let Some(member) = members.get_mut(name).and_then(Value::as_object_mut) {
        member.insert(keyword.to_owned(), Value::from(1));
    }
}
