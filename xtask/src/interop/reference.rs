//! The verdict that every engine should come to: that of the strict types, read from the text.

use anyhow::Result;
use directline_types::{
    ApiError, Attachment, Conversation, Draft, ErrorMessage, Message, MessageSet, ObjectKind, SchemaName,
    SentMessage, TokenString,
};
use serde::de::DeserializeOwned;

use super::own::Own;

/// Who is asked for the verdict.
pub(super) struct Reference {
    /// For schemas that no type stands behind.
    own: Own,
}

impl Reference {
    /// Reads the schemas.
    pub(super) fn new() -> Result<Self> {
        Ok(Self { own: Own::read(Draft::Draft202012)? })
    }

    /// Whether the text is valid; nothing if there is no such schema.
    pub(super) fn accepts(&self, schema: &str, text: &str) -> Option<bool> {
        match SchemaName::from_name(schema) {
            Some(SchemaName::SentMessage) => Some(reads::<SentMessage>(text)),
            Some(SchemaName::Object(kind)) => Some(object(kind, text)),
            Some(SchemaName::Bundle) => Some(ObjectKind::ALL.into_iter().any(|kind| object(kind, text))),
            None => self.own.accepts(schema, text),
        }
    }
}

fn object(kind: ObjectKind, text: &str) -> bool {
    match kind {
        ObjectKind::Message => reads::<Message>(text),
        ObjectKind::MessageSet => reads::<MessageSet>(text),
        ObjectKind::Attachment => reads::<Attachment>(text),
        ObjectKind::Conversation => reads::<Conversation>(text),
        ObjectKind::Error => reads::<ApiError>(text),
        ObjectKind::ErrorMessage => reads::<ErrorMessage>(text),
        ObjectKind::Token => reads::<TokenString>(text),
    }
}

fn reads<T: DeserializeOwned>(text: &str) -> bool {
    serde_json::from_str::<T>(text).is_ok()
}
