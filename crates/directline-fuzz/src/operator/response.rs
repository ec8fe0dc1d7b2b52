//! What a success answers: tokens, Conversations, sets of messages.

use super::error::broken;
use super::json::Change::{Drop, Recase, Repeat, Set, Text, Whole};
use super::place::Place::{Answer, Conversation, MessageSet, Token};
use super::splice::Splice;
use super::{Operator, http, json, response};

#[rustfmt::skip]
pub(super) const OPERATORS: &[Operator] = &[
    json(Token, "token-other-type", "token-not-string", "the token response is no string",
        Whole(&["null", "1", "[\"abc\"]", r#"{"token":"abc"}"#])),
    json(Token, "token-bare", "token-unquoted", "the token has no quotation marks", Text(|text, _| {
        let inside = text.trim_ascii().strip_prefix(b"\"")?.strip_suffix(b"\"")?;
        Some(Splice::new(0..text.len(), inside))
    })),
    json(Token, "token-emptied", "token-empty", "the token is empty", Whole(&["\"\"", "\" \""])),
    json(Token, "token-spoilt", "token-malformed", "the token cannot be sent as it is",
        Whole(&["\"Bearer abc\"", r#""\"abc\"""#, "\"a b c\""])),
    json(Conversation, "conversation-token-emptied", "token-empty", "the token of the Conversation is empty",
        Set(&["token"], &["\"\"", "\" \""])),
    json(Conversation, "conversation-token-spoilt", "token-malformed", "the Conversation's token cannot be sent as it is",
        Set(&["token"], &["\"Bearer abc\"", r#""\"abc\"""#, "\"a b c\""])),
    response("answer-body-removed", "response-body-missing", "a success that answers something has no body", |it, answer, _| {
        answer.body.clear();
        answer.status == 200 && http::operation(it).is_some_and(|found| !http::delivers(found))
    }),
    json(Conversation, "conversation-json-broken", "response-json-malformed", "the JSON of a Conversation is broken", Text(broken)),
    json(MessageSet, "message-set-json-broken", "response-json-malformed", "the JSON of a MessageSet is broken", Text(broken)),
    response("answer-typed-otherwise", "response-content-type-not-json", "JSON is answered under another type", |it, answer, dice| {
        let other = dice.pick(&["text/plain", "text/html; charset=utf-8", "application/octet-stream"]);
        Answer.is_answered(it, answer)
            && other.is_some_and(|other| http::replace(&mut answer.headers, "content-type", *other))
    }),
    json(Conversation, "conversation-other-type", "conversation-not-object", "the Conversation is no object",
        Whole(&["null", "\"abc123\"", "[]", "[{\"conversationId\":\"abc123\"}]"])),
    json(Conversation, "conversation-id-removed", "conversation-id-missing", "the Conversation has no id", Drop(&["conversationId"])),
    json(Conversation, "conversation-id-recased", "conversation-id-missing", "the Conversation's id has another name",
        Recase(&["conversationId"])),
    json(Conversation, "conversation-token-removed", "conversation-token-missing", "the Conversation has no token", Drop(&["token"])),
    json(Conversation, "conversation-id-other-type", "conversation-id-not-string", "the Conversation's id is no string",
        Set(&["conversationId"], &["null", "1", "[]", "{}"])),
    json(Conversation, "conversation-token-other-type", "conversation-token-not-string", "the Conversation's token is no string",
        Set(&["token"], &["null", "1", "[]", "{}"])),
    json(Conversation, "conversation-id-emptied", "conversation-id-empty", "the Conversation's id is empty",
        Set(&["conversationId"], &["\"\"", "\" \""])),
    json(Conversation, "expiry-other-type", "expires-in-not-number", "the expiry is no number",
        Set(&["expires_in"], &["\"1800\"", "[]", "{}", "true"])),
    json(Conversation, "expiry-past", "expires-in-not-positive", "the token has expired already",
        Set(&["expires_in"], &["0", "-1", "-1800", "0.0"])),
    json(Conversation, "expiry-fraction", "expires-in-fraction", "the expiry has a fraction",
        Set(&["expires_in"], &["1799.5", "0.1", "1e-1"])),
    json(Conversation, "conversation-member-added", "conversation-member-unknown", "the Conversation has a member of its own",
        Set(&["streamUrl", "referenceGrammarId", "id"], &["null", "\"\"", "1"])),
    json(Conversation, "conversation-member-null", "conversation-member-null", "the expiry is null", Set(&["expires_in"], &["null"])),
    json(Conversation, "conversation-expiry-recased", "member-name-case", "the expiry is in another letter case", Recase(&["expires_in"])),
    json(Conversation, "conversation-tagged", "e-tag-undocumented", "the Conversation has an eTag", Set(&["eTag"], &["\"\"", "\"*\""])),
    json(Conversation, "conversation-tag-other-type", "e-tag-not-string", "the Conversation's eTag is no string",
        Set(&["eTag"], &["1", "[]", "{}"])),
    json(Conversation, "conversation-tag-null", "e-tag-null", "the Conversation's eTag is null", Set(&["eTag"], &["null"])),
    json(Conversation, "conversation-member-repeated", "json-duplicate-member", "a member of the Conversation is there twice", Repeat),
    json(MessageSet, "message-set-other-type", "message-set-not-object", "the MessageSet is no object",
        Whole(&["null", "[]", "\"\"", "[{\"text\":\"hello\"}]"])),
    json(MessageSet, "messages-removed", "messages-missing", "the MessageSet has no messages", Drop(&["messages"])),
    json(MessageSet, "messages-other-type", "messages-not-array", "the messages are no array",
        Set(&["messages"], &["null", "{}", "\"\"", "0"])),
    json(MessageSet, "watermark-removed", "watermark-missing", "the MessageSet has no watermark", Drop(&["watermark"])),
    json(MessageSet, "watermark-recased", "watermark-missing", "the watermark has another name", Recase(&["watermark"])),
    json(MessageSet, "watermark-null", "watermark-null", "the watermark is null", Set(&["watermark"], &["null"])),
    json(MessageSet, "watermark-other-type", "watermark-not-string", "the watermark is no string",
        Set(&["watermark"], &["4", "[]", "{}", "true"])),
    json(MessageSet, "message-set-member-added", "message-set-member-unknown", "the MessageSet has a member of its own",
        Set(&["activities", "more", "continuationToken"], &["null", "\"\"", "[]"])),
    json(MessageSet, "message-set-tagged", "e-tag-undocumented", "the MessageSet has an eTag", Set(&["eTag"], &["\"\"", "\"*\""])),
    json(MessageSet, "message-set-member-repeated", "json-duplicate-member", "a member of the MessageSet is there twice", Repeat),
];
