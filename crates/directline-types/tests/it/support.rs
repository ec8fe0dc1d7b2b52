//! One body, asked of every reader and of the schema.

use std::sync::LazyLock;

use directline_types::{
    ApiError, Attachment, Conversation, ErrorMessage, Message, MessageSet, ObjectKind, TokenString, schema,
};
use jsonschema::Validator;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Calls a generic function with the type of an object.
macro_rules! with_type {
    ($kind:expr, $function:ident($($argument:expr),*)) => {
        match $kind {
            ObjectKind::Message => $function::<Message>($($argument),*),
            ObjectKind::MessageSet => $function::<MessageSet>($($argument),*),
            ObjectKind::Attachment => $function::<Attachment>($($argument),*),
            ObjectKind::Conversation => $function::<Conversation>($($argument),*),
            ObjectKind::Error => $function::<ApiError>($($argument),*),
            ObjectKind::ErrorMessage => $function::<ErrorMessage>($($argument),*),
            ObjectKind::Token => $function::<TokenString>($($argument),*),
        }
    };
}

/// A reader's name, and the text that it wrote back, or its error.
pub(crate) type Verdict = (&'static str, Result<String, String>);

/// What every reader of JSON text says about the body.
pub(crate) fn read_text(kind: ObjectKind, body: &str) -> Vec<Verdict> {
    with_type!(kind, readers(body))
}

fn readers<T: DeserializeOwned + Serialize>(body: &str) -> Vec<Verdict> {
    vec![
        ("from_str", written(serde_json::from_str::<T>(body))),
        ("from_slice", written(serde_json::from_slice::<T>(body.as_bytes()))),
        ("directline_json", written(directline_json::from_slice::<T>(body.as_bytes()))),
        ("from_reader", written(serde_json::from_reader::<_, T>(body.as_bytes()))),
    ]
}

/// What `serde_json::from_value` says about the value.
pub(crate) fn read_value(kind: ObjectKind, value: &Value) -> Result<String, String> {
    with_type!(kind, from_value(value))
}

fn from_value<T: DeserializeOwned + Serialize>(value: &Value) -> Result<String, String> {
    written(serde_json::from_value::<T>(value.clone()))
}

fn written<T: Serialize, E: ToString>(read: Result<T, E>) -> Result<String, String> {
    read.map(|value| serde_json::to_string(&value).unwrap()).map_err(|error| error.to_string())
}

/// What the schema says about the value.
pub(crate) fn schema_accepts(kind: ObjectKind, value: &Value) -> bool {
    static VALIDATORS: LazyLock<Vec<Validator>> = LazyLock::new(|| {
        ObjectKind::ALL.iter().map(|kind| jsonschema::draft202012::new(&schema(*kind)).unwrap()).collect()
    });
    let index = ObjectKind::ALL.iter().position(|candidate| *candidate == kind).unwrap();
    VALIDATORS[index].is_valid(value)
}
