//! The objects of the API in a recorded exchange, as JSON texts.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use directline_types::operation::RequestBody;
use directline_types::{ObjectKind, Operation, SchemaName};
use serde_json::Value;
use serde_json::value::RawValue;

/// An object and its JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Instance {
    pub(super) object: SchemaName,
    pub(super) text: String,
}

/// The body of the request and that of the response, each with the object that it should be.
pub(super) fn bodies(line: &str) -> Result<[Option<Instance>; 2]> {
    let line: Value = serde_json::from_str(line)?;
    let text = |pointer: &str| line.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let method = text("/method").context("a line without method")?;
    let url = text("/url").context("a line without url")?;
    let path = url.split_once("://").and_then(|(_, rest)| rest.find('/').and_then(|at| rest.get(at..)));
    let path = path.unwrap_or(&url).split('?').next().unwrap_or_default();
    let Some((operation, _)) = Operation::find(&method, path) else { return Ok([None, None]) };
    let status = line.pointer("/response/status").and_then(Value::as_u64).unwrap_or_default();
    let sent = (operation.request_body() == RequestBody::Message).then_some(ObjectKind::Message);
    let answered = match status {
        200..=299 => operation.success().body(),
        400.. => Some(ObjectKind::ErrorMessage),
        _ => None,
    };
    let instance = |object: Option<ObjectKind>, pointer| {
        Some(Instance { object: SchemaName::Object(object?), text: text(pointer)? })
    };
    Ok([instance(sent, "/request/body_text"), instance(answered, "/response/body_text")])
}

impl Instance {
    pub(super) fn new(object: ObjectKind, text: impl Into<String>) -> Self {
        Self { object: SchemaName::Object(object), text: text.into() }
    }

    /// A message, as something that a client should send.
    pub(super) fn as_sent(&self) -> Option<Self> {
        let is_message = self.object == SchemaName::Object(ObjectKind::Message);
        is_message.then(|| Self { object: SchemaName::SentMessage, text: self.text.clone() })
    }

    /// The objects directly inside, each with its place. None if the text is not what it should be.
    pub(super) fn children(&self) -> Vec<(String, Self)> {
        let (member, object, is_list) = match self.object {
            SchemaName::Object(ObjectKind::Message) | SchemaName::SentMessage => {
                ("attachments", ObjectKind::Attachment, true)
            }
            SchemaName::Object(ObjectKind::MessageSet) => ("messages", ObjectKind::Message, true),
            SchemaName::Object(ObjectKind::ErrorMessage) => ("error", ObjectKind::Error, false),
            _ => return Vec::new(),
        };
        let members: BTreeMap<String, Box<RawValue>> = serde_json::from_str(&self.text).unwrap_or_default();
        let Some(value) = members.get(member).map(|value| value.get()) else { return Vec::new() };
        let child = |text: &str| Self::new(object, text);
        if !is_list {
            return vec![(format!("/{member}"), child(value))];
        }
        let elements: Vec<Box<RawValue>> = serde_json::from_str(value).unwrap_or_default();
        let place = |at: usize| format!("/{member}/{at}");
        elements.iter().enumerate().map(|(at, element)| (place(at), child(element.get()))).collect()
    }
}
