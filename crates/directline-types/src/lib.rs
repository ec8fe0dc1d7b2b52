//! The wire of the Bot Framework Direct Line API 1.1: every object as a strict type, the table of operations, and the
//! JSON Schemas generated from both.
//!
//! The shapes are those of "API reference - Direct Line API 1.1", section Schema, and live in this crate only. They are
//! strict under *any* serde deserializer:
//!
//! - an object is read from a map only, never from a sequence;
//! - an unknown member, a repeated member, and a missing required member are refused;
//! - absent is not `null`: `null` is refused for every member, the optional ones included;
//! - a string member accepts every string and nothing else, because what a string *means* is for rules to judge;
//! - [`ChannelData`] and [`JsonNumber`] keep their exact JSON text.
//!
//! The only member beyond the reference page is `eTag`, which the official Swagger file defines and real traffic carries.
//!
//! The crate touches no file, no network, no clock and no environment.
//!
//! # Examples
//!
//! ```
//! use directline_types::{Message, Operation};
//!
//! let message = Message::text("hello").from("user1");
//! assert_eq!(serde_json::to_string(&message)?, r#"{"from":"user1","text":"hello"}"#);
//!
//! let message: Message = serde_json::from_str(r#"{"text":"hi","images":[]}"#)?;
//! assert_eq!(message.images, Some(vec![]));
//! assert_eq!(message.attachments, None);
//!
//! assert!(serde_json::from_str::<Message>(r#"{"text":null}"#).is_err());
//! assert_eq!(Operation::SendMessage.path().to_string(), "/api/conversations/{conversationId}/messages");
//! # Ok::<(), serde_json::Error>(())
//! ```

mod attachment;
mod channel_data;
mod conversation;
mod credential;
mod error;
mod json_text;
mod message;
mod message_set;
mod number;
mod object;
pub mod operation;
mod raw;
mod schema;
mod sent_message;
mod text;

#[cfg(feature = "proptest")]
pub mod strategy;

pub use attachment::Attachment;
pub use channel_data::ChannelData;
pub use conversation::Conversation;
pub use credential::{Credential, TokenString};
pub use error::{ApiError, ErrorCode, ErrorMessage, UnknownErrorCode};
pub use json_text::JsonTextError;
pub use message::Message;
pub use message_set::MessageSet;
pub use number::JsonNumber;
pub use object::{Member, Presence, WireObject};
pub use operation::{DOCUMENTED_STATUSES, Operation};
pub use schema::{
    Draft, ObjectKind, OpenApi, SchemaName, Unportable, draft07, openapi, pretty, schema, schema_document,
    schema_files, unportable,
};
pub use sent_message::{SentMessage, SentMessageError};
pub use text::{ConversationId, ETag, MediaType, MessageId, Timestamp, UrlReference, UserId, Watermark};
