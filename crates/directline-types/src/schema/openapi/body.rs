//! The request bodies, and the headers that belong to them.

use serde_json::{Value, json};

use super::reference;
use crate::operation::{Operation, RequestBody};

/// The body of a request of this operation, if there is one.
pub(super) fn of(operation: Operation) -> Option<Value> {
    match operation.request_body() {
        RequestBody::None => None,
        RequestBody::Message => Some(json!({
            "required": true,
            "description": "The message, one in each request, as a client should send it. The documents do not forbid one without \
                            sender or content: for what is accepted refer to Message instead.",
            "content": { "application/json": { "schema": reference("SentMessage") } }
        })),
        RequestBody::Upload => Some(json!({
            "required": true,
            "description": "For one attachment the contents of the file, with its media type as Content-Type and its \
                            name in Content-Disposition. For several a multipart body with one part for each.",
            "content": {
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "message": reference("Message"),
                            "file": {
                                "description": "The attachments. Each part has Content-Type and Content-Disposition.",
                                "type": "array",
                                "items": {}
                            }
                        }
                    },
                    "encoding": {
                        "message": { "contentType": "application/vnd.microsoft.bot.message" },
                        "file": { "contentType": "*/*" }
                    }
                },
                "*/*": { "schema": {} }
            }
        })),
    }
}

/// The headers of a request with this body.
pub(super) fn headers(operation: Operation) -> Option<Value> {
    (operation.request_body() == RequestBody::Upload).then(|| {
        json!({
            "name": "Content-Disposition",
            "in": "header",
            "required": false,
            "description": "Of a single attachment: its file name, as in name=\"file\"; filename=\"badjokeeel.jpg\". A \
                            multipart body has it in each part instead.",
            "schema": { "type": "string" }
        })
    })
}
