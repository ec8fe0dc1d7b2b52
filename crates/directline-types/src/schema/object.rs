//! The schema of one object.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::Value;

use super::{BASE, Draft, ObjectKind, bundle, draft07, source};
use crate::{
    ApiError, Attachment, Conversation, ErrorMessage, Message, MessageSet, SentMessage, TokenString,
};

/// A generated schema.
///
/// # Examples
///
/// ```
/// use directline_types::{ObjectKind, SchemaName};
///
/// assert_eq!(SchemaName::from_name("sent-message"), Some(SchemaName::SentMessage));
/// assert_eq!(SchemaName::Object(ObjectKind::MessageSet).file(), "message-set.schema.json");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SchemaName {
    /// An object of the API, as the types accept it: what the service may send, and of a Message what either side may.
    Object(ObjectKind),
    /// A Message as a client should send it ([`SentMessage`]).
    SentMessage,
    /// All of them in one file.
    Bundle,
}

impl SchemaName {
    /// Every schema.
    pub const ALL: [Self; 9] = [
        Self::Object(ObjectKind::Message),
        Self::SentMessage,
        Self::Object(ObjectKind::MessageSet),
        Self::Object(ObjectKind::Attachment),
        Self::Object(ObjectKind::Conversation),
        Self::Object(ObjectKind::Error),
        Self::Object(ObjectKind::ErrorMessage),
        Self::Object(ObjectKind::Token),
        Self::Bundle,
    ];

    /// The name in file names and on the command line, such as `message-set`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Object(kind) => kind.name(),
            Self::SentMessage => "sent-message",
            Self::Bundle => "directline",
        }
    }

    /// The title of the schema, such as `MessageSet`.
    pub fn title(self) -> &'static str {
        match self {
            Self::Object(kind) => kind.title(),
            Self::SentMessage => "SentMessage",
            Self::Bundle => "Direct Line API 1.1",
        }
    }

    /// The schema of this [`name`](Self::name).
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    /// The name of its file, such as `message-set.schema.json`.
    pub fn file(self) -> String {
        format!("{}.schema.json", self.name())
    }
}

/// The JSON Schema of an object, draft 2020-12. It accepts exactly what the type accepts.
///
/// # Examples
///
/// ```
/// use directline_types::{ObjectKind, schema};
///
/// let attachment = schema(ObjectKind::Attachment);
/// assert_eq!(attachment["required"], serde_json::json!(["url", "contentType"]));
/// assert_eq!(attachment["additionalProperties"], false);
/// ```
pub fn schema(object: ObjectKind) -> Value {
    schema_document(SchemaName::Object(object), Draft::Draft202012)
}

/// A schema as it is published, in one of the drafts.
///
/// # Examples
///
/// ```
/// use directline_types::{Draft, SchemaName, schema_document};
///
/// let bundle = schema_document(SchemaName::Bundle, Draft::Draft07);
/// assert_eq!(bundle["definitions"]["SentMessage"]["required"], serde_json::json!(["from"]));
/// ```
pub fn schema_document(name: SchemaName, draft: Draft) -> Value {
    let mut document = match name {
        SchemaName::Object(kind) => object(kind),
        SchemaName::SentMessage => generate::<SentMessage>(),
        SchemaName::Bundle => bundle::bundle(),
    };
    document.insert("$id".to_owned(), Value::from(format!("{BASE}{}", name.file())));
    source::describe(name, &mut document);
    match draft {
        Draft::Draft202012 => document.to_value(),
        Draft::Draft07 => draft07(&document.to_value()),
    }
}

fn object(kind: ObjectKind) -> Schema {
    match kind {
        ObjectKind::Message => generate::<Message>(),
        ObjectKind::MessageSet => generate::<MessageSet>(),
        ObjectKind::Attachment => generate::<Attachment>(),
        ObjectKind::Conversation => generate::<Conversation>(),
        ObjectKind::Error => generate::<ApiError>(),
        ObjectKind::ErrorMessage => generate::<ErrorMessage>(),
        ObjectKind::Token => generate::<TokenString>(),
    }
}

fn generate<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>()
}
