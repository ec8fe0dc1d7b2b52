//! The `OpenAPI` document of the six operations.

mod body;
mod responses;
mod version;

use serde_json::{Map, Value, json};

pub use version::OpenApi;

use super::{Draft, SchemaName, schema_document};
use crate::operation::{Operation, Segment};

/// The document, generated from the table of operations and the schemas.
///
/// # Examples
///
/// ```
/// use directline_types::{OpenApi, openapi};
///
/// let document = openapi(OpenApi::V3_1);
/// let send = &document["paths"]["/api/conversations/{conversationId}/messages"]["post"];
/// assert_eq!(send["operationId"], "SendMessage");
/// assert!(send["responses"].get("204").is_some());
/// ```
pub fn openapi(version: OpenApi) -> Value {
    version.render(json!({
        "openapi": "3.1.1",
        "info": {
            "title": "Direct Line API",
            "version": "1.1",
            "description": DESCRIPTION,
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" }
        },
        "servers": [
            { "url": "https://directline.botframework.com", "description": "The base URI of all requests." }
        ],
        "security": [{ "Bearer": [] }, { "BotConnector": [] }],
        "tags": [
            { "name": "Tokens", "description": "Generate and refresh tokens, each valid for one conversation." },
            { "name": "Conversations", "description": "Open a conversation and exchange messages with the bot." }
        ],
        "paths": paths(),
        "components": {
            "securitySchemes": {
                "Bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "Authorization: Bearer SECRET_OR_TOKEN"
                },
                "BotConnector": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "Authorization",
                    "description": "Authorization: BotConnector SECRET_OR_TOKEN. OpenAPI has no name for this scheme; \
                                    the value of the header begins with BotConnector and a space."
                }
            },
            "parameters": {
                "conversationId": {
                    "name": "conversationId",
                    "in": "path",
                    "required": true,
                    "description": "ID of the conversation.",
                    "schema": { "type": "string", "minLength": 1 }
                }
            },
            "responses": responses::failures(),
            "schemas": schemas()
        }
    }))
}

const DESCRIPTION: &str = "Microsoft Bot Framework Direct Line API 1.1, as its documents describe it: six operations. \
                           Generated from the same types as the JSON Schemas; not published by Microsoft. Source: \
                           API reference - Direct Line API 1.1, and Send a message to the bot in Direct Line API 1.1.";

fn paths() -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for operation in Operation::ALL {
        let path = paths.entry(operation.path().to_string()).or_insert_with(|| json!({}));
        if let Some(path) = path.as_object_mut() {
            path.insert(operation.method().as_str().to_ascii_lowercase(), item(operation));
        }
    }
    Value::Object(paths)
}

fn item(operation: Operation) -> Value {
    let is_about_tokens = operation.path().segments().contains(&Segment::Literal("tokens"));
    let mut item = json!({
        "operationId": operation.name(),
        "summary": operation.summary(),
        "description": operation.description(),
        "tags": [if is_about_tokens { "Tokens" } else { "Conversations" }],
        "responses": responses::of(operation),
    });
    let parameters = parameters(operation);
    if let Some(item) = item.as_object_mut() {
        if !parameters.is_empty() {
            item.insert("parameters".to_owned(), Value::Array(parameters));
        }
        if let Some(body) = body::of(operation) {
            item.insert("requestBody".to_owned(), body);
        }
    }
    item
}

fn parameters(operation: Operation) -> Vec<Value> {
    let in_path = operation.path().segments().contains(&Segment::ConversationId);
    let in_path = in_path.then(|| json!({ "$ref": "#/components/parameters/conversationId" }));
    let in_query = operation.query_parameters().iter().map(|parameter| {
        json!({
            "name": parameter.name,
            "in": "query",
            "required": parameter.required,
            "description": parameter.description,
            "schema": { "type": "string" }
        })
    });
    in_path.into_iter().chain(in_query).chain(body::headers(operation)).collect()
}

/// The definitions of the bundle, as components.
fn schemas() -> Value {
    let mut bundle = schema_document(SchemaName::Bundle, Draft::Draft202012);
    let mut definitions = bundle.get_mut("$defs").map(Value::take).unwrap_or_default();
    version::each_schema(&mut definitions, &mut |schema| {
        if let Some(Value::String(reference)) = schema.get_mut("$ref") {
            *reference = reference.replace("#/$defs/", "#/components/schemas/");
        }
    });
    definitions
}

/// A reference to a schema of the components.
fn reference(title: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{title}") })
}
