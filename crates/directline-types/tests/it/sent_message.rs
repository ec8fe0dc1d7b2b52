//! What a client should send: type and schema agree.

use directline_types::{Draft, SchemaName, SentMessage, schema_document, strategy};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Whether type and schemas take it; they must agree.
fn accepted(message: &Value) -> bool {
    let by_type = serde_json::from_value::<SentMessage>(message.clone());
    for draft in Draft::ALL {
        let schema = schema_document(SchemaName::SentMessage, draft);
        let by_schema = jsonschema::validator_for(&schema).unwrap().is_valid(message);
        assert_eq!(by_type.is_ok(), by_schema, "{draft:?}: {message}: {by_type:?}");
    }
    by_type.is_ok()
}

/// "API reference - Direct Line API 1.1", Message object.
#[test]
fn a_client_should_send_its_user_and_content() {
    let file = json!({ "url": "https://example.com/a.doc", "contentType": "application/msword" });
    for (message, expected) in [
        (json!({ "from": "user1", "text": "hello" }), true),
        (json!({ "from": "user1", "text": "", "images": ["https://example.com/a.png"] }), true),
        (json!({ "from": "user1", "attachments": [file] }), true),
        (json!({ "from": "user1", "channelData": { "a": 1 } }), true),
        (json!({ "from": "user1", "text": "hello", "channelData": {}, "images": [] }), true),
        (json!({ "from": "user1", "text": "hello", "conversationId": "abc123" }), true),
        (json!({ "text": "hello" }), false),
        (json!({ "from": "", "text": "hello" }), false),
        (json!({ "from": null, "text": "hello" }), false),
        (json!({ "from": "user1" }), false),
        (json!({ "from": "user1", "text": "" }), false),
        (json!({ "from": "user1", "images": [], "attachments": [], "channelData": {} }), false),
        (json!({ "from": "user1", "text": "hello", "id": "1" }), false),
        (json!({ "from": "user1", "text": "hello", "created": "2016-10-28T21:19:51Z" }), false),
        (json!({ "from": "user1", "text": "hello", "eTag": "*" }), false),
        (json!({ "from": "user1", "text": "hello", "extra": 1 }), false),
        (json!({ "from": "user1", "text": 1 }), false),
        (json!([{ "from": "user1", "text": "hello" }]), false),
    ] {
        assert_eq!(accepted(&message), expected, "{message}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Of any message: as it is, with a sender and a text, and with what the service assigns removed.
    #[test]
    fn type_and_schema_agree(message in strategy::message()) {
        let mut message = serde_json::to_value(message).unwrap();
        accepted(&message);
        message["from"] = "user1".into();
        message["text"] = "hello".into();
        let is_bare = ["id", "created", "eTag"].iter().all(|name| message.get(name).is_none());
        prop_assert_eq!(accepted(&message), is_bare);
        let members = message.as_object_mut().unwrap();
        members.retain(|name, _| !["id", "created", "eTag"].contains(&name.as_str()));
        prop_assert!(accepted(&message));
    }
}
