//! Types and schemas accept the same bodies: the documents' samples, and each with one place broken in every way.

use directline_types::ObjectKind;
use serde_json::{Value, json};

use crate::support::{read_text, read_value, schema_accepts};

/// Whether the types accept the body; all readers must agree about that, and the schema with them.
fn accepted(kind: ObjectKind, body: &Value) -> bool {
    let by_schema = schema_accepts(kind, body);
    assert_eq!(read_value(kind, body).is_ok(), by_schema, "from_value and schema disagree on {kind}: {body}");
    for (reader, read) in read_text(kind, &body.to_string()) {
        assert_eq!(read.is_ok(), by_schema, "{reader} ({read:?}) and schema disagree on {kind}: {body}");
    }
    by_schema
}

/// The samples of the documents: "API reference - Direct Line API 1.1", Message object; "Send a message to the bot in
/// Direct Line API 1.1", Request, and Send multiple attachments by upload; "Receive messages from the bot in Direct Line
/// API 1.1" with `conversationId` put right; "Start a conversation in Direct Line API 1.1". And one of each other object.
fn samples() -> Vec<(ObjectKind, Value)> {
    vec![
        (
            ObjectKind::Message,
            json!({
                "id": "CuvLPID4kDb|000000000000000004",
                "conversationId": "CuvLPID4kDb",
                "created": "2016-10-28T21:19:51.0357965Z",
                "from": "examplebot",
                "text": "Hello!",
                "channelData": { "examplefield": "abc123" },
                "images": ["/attachments/CuvLPID4kDb/0.jpg?..."],
                "attachments": [
                    {
                        "url": "https://example.com/example.docx",
                        "contentType": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
                    },
                    { "url": "https://example.com/example.doc", "contentType": "application/msword" }
                ]
            }),
        ),
        (ObjectKind::Message, json!({ "text": "hello", "from": "user1" })),
        (
            ObjectKind::Message,
            json!({
                "text": "Hey I just IM'd you\n\nand this is crazy\n\nbut here's my webhook\n\nso POST me maybe",
                "from": "user1"
            }),
        ),
        (
            ObjectKind::MessageSet,
            json!({
                "messages": [
                    { "conversationId": "abc123", "id": "abc123|0000", "text": "hello", "from": "user1" },
                    { "conversationId": "abc123", "id": "abc123|0001", "text": "Nice to see you, user1!", "from": "bot1" }
                ],
                "watermark": "0001a-95",
                "eTag": "*"
            }),
        ),
        (
            ObjectKind::Conversation,
            json!({ "conversationId": "abc123", "token": "RCurR_XV9ZA.cwA.BKA", "expires_in": 1800, "eTag": "*" }),
        ),
        (
            ObjectKind::Attachment,
            json!({ "url": "https://example.com/example.doc", "contentType": "application/msword" }),
        ),
        (
            ObjectKind::Error,
            json!({ "code": "MissingProperty", "message": "from is missing", "statusCode": 400 }),
        ),
        (
            ObjectKind::ErrorMessage,
            json!({ "error": { "code": "NotFound", "message": "no such conversation", "statusCode": 404 } }),
        ),
        (ObjectKind::Token, json!("RCurR_XV9ZA.cwA.BKA.iaJrC8xpy8qbOF5xnR2vtCX7CZj0LdjAPGfiCpg4Fv0")),
    ]
}

/// The pointers of every value in a body, the root first.
fn pointers(value: &Value, here: &str, out: &mut Vec<String>) {
    out.push(here.to_owned());
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| pointers(value, &format!("{here}/{name}"), out));
        }
        Value::Array(elements) => {
            elements
                .iter()
                .enumerate()
                .for_each(|(index, value)| pointers(value, &format!("{here}/{index}"), out));
        }
        _ => {}
    }
}

#[test]
fn the_samples_are_accepted() {
    for (kind, sample) in samples() {
        assert!(accepted(kind, &sample), "{kind}: {sample}");
    }
}

/// The sample of "Receive messages from the bot" names the member `conversation`, which the schema does not have.
#[test]
fn the_receive_sample_contradicts_the_reference() {
    let sample =
        json!({ "messages": [{ "conversation": "abc123", "id": "abc123|0000" }], "watermark": "0001a-95" });
    assert!(!accepted(ObjectKind::MessageSet, &sample));
}

#[test]
fn types_and_schemas_agree_on_every_value_in_every_place() {
    let probes = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1.5),
        json!(u64::MAX),
        json!(1e300),
        json!(""),
        json!("NotFound"),
        json!([]),
        json!([null]),
        json!([""]),
        json!([{}]),
        json!({}),
        json!({ "": 0 }),
        json!({ "id": "1" }),
        json!({ "url": "a", "contentType": "b" }),
    ];
    let (mut taken, mut refused) = (0, 0);
    for (kind, sample) in samples() {
        let mut places = Vec::new();
        pointers(&sample, "", &mut places);
        for place in places {
            for probe in &probes {
                let mut body = sample.clone();
                *body.pointer_mut(&place).unwrap() = probe.clone();
                if accepted(kind, &body) { taken += 1 } else { refused += 1 }
            }
        }
    }
    // Both verdicts are common, so that a schema which accepts or refuses everything cannot hide.
    assert!(taken > 100 && refused > 300, "{taken} taken, {refused} refused");
}

/// A change of the members of one object.
type Edit = Box<dyn Fn(&mut serde_json::Map<String, Value>)>;

#[test]
fn types_and_schemas_agree_on_absent_added_and_renamed_members() {
    let (mut taken, mut refused) = (0, 0);
    for (kind, sample) in samples() {
        let mut places = Vec::new();
        pointers(&sample, "", &mut places);
        for place in places {
            let Some(Value::Object(members)) = sample.pointer(&place) else { continue };
            let names: Vec<String> = members.keys().cloned().collect();
            let mut edits: Vec<Edit> = Vec::new();
            for name in names {
                let renamed = name.clone();
                edits.push(Box::new(move |members| drop(members.remove(&name))));
                edits.push(Box::new(move |members| {
                    let value = members.remove(&renamed).unwrap();
                    members.insert(renamed.to_uppercase(), value);
                }));
            }
            for added in ["", "eTag", "extra", "text", "url", "$ref", "additionalProperties"] {
                edits.push(Box::new(move |members| {
                    members.insert(added.to_owned(), json!("a"));
                }));
            }
            for edit in edits {
                let mut body = sample.clone();
                let Some(Value::Object(members)) = body.pointer_mut(&place) else { unreachable!() };
                edit(members);
                if accepted(kind, &body) { taken += 1 } else { refused += 1 }
            }
        }
    }
    assert!(taken > 30 && refused > 90, "{taken} taken, {refused} refused");
}
