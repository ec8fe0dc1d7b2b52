//! JSON Schema (draft 2020-12) of every object, generated from the types, so that shape is stated once.
//!
//! The schemas assert shape only: no `format`, no pattern, no range. They are closed (`additionalProperties: false`), no
//! member may be `null`, and each file stands alone. The extension `x-required-by-inference` lists the required members
//! that no document calls required.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use crate::{ApiError, Attachment, Conversation, ErrorMessage, Message, MessageSet, TokenString};

/// Where the identifiers of the schemas live. `.example` is reserved (RFC 2606): they identify, nothing is there to fetch.
const BASE: &str = "https://directline-contract.example/schemas/";

/// An object of the API that has a schema of its own.
///
/// # Examples
///
/// ```
/// use directline_types::ObjectKind;
///
/// let names: Vec<&str> = ObjectKind::ALL.iter().map(|kind| kind.name()).collect();
/// assert_eq!(names, ["message", "message-set", "attachment", "conversation", "error", "error-message", "token"]);
/// assert_eq!(ObjectKind::from_name("message-set"), Some(ObjectKind::MessageSet));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectKind {
    /// [`Message`]
    Message,
    /// [`MessageSet`]
    MessageSet,
    /// [`Attachment`]
    Attachment,
    /// [`Conversation`]
    Conversation,
    /// [`ApiError`]
    Error,
    /// [`ErrorMessage`]
    ErrorMessage,
    /// [`TokenString`]
    Token,
}

impl ObjectKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Message,
        Self::MessageSet,
        Self::Attachment,
        Self::Conversation,
        Self::Error,
        Self::ErrorMessage,
        Self::Token,
    ];

    /// The name in file names and on the command line, such as `message-set`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::MessageSet => "message-set",
            Self::Attachment => "attachment",
            Self::Conversation => "conversation",
            Self::Error => "error",
            Self::ErrorMessage => "error-message",
            Self::Token => "token",
        }
    }

    /// The name in the documents and the title of the schema, such as `MessageSet`.
    pub fn title(self) -> &'static str {
        match self {
            Self::Message => "Message",
            Self::MessageSet => "MessageSet",
            Self::Attachment => "Attachment",
            Self::Conversation => "Conversation",
            Self::Error => "Error",
            Self::ErrorMessage => "ErrorMessage",
            Self::Token => "Token",
        }
    }

    /// The kind of this [`name`](Self::name).
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl std::fmt::Display for ObjectKind {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.pad(self.name())
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
    let mut schema = match object {
        ObjectKind::Message => generate::<Message>(),
        ObjectKind::MessageSet => generate::<MessageSet>(),
        ObjectKind::Attachment => generate::<Attachment>(),
        ObjectKind::Conversation => generate::<Conversation>(),
        ObjectKind::Error => generate::<ApiError>(),
        ObjectKind::ErrorMessage => generate::<ErrorMessage>(),
        ObjectKind::Token => generate::<TokenString>(),
    };
    schema.insert("$id".to_owned(), Value::from(format!("{BASE}{}", file_name(object))));
    schema.to_value()
}

/// Every schema as a file: its name, such as `message-set.schema.json`, and its text. The text does not depend on how
/// `serde_json` orders the members of a value, which any crate of a build can change.
///
/// # Examples
///
/// ```
/// let files = directline_types::schema_files();
/// assert_eq!(files.len(), 7);
/// assert_eq!(files[0].0, "message.schema.json");
/// assert!(files[0].1.ends_with("}\n"));
/// ```
pub fn schema_files() -> Vec<(String, String)> {
    ObjectKind::ALL
        .into_iter()
        .map(|object| {
            // `{:#}` of a `Value` would print in its own order. Writing plain JSON to memory does not fail.
            let text = serde_json::to_string_pretty(&Sorted(&schema(object))).unwrap_or_default();
            (file_name(object), text + "\n")
        })
        .collect()
}

fn file_name(object: ObjectKind) -> String {
    format!("{}.schema.json", object.name())
}

fn generate<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>()
}

/// A value whose members are written in the order of their names, the head of a schema first.
struct Sorted<'a>(&'a Value);

/// Members that a reader wants to see before the rest.
const HEAD: [&str; 5] = ["$schema", "$id", "title", "description", "type"];

impl Serialize for Sorted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(members) => {
                let mut members: Vec<(&String, &Value)> = members.iter().collect();
                members.sort_by_key(|(name, _)| {
                    (HEAD.iter().position(|head| head == name).unwrap_or(HEAD.len()), *name)
                });
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, &Sorted(value))?;
                }
                map.end()
            }
            Value::Array(elements) => serializer.collect_seq(elements.iter().map(Sorted)),
            other => other.serialize(serializer),
        }
    }
}
