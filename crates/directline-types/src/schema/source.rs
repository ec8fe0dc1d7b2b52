//! What the documents say of each object: where, and by which example.

use schemars::Schema;
use serde_json::{Value, json};

use super::{ObjectKind, SchemaName};

const REFERENCE: &str = "API reference - Direct Line API 1.1";
const REFERENCE_ADDRESS: &str = "https://learn.microsoft.com/en-us/azure/bot-service/rest-api/bot-framework-rest-direct-line-1-1-api-reference";

/// Adds `x-source` and `examples`.
pub(super) fn describe(name: SchemaName, schema: &mut Schema) {
    if let Some((section, anchor)) = section(name) {
        let source = json!({
            "document": REFERENCE,
            "section": section,
            "url": format!("{REFERENCE_ADDRESS}#{anchor}"),
        });
        schema.insert("x-source".to_owned(), source);
    }
    let examples = examples(name);
    if !examples.is_empty() {
        schema.insert("examples".to_owned(), Value::Array(examples));
    }
}

fn section(name: SchemaName) -> Option<(&'static str, &'static str)> {
    Some(match name {
        SchemaName::Object(ObjectKind::Message) | SchemaName::SentMessage => {
            ("Message object", "message-object")
        }
        SchemaName::Object(ObjectKind::MessageSet) => ("MessageSet object", "messageset-object"),
        SchemaName::Object(ObjectKind::Attachment) => ("Attachment object", "attachment-object"),
        SchemaName::Object(ObjectKind::Conversation) => ("Conversation object", "conversation-object"),
        SchemaName::Object(ObjectKind::Error) => ("Error object", "error-object"),
        SchemaName::Object(ObjectKind::ErrorMessage) => ("ErrorMessage object", "errormessage-object"),
        SchemaName::Object(ObjectKind::Token) => ("Token operations", "token-operations"),
        SchemaName::Bundle => return None,
    })
}

/// The samples of the documents, and where they have none (Attachment, Error, `ErrorMessage`) one made of their words.
/// The sample of Get Messages names the member `conversation`; here it is `conversationId`, as the reference has it.
fn examples(name: SchemaName) -> Vec<Value> {
    let documents = json!([
        {
            "url": "https://example.com/example.docx",
            "contentType": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        },
        { "url": "https://example.com/example.doc", "contentType": "application/msword" }
    ]);
    let message = json!({
        "id": "CuvLPID4kDb|000000000000000004",
        "conversationId": "CuvLPID4kDb",
        "created": "2016-10-28T21:19:51.0357965Z",
        "from": "examplebot",
        "text": "Hello!",
        "channelData": { "examplefield": "abc123" },
        "images": ["/attachments/CuvLPID4kDb/0.jpg?..."],
        "attachments": documents
    });
    let sent = json!({ "text": "hello", "from": "user1" });
    let page = json!({
        "messages": [
            { "conversationId": "abc123", "id": "abc123|0000", "text": "hello", "from": "user1" },
            { "conversationId": "abc123", "id": "abc123|0001", "text": "Nice to see you, user1!", "from": "bot1" }
        ],
        "watermark": "0001a-95"
    });
    let token = "RCurR_XV9ZA.cwA.BKA.iaJrC8xpy8qbOF5xnR2vtCX7CZj0LdjAPGfiCpg4Fv0";
    let conversation = json!({ "conversationId": "abc123", "token": token, "expires_in": 1800 });
    let error = json!({ "code": "NotFound", "message": "there is no such conversation", "statusCode": 404 });
    match name {
        SchemaName::Object(ObjectKind::Message) => vec![message, sent],
        SchemaName::SentMessage => vec![
            sent,
            json!({ "from": "user1", "text": "Check this out", "images": ["https://example.com/cat.jpg"] }),
        ],
        SchemaName::Object(ObjectKind::MessageSet) => {
            vec![page, json!({ "messages": [], "watermark": "0001a-96" })]
        }
        SchemaName::Object(ObjectKind::Attachment) => documents.as_array().cloned().unwrap_or_default(),
        SchemaName::Object(ObjectKind::Conversation) => vec![conversation],
        SchemaName::Object(ObjectKind::Error) => vec![error],
        SchemaName::Object(ObjectKind::ErrorMessage) => vec![json!({ "error": error })],
        SchemaName::Object(ObjectKind::Token) => vec![Value::from(token)],
        SchemaName::Bundle => Vec::new(),
    }
}
