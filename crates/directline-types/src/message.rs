//! The Message object: what a client sends to a bot or receives from one.

use crate::object::wire_object;
use crate::{
    Attachment, ChannelData, ConversationId, ETag, MediaType, MessageId, Timestamp, UrlReference, UserId,
};

wire_object! {
    /// A message that a client sends to a bot or receives from a bot.
    ///
    /// # Source
    ///
    /// "API reference - Direct Line API 1.1", Message object. The documents require no member: in most cases a client
    /// supplies `from` and at least one of `text`, `images`, `attachments` and `channelData`.
    ///
    /// # Examples
    ///
    /// ```
    /// use directline_types::{ChannelData, Message};
    ///
    /// let message = Message::text("Hello!")
    ///     .from("user1")
    ///     .channel_data(ChannelData::try_from(serde_json::json!({ "examplefield": "abc123" }))?)
    ///     .image("https://example.com/cat.jpg")
    ///     .attachment("https://example.com/example.doc", "application/msword");
    /// assert_eq!(message.images.as_deref().map(<[_]>::len), Some(1));
    /// # Ok::<(), directline_types::JsonTextError>(())
    /// ```
    #[derive(Default)]
    pub struct Message as "Message" {
        optional {
            /// ID that uniquely identifies the message, assigned by Direct Line.
            "id" => id: MessageId,
            /// ID that identifies the conversation.
            "conversationId" => conversation_id: ConversationId,
            /// Date and time that the message was created, in the ISO-8601 format.
            "created" => created: Timestamp,
            /// ID that identifies the user who is the sender of the message. A client should set it to a stable user ID:
            /// Direct Line assigns one if none is supplied, which typically results in unexpected behavior.
            "from" => from: UserId,
            /// Text of the message that is sent from user to bot or bot to user.
            "text" => text: String,
            /// Channel-specific content, sent unmodified between client and bot. Either a complex object or left empty;
            /// never a string, a number or another simple type.
            "channelData" => channel_data: ChannelData,
            /// URLs of the images that the message contains. Some may be relative: to a string that does not begin with
            /// "http" or "https", prepend the base URI.
            "images" => images: Vec<UrlReference>,
            /// The non-image attachments that the message contains.
            "attachments" => attachments: Vec<Attachment>,
            /// Version tag of the message. Not in the API reference; the official Swagger file defines it.
            "eTag" => e_tag: ETag,
        }
    }
}

impl Message {
    /// A message with this text and nothing else.
    ///
    /// # Examples
    ///
    /// ```
    /// use directline_types::Message;
    ///
    /// let message = Message::text("hello").from("user1");
    /// assert_eq!(message.text.as_deref(), Some("hello"));
    /// ```
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: Some(text.into()), ..Self::default() }
    }

    /// Sets `id`, which the service assigns.
    #[must_use]
    pub fn id(self, id: impl Into<MessageId>) -> Self {
        Self { id: Some(id.into()), ..self }
    }

    /// Sets `conversationId`.
    #[must_use]
    pub fn conversation_id(self, conversation_id: impl Into<ConversationId>) -> Self {
        Self { conversation_id: Some(conversation_id.into()), ..self }
    }

    /// Sets `created`, which the service assigns.
    #[must_use]
    pub fn created(self, created: impl Into<Timestamp>) -> Self {
        Self { created: Some(created.into()), ..self }
    }

    /// Sets `from`, the sender.
    #[must_use]
    pub fn from(self, from: impl Into<UserId>) -> Self {
        Self { from: Some(from.into()), ..self }
    }

    /// Sets `channelData`.
    ///
    /// # Examples
    ///
    /// ```
    /// use directline_types::{ChannelData, Message};
    ///
    /// let message = Message::default().channel_data(ChannelData::parse(r#"{"price": 1.10}"#)?);
    /// assert_eq!(serde_json::to_string(&message).unwrap(), r#"{"channelData":{"price": 1.10}}"#);
    /// # Ok::<(), directline_types::JsonTextError>(())
    /// ```
    #[must_use]
    pub fn channel_data(self, channel_data: ChannelData) -> Self {
        Self { channel_data: Some(channel_data), ..self }
    }

    /// Adds the URL of an image to `images`.
    ///
    /// # Examples
    ///
    /// ```
    /// use directline_types::Message;
    ///
    /// let message = Message::default().image("/attachments/a/0.jpg");
    /// assert_eq!(serde_json::to_string(&message)?, r#"{"images":["/attachments/a/0.jpg"]}"#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn image(mut self, url: impl Into<UrlReference>) -> Self {
        self.images.get_or_insert_default().push(url.into());
        self
    }

    /// Adds an Attachment with this URL and media type to `attachments`.
    ///
    /// # Examples
    ///
    /// ```
    /// use directline_types::Message;
    ///
    /// let message = Message::default().attachment("https://example.com/a.doc", "application/msword");
    /// assert_eq!(message.attachments.unwrap()[0].content_type, "application/msword");
    /// ```
    #[must_use]
    pub fn attachment(mut self, url: impl Into<UrlReference>, content_type: impl Into<MediaType>) -> Self {
        self.attachments.get_or_insert_default().push(Attachment::new(url, content_type));
        self
    }
}
