//! What can be wrong with each member, and which rule names it: "API reference - Direct Line API 1.1", Schema.

use directline_types::ObjectKind::{
    self, Attachment, Conversation, Error, ErrorMessage, Message, MessageSet, Token,
};

/// A member: what it must be, and the rules that name what it is instead.
pub(super) struct Row {
    pub(super) object: ObjectKind,
    pub(super) member: &'static str,
    /// Its JSON type, as JSON Schema names it.
    pub(super) kind: &'static str,
    pub(super) wrong_type: &'static str,
    pub(super) null: &'static str,
    /// The rule for the object without it, if it must be there.
    pub(super) missing: Option<&'static str>,
}

const fn row(
    object: ObjectKind,
    member: &'static str,
    kind: &'static str,
    [wrong_type, null]: [&'static str; 2],
    missing: Option<&'static str>,
) -> Row {
    Row { object, member, kind, wrong_type, null, missing }
}

const MESSAGE_NULL: &str = "message-member-null";
const E_TAG: [&str; 2] = ["e-tag-not-string", "e-tag-null"];

pub(super) const MEMBERS: [Row; 24] = [
    row(Message, "id", "string", ["message-id-not-string", MESSAGE_NULL], None),
    row(Message, "conversationId", "string", ["message-conversation-id-not-string", MESSAGE_NULL], None),
    row(Message, "created", "string", ["created-not-string", MESSAGE_NULL], None),
    row(Message, "from", "string", ["from-not-string", "from-null"], None),
    row(Message, "text", "string", ["text-not-string", MESSAGE_NULL], None),
    row(Message, "channelData", "object", ["channel-data-not-object", MESSAGE_NULL], None),
    row(Message, "images", "array", ["images-not-array", MESSAGE_NULL], None),
    row(Message, "attachments", "array", ["attachments-not-array", MESSAGE_NULL], None),
    row(Message, "eTag", "string", E_TAG, None),
    row(Attachment, "url", "string", ["attachment-url-not-string"; 2], Some("attachment-url-missing")),
    row(
        Attachment,
        "contentType",
        "string",
        ["attachment-content-type-not-string"; 2],
        Some("attachment-content-type-missing"),
    ),
    row(MessageSet, "messages", "array", ["messages-not-array"; 2], Some("messages-missing")),
    row(
        MessageSet,
        "watermark",
        "string",
        ["watermark-not-string", "watermark-null"],
        Some("watermark-missing"),
    ),
    row(MessageSet, "eTag", "string", E_TAG, None),
    row(
        Conversation,
        "conversationId",
        "string",
        ["conversation-id-not-string"; 2],
        Some("conversation-id-missing"),
    ),
    row(
        Conversation,
        "token",
        "string",
        ["conversation-token-not-string"; 2],
        Some("conversation-token-missing"),
    ),
    row(Conversation, "expires_in", "number", ["expires-in-not-number", "conversation-member-null"], None),
    row(Conversation, "eTag", "string", E_TAG, None),
    row(Error, "code", "string", ["error-code-not-string", "error-member-null"], None),
    row(Error, "message", "string", ["error-message-not-string", "error-member-null"], None),
    row(Error, "statusCode", "number", ["status-code-not-number", "error-member-null"], None),
    row(ErrorMessage, "error", "object", ["error-not-object"; 2], Some("error-missing")),
    // Elements of lists: the member says of which.
    row(Message, "images/0", "string", ["image-not-string"; 2], None),
    row(Message, "attachments/0", "object", ["attachment-not-object"; 2], None),
];

/// Each object: its JSON type, the rule for another type, and the rule for a member that it does not have.
pub(super) const OBJECTS: [(ObjectKind, &str, &str, Option<&str>); 7] = [
    (Message, "object", "message-not-object", Some("message-member-unknown")),
    (Attachment, "object", "attachment-not-object", Some("attachment-member-unknown")),
    (MessageSet, "object", "message-set-not-object", Some("message-set-member-unknown")),
    (Conversation, "object", "conversation-not-object", Some("conversation-member-unknown")),
    (Error, "object", "error-not-object", Some("error-member-unknown")),
    (ErrorMessage, "object", "error-message-not-object", Some("error-member-unknown")),
    (Token, "string", "token-not-string", None),
];

/// Further texts that are no such object: text, rule, what is special.
pub(super) const MORE: [(ObjectKind, &str, &str, &str); 9] = [
    (
        Message,
        r#"{"Text":"hello","from":"user1"}"#,
        "member-name-case",
        "a documented name in another letter case",
    ),
    (
        Conversation,
        r#"{"conversationId":"abc123","token":"t","Expires_In":1800}"#,
        "member-name-case",
        "a documented name in another letter case",
    ),
    (Error, r#"{"statuscode":404}"#, "member-name-case", "a documented name in another letter case"),
    (
        Message,
        r#"[{"from":"user1","text":"hello"}]"#,
        "message-set-sent",
        "a list with one message, sent by a client",
    ),
    (
        Message,
        r#"{"messages":[{"from":"user1","text":"hello"}]}"#,
        "message-set-sent",
        "a MessageSet, sent by a client",
    ),
    (
        Error,
        r#"{"code":"BadArgument"}"#,
        "error-code-undocumented",
        "a code known from the real service only",
    ),
    (Error, r#"{"code":""}"#, "error-code-unknown", "an empty code"),
    (MessageSet, r#"{"messages":[5],"watermark":"1"}"#, "message-not-object", "a number in the list"),
    (MessageSet, r#"{"messages":[null],"watermark":"1"}"#, "message-not-object", "null in the list"),
];

/// Messages that a client should not send: text, rule, what is special. "API reference - Direct Line API 1.1", Message
/// object: the client supplies `from` and at least one content member, the service assigns the rest.
pub(super) const NOT_TO_BE_SENT: [(&str, &str, &str); 8] = [
    (r#"{"text":"hello"}"#, "from-missing", "no sender"),
    (r#"{"from":"","text":"hello"}"#, "from-empty", "an empty sender"),
    (r#"{"from":"user1"}"#, "content-missing", "a sender alone"),
    (
        r#"{"from":"user1","text":"","images":[],"attachments":[],"channelData":{}}"#,
        "text-empty",
        "every content member is empty",
    ),
    (r#"{"from":"user1","conversationId":"abc123"}"#, "content-missing", "the conversation is no content"),
    (r#"{"from":"user1","text":"hello","id":"abc123|0000001"}"#, "id-set-by-client", "an id"),
    (
        r#"{"from":"user1","text":"hello","created":"2016-10-28T21:19:51.0357965Z"}"#,
        "created-set-by-client",
        "a time",
    ),
    (r#"{"from":"user1","text":"hello","eTag":"*"}"#, "e-tag-undocumented", "a version tag"),
];

/// Messages that a client may send: text, what is special.
pub(super) const TO_BE_SENT: [(&str, &str); 6] = [
    (r#"{"from":"user1","text":" "}"#, "a space is a text"),
    (r#"{"from":"user1","text":"","images":["https://example.com/a.png"]}"#, "an image without a text"),
    (
        r#"{"from":"user1","attachments":[{"url":"https://example.com/a.doc","contentType":"application/msword"}]}"#,
        "an attachment alone",
    ),
    (r#"{"from":"user1","channelData":{"a":null}}"#, "channelData alone"),
    (
        r#"{"from":"user1","text":"hello","images":[],"attachments":[],"channelData":{}}"#,
        "one content member suffices",
    ),
    (r#"{"from":"user1","text":"hello","conversationId":"abc123"}"#, "the conversation may be named"),
];

/// Texts at the edge of what is such an object: text, what is special.
pub(super) const VALID: [(ObjectKind, &str, &str); 32] = [
    (Message, "{}", "no member of a Message is required by its table"),
    (Message, r#"{"text":""}"#, "a text may be empty"),
    (Message, r#"{"images":[],"attachments":[]}"#, "lists may be empty"),
    (Message, r#"{"channelData":{}}"#, "channelData may be empty"),
    (
        Message,
        r#"{"channelData":{"a":null,"b":[1,"x",{"c":false}],"":{"text":5}}}"#,
        "anything may stand inside channelData",
    ),
    (
        Message,
        r#"{"channelData":{"n":[1e300,-0.0,12345678901234567890,0.1]}}"#,
        "any number may stand inside channelData",
    ),
    (
        Message,
        r#"{"text":"\ud83d\udc69\u200d\ud83d\udc67 \u0000 \u2028 日本語"}"#,
        "a string holds any character",
    ),
    (Message, r#"{"created":"yesterday","images":[""]}"#, "what a string means is for rules to judge"),
    (Message, r#"{"eTag":"*"}"#, "eTag is in the official Swagger file"),
    (Attachment, r#"{"url":"","contentType":""}"#, "strings may be empty"),
    (
        Attachment,
        r#"{"contentType":"image/png","url":"/attachments/abc/0.png"}"#,
        "the order of members does not count",
    ),
    (MessageSet, r#"{"messages":[],"watermark":""}"#, "no message, an empty watermark"),
    (MessageSet, r#"{"messages":[{}],"watermark":"1","eTag":"*"}"#, "a message without members"),
    (Conversation, r#"{"conversationId":"","token":""}"#, "strings may be empty, expires_in may be missing"),
    (Conversation, r#"{"conversationId":"a","token":"t","expires_in":1800.0}"#, "a number with a fraction"),
    (Conversation, r#"{"conversationId":"a","token":"t","expires_in":1.8e3}"#, "a number with an exponent"),
    (
        Conversation,
        r#"{"conversationId":"a","token":"t","expires_in":-0}"#,
        "a number below one is for rules to judge",
    ),
    (
        Conversation,
        r#"{"conversationId":"a","token":"t","expires_in":0.5}"#,
        "a fraction is for rules to judge",
    ),
    (Error, "{}", "no member of an Error is required by its table"),
    (Error, r#"{"message":"","statusCode":0}"#, "a status out of range is for rules to judge"),
    (Error, r#"{"code":"MissingProperty"}"#, "a documented code"),
    (Error, r#"{"code":"MalformedData"}"#, "a documented code"),
    (Error, r#"{"code":"NotFound"}"#, "a documented code"),
    (Error, r#"{"code":"ServiceError"}"#, "a documented code"),
    (Error, r#"{"code":"Internal"}"#, "a documented code"),
    (Error, r#"{"code":"InvalidRange"}"#, "a documented code"),
    (Error, r#"{"code":"NotSupported"}"#, "a documented code"),
    (Error, r#"{"code":"NotAllowed"}"#, "a documented code"),
    (Error, r#"{"code":"BadCertificate"}"#, "a documented code"),
    (ErrorMessage, r#"{"error":{}}"#, "an Error without members"),
    (Token, r#""""#, "a string may be empty"),
    (Token, r#""RCurR_XV9ZA.cwA.BKA""#, "a token is a JSON string"),
];

/// A sound object: its members with their JSON texts, all that must be there and those that often are.
pub(super) fn sound(object: ObjectKind) -> &'static [(&'static str, &'static str)] {
    match object {
        Message => &[("from", r#""user1""#), ("text", r#""hello""#)],
        Attachment => {
            &[("url", r#""https://example.com/a.doc""#), ("contentType", r#""application/msword""#)]
        }
        MessageSet => &[("messages", "[]"), ("watermark", r#""0001a-95""#)],
        Conversation => {
            &[("conversationId", r#""abc123""#), ("token", r#""RCurR_XV9ZA""#), ("expires_in", "1800")]
        }
        Error => {
            &[("code", r#""NotFound""#), ("message", r#""no such conversation""#), ("statusCode", "404")]
        }
        ErrorMessage => &[("error", r#"{"code":"NotFound"}"#)],
        Token => &[],
    }
}

/// One text of each JSON type but `null`.
pub(super) const TYPES: [(&str, &str); 5] =
    [("boolean", "true"), ("number", "5"), ("string", r#""x""#), ("array", "[]"), ("object", "{}")];
