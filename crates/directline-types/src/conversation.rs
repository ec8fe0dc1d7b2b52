//! The Conversation object: what Start Conversation returns.

use crate::object::wire_object;
use crate::{ConversationId, Credential, ETag, JsonNumber};

wire_object! {
    /// A Direct Line conversation.
    ///
    /// # Source
    ///
    /// "API reference - Direct Line API 1.1", Conversation object. `conversationId` and `token` are required by inference.
    ///
    /// # Examples
    ///
    /// ```
    /// use directline_types::Conversation;
    ///
    /// let text = r#"{"conversationId":"abc123","token":"RCurR_XV9ZA","expires_in":1800}"#;
    /// let conversation: Conversation = serde_json::from_str(text)?;
    /// assert_eq!(conversation, Conversation::new("abc123", "RCurR_XV9ZA").expires_in(1800));
    /// assert!(!format!("{conversation:?}").contains("RCurR"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct Conversation as "Conversation" {
        inferred {
            /// ID that uniquely identifies the conversation for which the specified token is valid. Required by inference:
            /// no document says so.
            "conversationId" => conversation_id: ConversationId,
            /// Token that is valid for the specified conversation. Required by inference: no document says so.
            "token" => token: Credential,
        }
        optional {
            /// Number of seconds until the token expires.
            "expires_in" => expires_in: JsonNumber,
            /// Version tag of the conversation. Not in the API reference; the official Swagger file defines it.
            "eTag" => e_tag: ETag,
        }
    }
}

impl Conversation {
    /// The conversation with this id, and the token for it.
    pub fn new(conversation_id: impl Into<ConversationId>, token: impl Into<Credential>) -> Self {
        Self { conversation_id: conversation_id.into(), token: token.into(), expires_in: None, e_tag: None }
    }

    /// Sets `expires_in`, the seconds until the token expires.
    #[must_use]
    pub fn expires_in(self, seconds: impl Into<JsonNumber>) -> Self {
        Self { expires_in: Some(seconds.into()), ..self }
    }
}
