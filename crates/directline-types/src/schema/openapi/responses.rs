//! The responses: one for each documented status.

use serde_json::{Map, Value, json};

use super::reference;
use crate::operation::{DOCUMENTED_STATUSES, Operation, Status};

/// The responses to an operation: success, and a reference for each failure.
pub(super) fn of(operation: Operation) -> Value {
    let all: Map<String, Value> = operation
        .documented_statuses()
        .map(|status| {
            let response = if status.is_success() { success(operation) } else { failure(status) };
            (status.code().to_string(), response)
        })
        .collect();
    Value::Object(all)
}

fn success(operation: Operation) -> Value {
    let success = operation.success();
    let mut response = json!({ "description": sentence(success.status().meaning()) });
    if let (Some(object), Some(members)) = (success.body(), response.as_object_mut()) {
        let content = json!({ "application/json": { "schema": reference(object.title()) } });
        members.insert("content".to_owned(), content);
    }
    response
}

fn failure(status: Status) -> Value {
    json!({ "$ref": format!("#/components/responses/{}", name(status)) })
}

/// The failures, which are the same for every operation.
pub(super) fn failures() -> Value {
    let failures = DOCUMENTED_STATUSES.into_iter().filter(|status| !status.is_success());
    let all: Map<String, Value> = failures
        .map(|status| {
            let response = json!({
                "description": sentence(status.meaning()),
                "content": { "application/json": { "schema": reference("ErrorMessage") } }
            });
            (name(status), response)
        })
        .collect();
    Value::Object(all)
}

/// A name for a component, such as `NotFound`.
fn name(status: Status) -> String {
    format!("{status:?}")
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).chain(['.']).collect()
}
