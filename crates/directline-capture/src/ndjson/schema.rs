//! The JSON Schema of a line of our own kind.
//!
//! It uses only keywords that every validator reads alike: no `format`, no pattern, no range. What it cannot say, and
//! the reader refuses, is one list with reasons in this crate's tests (`tests/it/ndjson_schema.rs`).

use std::collections::BTreeMap;

use directline_exchange::Reason;
use serde_json::{Value, json};

use super::framing;
use super::record::{NONE, OBSERVED, VALID};

/// Identifies the schema; nothing is there to fetch (RFC 2606).
const ID: &str = "https://directline-contract.example/schemas/exchange.schema.json";

/// The JSON Schema (draft 2020-12) of one line of NDJSON as [`write_exchange`](super::write_exchange) writes it and
/// `open` reads it. A line that is an entry of a HAR has the schema of HAR instead.
///
/// # Examples
///
/// ```
/// let schema = directline_capture::exchange_schema();
/// assert_eq!(schema["title"], "Recorded exchange");
/// assert_eq!(schema["required"], serde_json::json!(["method", "url"]));
/// ```
pub fn exchange_schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        "title": "Recorded exchange",
        "description": "One line of a recording in NDJSON: one HTTP exchange of the Direct Line API 1.1, and what of it was not seen.",
        "type": "object",
        "required": ["method", "url"],
        "additionalProperties": false,
        "properties": {
            "method": filled("The request method."),
            "url": filled("The URL as sent; one without scheme and host says that they were not recorded."),
            "http_version": or_null(&text("Free text; it is passed over.")),
            "started": or_null(&text("When the request was sent, RFC 3339.")),
            "took_ms": or_null(&described("number", "How long it took from then until the response was complete, in milliseconds.")),
            "intent": or_null(&json!({
                "description": "valid: whoever made the request knows that it obeys the contract; not for traffic that was only watched.",
                "type": "string",
                "enum": [VALID],
            })),
            "request": or_null(&reference("Request")),
            "response": or_null(&reference("Response")),
            "source": { "description": "Where the exchange comes from; it is passed over." },
            "observed": or_null(&json!({
                "description": "What is not observable, from datum to reason; scheme and host whatever the URL says of them.",
                "type": "object",
                "additionalProperties": false,
                "properties": OBSERVED.map(|datum| (datum, reference("Reason"))).into_iter().collect::<BTreeMap<_, _>>(),
            })),
        },
        "$defs": {
            "Request": message("Request", "What the client sent.", false),
            "Response": message("Response", "What the service answered.", true),
            "Header": header(),
            "HiddenValue": hidden_value(),
            "Gap": gap(),
            "FramingDefect": framing_defect(),
            "Reason": {
                "title": "Reason",
                "description": "Why something is not observable.",
                "type": "string",
                "enum": Reason::ALL.map(Reason::name),
            },
        },
    })
}

/// A request or a response; only a response has a status. The body is given once: as text or as base64. Each way is an
/// object of its own, because generators of types pass over keywords beside `anyOf`.
fn message(title: &str, description: &str, has_status: bool) -> Value {
    let as_text = or_null(&text("The decoded body as text. Without it and body_b64 no body was sent."));
    let as_bytes = or_null(&text("The decoded body as base64."));
    let none = json!({ "type": "null" });
    json!({
        "title": title,
        "description": description,
        "anyOf": [form(has_status, &as_text, &none), form(has_status, &none, &as_bytes)],
    })
}

fn form(has_status: bool, as_text: &Value, as_bytes: &Value) -> Value {
    // Open, because a name such as `header:Date` would need a pattern.
    let mut observed = json!({
        "description": "What is not observable, from datum to reason: headers (more may have been sent), header:NAME, body and, in a response, status. Nothing else.",
        "type": "object",
        "properties": { "headers": reference("Reason"), "body": reference("Reason") },
    });
    let mut form = json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "headers": or_null(&json!({
                "description": "In order; an empty list says that there were none, without the member they were not recorded.",
                "type": "array",
                "items": reference("Header"),
            })),
            "body_text": as_text,
            "body_b64": as_bytes,
            "body_gaps": or_null(&json!({
                "description": "The byte ranges of the body that were lost, in order.",
                "type": "array",
                "items": reference("Gap"),
            })),
            "body_fidelity": or_null(&json!({
                "description": "value-only: the text was written anew; the JSON value is that of the wire, its bytes are not.",
                "type": "string",
                "enum": ["exact", "value-only"],
            })),
            "framing": or_null(&json!({
                "description": "Defects of the HTTP framing.",
                "type": "array",
                "items": reference("FramingDefect"),
            })),
        },
    });
    if has_status {
        insert(&mut observed, "status", reference("Reason"));
        let status = json!({ "anyOf": [
            described("integer", "The status code; 0 says that no response was recorded."),
            { "type": "string", "enum": [NONE], "description": "The client waited, and no answer came." },
            { "type": "null" },
        ] });
        insert(&mut form, "status", status);
    }
    insert(&mut form, "observed", or_null(&observed));
    form
}

/// Adds a property to the schema of an object.
fn insert(schema: &mut Value, name: &str, property: Value) {
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.insert(name.to_owned(), property);
    }
}

fn header() -> Value {
    let name = filled("The name.");
    let bytes = json!({
        "description": "Bytes that are no text, as base64.",
        "type": "object",
        "required": ["b64"],
        "additionalProperties": false,
        "properties": { "b64": { "type": "string" }, "scheme": { "type": "null" } },
    });
    let value = json!({ "anyOf": [text("The value."), bytes, reference("HiddenValue")] });
    json!({
        "title": "Header",
        "description": "Name and value; after a hidden value the reason may follow.",
        "anyOf": [tuple(&[name.clone(), value]), tuple(&[name, reference("HiddenValue"), reference("Reason")])],
    })
}

fn hidden_value() -> Value {
    json!({
        "title": "Hidden value",
        "description": "null: the value is hidden. An object: all but its scheme is.",
        "anyOf": [
            { "type": "null" },
            {
                "type": "object",
                "required": ["scheme"],
                "additionalProperties": false,
                "properties": { "scheme": { "type": "string" }, "b64": { "type": "null" } },
            },
        ],
    })
}

fn gap() -> Value {
    let mut gap = tuple(&[
        described("integer", "The first byte that is lost."),
        described("integer", "The first byte after the gap."),
        reference("Reason"),
    ]);
    name(&mut gap, "Gap", "A byte range of the body that was lost, and why.");
    gap
}

fn framing_defect() -> Value {
    let mismatch = tuple(&[
        json!({ "type": "string", "enum": [framing::MISMATCH] }),
        described("integer", "The length that was declared."),
        described("integer", "The length that was recorded."),
    ]);
    json!({
        "title": "Framing defect",
        "description": "A defect of the HTTP framing.",
        "anyOf": [{ "type": "string", "enum": framing::names() }, mismatch],
    })
}

/// An array of exactly these elements.
fn tuple(elements: &[Value]) -> Value {
    json!({
        "type": "array",
        "prefixItems": elements,
        "minItems": elements.len(),
        "maxItems": elements.len(),
    })
}

fn name(schema: &mut Value, title: &str, description: &str) {
    if let Some(members) = schema.as_object_mut() {
        members.insert("title".to_owned(), title.into());
        members.insert("description".to_owned(), description.into());
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn described(kind: &str, description: &str) -> Value {
    json!({ "type": kind, "description": description })
}

fn text(description: &str) -> Value {
    described("string", description)
}

fn filled(description: &str) -> Value {
    json!({ "type": "string", "minLength": 1, "description": description })
}

/// `null` counts as missing.
fn or_null(schema: &Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}
