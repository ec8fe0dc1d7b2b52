//! Messages, sent and received.

use directline_json::Value;
use directline_types::Operation;

use super::error::broken;
use super::json::Change::{Drop, Element, Recase, Repeat, Set, Text, Value as Of, Whole};
use super::json::{replace, set};
use super::place::Place::{Received, ReceivedAttachment, Sent, SentAlone, SentAttachment, Uploaded};
use super::splice::Splice;
use super::{Operator, http, json, request};
use crate::Dice;

const NO_STRING: &[&str] = &["1", "true", "[]", "{}", "[\"hello\"]"];
const NO_ARRAY: &[&str] = &["1", "true", "{}", "\"https://example.com/a.png\""];
const NO_OBJECT: &[&str] = &["1", "true", "[]", "\"\"", "\"{}\"", "[{}]"];
/// Members of a Message whose `null` is named by `message-member-null`.
const NULLABLE: &[&str] =
    &["id", "conversationId", "created", "text", "channelData", "images", "attachments"];
/// Every member of a Message.
const MEMBERS: &[&str] =
    &["from", "id", "conversationId", "created", "text", "channelData", "images", "attachments"];
/// Members of other editions and of other protocols.
const FOREIGN: &[&str] = &["type", "locale", "message", "user", "channelId", "speak"];
/// Values of members that no one knows.
const ANY: &[&str] = &["null", "\"message\"", "1", "{}"];

#[rustfmt::skip]
pub(super) const OPERATORS: &[Operator] = &[
    request("sent-body-removed", "message-body-missing", "a send has no body", |it, _| {
        it.body.clear();
        http::operation(it) == Some(Operation::SendMessage)
    }),
    json(Sent, "sent-json-broken", "message-json-malformed", "the JSON of the sent Message is broken", Text(broken)),
    json(Sent, "sent-member-repeated", "json-duplicate-member", "a member of the sent Message is there twice", Repeat),
    json(Received, "received-member-repeated", "json-duplicate-member", "a member of a received Message is there twice", Repeat),
    json(Sent, "sent-surrogate-alone", "json-lone-surrogate", "the sent text has half of a surrogate pair", Of(halve)),
    json(Received, "received-surrogate-alone", "json-lone-surrogate", "a received text has half of a surrogate pair", Of(halve)),
    json(Sent, "sent-marked", "json-byte-order-mark", "a byte order mark stands before the sent Message",
        Text(|_, _| Some(Splice::insert(0, "\u{feff}")))),
    request("sent-type-removed", "content-type-missing", "a send has no Content-Type", |it, _| {
        sends(it) && http::remove(&mut it.headers, "content-type")
    }),
    request("sent-as-text", "json-sent-as-text", "JSON is sent as if it were something else", |it, dice| {
        let other = dice.pick(&["text/plain", "text/plain; charset=utf-8", "application/octet-stream", "text/xml"]);
        sends(it) && other.is_some_and(|other| http::replace(&mut it.headers, "content-type", *other))
    }),
    request("sent-as-text-json", "content-type-known-elsewhere", "JSON is sent as text/json", |it, _| {
        sends(it) && http::replace(&mut it.headers, "content-type", "text/json")
    }),
    json(Sent, "sent-in-set", "message-set-sent", "the sent Message stands in an array or in a MessageSet", Of(wrap)),
    json(Sent, "sent-other-type", "message-not-object", "what is sent is no object", Whole(&["null", "[]", "\"hello\"", "1"])),
    json(Received, "received-other-type", "message-not-object", "a received Message is no object", Whole(&["null", "[]", "\"hello\"", "1"])),
    json(Sent, "sent-member-added", "message-member-unknown", "the sent Message has a member of its own", Set(FOREIGN, ANY)),
    json(Received, "received-member-added", "message-member-unknown", "a received Message has a member of its own", Set(FOREIGN, ANY)),
    json(Sent, "sent-member-recased", "member-name-case", "a sent member is in another letter case", Recase(MEMBERS)),
    json(Received, "received-member-recased", "member-name-case", "a received member is in another letter case", Recase(MEMBERS)),
    json(Uploaded, "uploaded-member-null", "message-member-null", "a member of the uploaded Message is null", Set(NULLABLE, &["null"])),
    json(SentAlone, "sent-member-null", "message-member-null", "a member beside the content is null",
        Set(&["id", "conversationId", "created"], &["null"])),
    json(Received, "received-member-null", "message-member-null", "a member of a received Message is null", Set(NULLABLE, &["null"])),
    json(Sent, "sent-id-other-type", "message-id-not-string", "the sent id is no string", Set(&["id"], NO_STRING)),
    json(Received, "received-id-other-type", "message-id-not-string", "a received id is no string", Set(&["id"], NO_STRING)),
    json(Sent, "sent-id-added", "id-set-by-client", "the client gives the id", Set(&["id"], &["\"1\"", "\"\""])),
    json(Received, "received-id-of-another", "message-id-of-other-conversation", "the id begins with another conversation's",
        Set(&["id"], &["\"another-conversation|0000001\"", "\"|0000001\""])),
    json(Sent, "sent-conversation-other-type", "message-conversation-id-not-string", "the sent conversationId is no string",
        Set(&["conversationId"], NO_STRING)),
    json(Received, "received-conversation-other-type", "message-conversation-id-not-string", "a received conversationId is no string",
        Set(&["conversationId"], NO_STRING)),
    json(Sent, "sent-to-another", "sent-conversation-id-mismatch", "the sent Message names another conversation",
        Set(&["conversationId"], &["\"another-conversation\"", "\"\""])),
    json(Received, "received-of-another", "received-conversation-id-mismatch", "a received Message names another conversation",
        Set(&["conversationId"], &["\"another-conversation\"", "\"\""])),
    json(Sent, "sent-created-other-type", "created-not-string", "the sent time is no string", Set(&["created"], NO_STRING)),
    json(Received, "received-created-other-type", "created-not-string", "a received time is no string", Set(&["created"], NO_STRING)),
    json(Sent, "sent-created-added", "created-set-by-client", "the client gives the time", Set(&["created"], &["\"2016-10-28T21:19:51Z\""])),
    json(Sent, "sent-created-no-time", "created-not-date-time", "the sent time is none", Set(&["created"], NO_TIME)),
    json(Received, "received-created-no-time", "created-not-date-time", "a received time is none", Set(&["created"], NO_TIME)),
    json(Sent, "sent-created-without-offset", "created-without-offset", "the sent time has no offset", Set(&["created"], NO_OFFSET)),
    json(Received, "received-created-without-offset", "created-without-offset", "a received time has no offset", Set(&["created"], NO_OFFSET)),
    json(Sent, "sent-created-in-another-form", "created-not-rfc3339", "the sent time is in another form of ISO 8601", Set(&["created"], OTHER_FORM)),
    json(Received, "received-created-in-another-form", "created-not-rfc3339", "a received time is in another form of ISO 8601", Set(&["created"], OTHER_FORM)),
    json(Sent, "sent-created-elsewhere", "created-not-utc", "the sent time is not in UTC", Set(&["created"], NOT_UTC)),
    json(Received, "received-created-elsewhere", "created-not-utc", "a received time is not in UTC", Set(&["created"], NOT_UTC)),
    json(Sent, "sent-from-other-type", "from-not-string", "the sender of a sent Message is no string", Set(&["from"], FROM)),
    json(Received, "received-from-other-type", "from-not-string", "the sender of a received Message is no string", Set(&["from"], FROM)),
    json(Sent, "sent-from-null", "from-null", "the sender of a sent Message is null", Set(&["from"], &["null"])),
    json(Received, "received-from-null", "from-null", "the sender of a received Message is null", Set(&["from"], &["null"])),
    json(SentAlone, "sent-from-removed", "from-missing", "the sent Message has no sender", Drop(&["from"])),
    json(Sent, "sent-from-emptied", "from-empty", "the sender of a sent Message is empty", Set(&["from"], &["\"\""])),
    json(Sent, "sent-text-other-type", "text-not-string", "the sent text is no string", Set(&["text"], NO_STRING)),
    json(Received, "received-text-other-type", "text-not-string", "a received text is no string", Set(&["text"], NO_STRING)),
    json(SentAlone, "sent-content-removed", "content-missing", "the sent Message has nothing to say", Of(|message, _| {
        let mut content = message.members().filter(|member| CONTENT.contains(&&*member.key));
        let only = content.next().filter(|_| content.next().is_none())?;
        Some(json::drop(message, &only))
    })),
    json(SentAlone, "sent-text-emptied", "text-empty", "the sent text is empty, and all there is", Of(|message, _| {
        let is_all = message.members().all(|member| !CONTENT.contains(&&*member.key) || member.key == "text");
        message.get("text").filter(|_| is_all).map(|text| replace(text, "\"\""))
    })),
    json(Sent, "sent-data-other-type", "channel-data-not-object", "the sent channelData is no object", Set(&["channelData"], NO_OBJECT)),
    json(Received, "received-data-other-type", "channel-data-not-object", "a received channelData is no object", Set(&["channelData"], NO_OBJECT)),
    json(Sent, "sent-images-other-type", "images-not-array", "the sent images are no array", Set(&["images"], NO_ARRAY)),
    json(Received, "received-images-other-type", "images-not-array", "the received images are no array", Set(&["images"], NO_ARRAY)),
    json(Sent, "sent-image-other-type", "image-not-string", "a sent image is no string", Element("images", NO_IMAGE)),
    json(Received, "received-image-other-type", "image-not-string", "a received image is no string", Element("images", NO_IMAGE)),
    json(Sent, "sent-attachments-other-type", "attachments-not-array", "the sent attachments are no array", Set(&["attachments"], NO_ARRAY)),
    json(Received, "received-attachments-other-type", "attachments-not-array", "the received attachments are no array",
        Set(&["attachments"], NO_ARRAY)),
    json(Sent, "sent-tagged", "e-tag-undocumented", "the sent Message has an eTag", Set(&["eTag"], &["\"\"", "\"*\""])),
    json(Received, "received-tagged", "e-tag-undocumented", "a received Message has an eTag", Set(&["eTag"], &["\"\"", "\"*\""])),
    json(Sent, "sent-tag-other-type", "e-tag-not-string", "the eTag of the sent Message is no string", Set(&["eTag"], NO_STRING)),
    json(Received, "received-tag-other-type", "e-tag-not-string", "the eTag of a received Message is no string", Set(&["eTag"], NO_STRING)),
    json(Sent, "sent-tag-null", "e-tag-null", "the eTag of the sent Message is null", Set(&["eTag"], &["null"])),
    json(Received, "received-tag-null", "e-tag-null", "the eTag of a received Message is null", Set(&["eTag"], &["null"])),
    json(Sent, "sent-attachment-other-type", "attachment-not-object", "a sent Attachment is no object",
        Element("attachments", NO_ATTACHMENT)),
    json(Received, "received-attachment-other-type", "attachment-not-object", "a received Attachment is no object",
        Element("attachments", NO_ATTACHMENT)),
    json(SentAttachment, "sent-attachment-member-added", "attachment-member-unknown", "a sent Attachment has a member of its own", Set(CARD, ANY)),
    json(ReceivedAttachment, "received-attachment-member-added", "attachment-member-unknown", "a received Attachment has a member of its own",
        Set(CARD, ANY)),
    json(SentAttachment, "sent-attachment-recased", "member-name-case", "a member of a sent Attachment is in another letter case",
        Recase(&["url", "contentType"])),
    json(SentAttachment, "sent-url-removed", "attachment-url-missing", "a sent Attachment has no url", Drop(&["url"])),
    json(ReceivedAttachment, "received-url-removed", "attachment-url-missing", "a received Attachment has no url", Drop(&["url"])),
    json(ReceivedAttachment, "received-url-recased", "attachment-url-missing", "the url of a received Attachment has another name", Recase(&["url"])),
    json(SentAttachment, "sent-url-other-type", "attachment-url-not-string", "the url of a sent Attachment is no string", Set(&["url"], NO_IMAGE)),
    json(ReceivedAttachment, "received-url-other-type", "attachment-url-not-string", "the url of a received Attachment is no string",
        Set(&["url"], NO_IMAGE)),
    json(SentAttachment, "sent-url-relative", "attachment-url-relative-sent", "the url of a sent Attachment is relative",
        Set(&["url"], &["\"/attachments/a.pdf\"", "\"/a\""])),
    json(SentAttachment, "sent-media-type-removed", "attachment-content-type-missing", "a sent Attachment has no type", Drop(&["contentType"])),
    json(ReceivedAttachment, "received-media-type-removed", "attachment-content-type-missing", "a received Attachment has no type",
        Drop(&["contentType"])),
    json(SentAttachment, "sent-media-type-other-type", "attachment-content-type-not-string", "the type of a sent Attachment is no string",
        Set(&["contentType"], NO_IMAGE)),
    json(ReceivedAttachment, "received-media-type-other-type", "attachment-content-type-not-string", "the type of a received Attachment is no string",
        Set(&["contentType"], NO_IMAGE)),
    json(SentAttachment, "sent-media-type-spoilt", "attachment-content-type-malformed", "the type of a sent Attachment is none",
        Set(&["contentType"], NO_MEDIA_TYPE)),
    json(ReceivedAttachment, "received-media-type-spoilt", "attachment-content-type-malformed", "the type of a received Attachment is none",
        Set(&["contentType"], NO_MEDIA_TYPE)),
    json(SentAttachment, "sent-image-attached", "image-in-attachments", "a sent Attachment is an image", Set(&["contentType"], IMAGE)),
    json(ReceivedAttachment, "received-image-attached", "image-in-attachments", "a received Attachment is an image", Set(&["contentType"], IMAGE)),
];

/// Members of which one makes a Message that says something.
const CONTENT: &[&str] = &["text", "images", "attachments", "channelData"];
const NO_TIME: &[&str] = &[
    "\"2016-10-28\"",
    "\"Fri, 28 Oct 2016 21:19:51 GMT\"",
    "\"2016-02-30T21:19:51Z\"",
    "\"1477689591\"",
    "\"\"",
];
const NO_OFFSET: &[&str] = &["\"2016-10-28T21:19:51\"", "\"2016-10-28T21:19:51.0030000\""];
const OTHER_FORM: &[&str] = &[
    "\"20161028T211951Z\"",
    "\"2016-10-28 21:19:51Z\"",
    "\"2016-10-28T21:19Z\"",
    "\"2016-302T21:19:51Z\"",
    "\"2016-10-28T21:19:51,5Z\"",
];
const NOT_UTC: &[&str] = &["\"2016-10-28T23:19:51+02:00\"", "\"2016-10-28T13:19:51.5-08:00\""];
const FROM: &[&str] = &["1", r#"{"id":"user1"}"#, "[]", "true"];
const NO_IMAGE: &[&str] = &["null", "1", "{}", "[]", "true"];
const NO_ATTACHMENT: &[&str] = &["null", "1", "[]", "\"https://example.com/a.pdf\""];
/// Members of an attachment of Direct Line 3.0.
const CARD: &[&str] = &["contentUrl", "content", "name", "thumbnailUrl"];
const NO_MEDIA_TYPE: &[&str] = &["\"\"", "\"pdf\"", "\"application/\"", "\"/pdf\"", "\"application/pdf; =\""];
const IMAGE: &[&str] = &["\"image/png\"", "\"IMAGE/JPEG\"", "\"image/svg+xml; charset=utf-8\""];

/// Whether a request sends a Message that is there.
fn sends(request: &directline_reference::Request) -> bool {
    http::operation(request) == Some(Operation::SendMessage) && !request.body.is_empty()
}

fn halve(message: Value<'_>, dice: &mut Dice) -> Option<Splice> {
    let text = dice.pick(&[r#""\ud83d""#, r#""\ude00 hello""#, r#""hello \ud83d\u0020""#])?;
    set(message, "text", text)
}

fn wrap(message: Value<'_>, dice: &mut Dice) -> Option<Splice> {
    let text = message.raw_str()?;
    let wrapped = match dice.below(3) {
        0 => format!("[{text}]"),
        1 => format!("[{text},{text}]"),
        _ => format!("{{\"messages\":[{text}]}}"),
    };
    Some(replace(message, &wrapped))
}
