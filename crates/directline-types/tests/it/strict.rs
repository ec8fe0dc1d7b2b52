//! Hostile bodies. Serde's derive accepts many of them; the types refuse them under every reader.

use directline_types::ObjectKind::{
    self, Attachment, Conversation, Error, ErrorMessage, Message, MessageSet, Token,
};
use directline_types::{ChannelData, ErrorCode, JsonNumber, MessageId};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{BytesDeserializer, Error as ValueError, MapDeserializer, SeqDeserializer};
use serde_json::Value;

use crate::support::{read_text, read_value};

/// Bodies that only the text shows to be wrong: a `serde_json::Value` has forgotten the repeated member, and takes the
/// reserved name for a value of its own.
const TEXT_ONLY: &[(ObjectKind, &str)] = &[
    (Message, r#"{"text":"a","text":"a"}"#),
    (Message, r#"{"text":"a","te\u0078t":"b"}"#),
    (Message, r#"{"channelData":{},"channelData":{}}"#),
    (Message, r#"{"images":[],"images":[]}"#),
    (MessageSet, r#"{"messages":[],"watermark":"1","watermark":"1"}"#),
    (MessageSet, r#"{"messages":[{"id":"1","id":"1"}],"watermark":"1"}"#),
    (Attachment, r#"{"url":"a","contentType":"b","url":"a"}"#),
    (Conversation, r#"{"conversationId":"a","token":"t","expires_in":1,"expires_in":1}"#),
    (ErrorMessage, r#"{"error":{},"error":{}}"#),
    (Error, r#"{"code":"NotFound","code":"NotFound"}"#),
    (Message, r#"{"$serde_json::private::RawValue":"{}"}"#),
];

const REFUSED: &[(ObjectKind, &str)] = &[
    // A sequence for an object.
    (Message, "[]"),
    (Message, r#"["1","2","3","4","5"]"#),
    (Attachment, r#"["https://example.com/a","text/plain"]"#),
    (Attachment, r#"[{"url":"a","contentType":"b"}]"#),
    (MessageSet, r#"[[],"1"]"#),
    (Conversation, r#"["abc","token",1800]"#),
    (ErrorMessage, "[{}]"),
    (ErrorMessage, r#"{"error":["NotFound","text",404]}"#),
    (MessageSet, r#"{"messages":[["1"]],"watermark":"1"}"#),
    (Message, r#"{"attachments":[["a","b"]]}"#),
    // Something else for an object.
    (Message, "null"),
    (Message, r#""hello""#),
    (Message, "0"),
    (Message, "true"),
    (ErrorMessage, r#"{"error":"NotFound"}"#),
    (ErrorMessage, r#"{"error":null}"#),
    // `null` for an optional member.
    (Message, r#"{"id":null}"#),
    (Message, r#"{"conversationId":null}"#),
    (Message, r#"{"created":null}"#),
    (Message, r#"{"from":null}"#),
    (Message, r#"{"text":null}"#),
    (Message, r#"{"channelData":null}"#),
    (Message, r#"{"images":null}"#),
    (Message, r#"{"attachments":null}"#),
    (Message, r#"{"eTag":null}"#),
    (MessageSet, r#"{"messages":[],"watermark":"1","eTag":null}"#),
    (Conversation, r#"{"conversationId":"a","token":"t","expires_in":null}"#),
    (Conversation, r#"{"conversationId":"a","token":"t","eTag":null}"#),
    (Error, r#"{"code":null}"#),
    (Error, r#"{"message":null}"#),
    (Error, r#"{"statusCode":null}"#),
    // `null` inside an array, or for a required member.
    (Message, r#"{"images":[null]}"#),
    (Message, r#"{"attachments":[null]}"#),
    (MessageSet, r#"{"messages":[null],"watermark":"1"}"#),
    (MessageSet, r#"{"messages":null,"watermark":"1"}"#),
    (MessageSet, r#"{"messages":[],"watermark":null}"#),
    (Attachment, r#"{"url":null,"contentType":"b"}"#),
    (Conversation, r#"{"conversationId":"a","token":null}"#),
    // An unknown member, near misses included.
    (Message, r#"{"":""}"#),
    (Message, r#"{"Text":"a"}"#),
    (Message, r#"{"conversation":"a"}"#),
    (Message, r#"{"conversation_id":"a"}"#),
    (Message, r#"{"etag":"a"}"#),
    (MessageSet, r#"{"messages":[],"watermark":"1","more":true}"#),
    (Attachment, r#"{"url":"a","contentType":"b","name":"c"}"#),
    (Attachment, r#"{"url":"a","contentType":"b","eTag":"c"}"#),
    (Conversation, r#"{"conversationId":"a","token":"t","expiresIn":1}"#),
    (Error, r#"{"code":"NotFound","innererror":{}}"#),
    (ErrorMessage, r#"{"error":{},"message":"a"}"#),
    (ErrorMessage, r#"{"error":{},"eTag":"a"}"#),
    // A required member that is absent.
    (MessageSet, "{}"),
    (MessageSet, r#"{"messages":[]}"#),
    (MessageSet, r#"{"watermark":"1"}"#),
    (Attachment, r#"{"url":"a"}"#),
    (Attachment, r#"{"contentType":"b"}"#),
    (Conversation, r#"{"conversationId":"a"}"#),
    (Conversation, r#"{"token":"t"}"#),
    (ErrorMessage, "{}"),
    // Not a string for a string.
    (Message, r#"{"id":1}"#),
    (Message, r#"{"from":{"id":"user1"}}"#),
    (Message, r#"{"text":["a"]}"#),
    (Message, r#"{"created":1477689591}"#),
    (Message, r#"{"images":[1]}"#),
    (Message, r#"{"images":[["a"]]}"#),
    (Message, r#"{"images":"a"}"#),
    (Message, r#"{"images":{"0":"a"}}"#),
    (Message, r#"{"attachments":{"url":"a","contentType":"b"}}"#),
    (MessageSet, r#"{"messages":[],"watermark":1}"#),
    (Conversation, r#"{"conversationId":"a","token":["t"]}"#),
    (Token, "null"),
    (Token, "1"),
    (Token, r#"["t"]"#),
    (Token, r#"{"token":"t"}"#),
    // An error code is one of nine strings, written exactly so.
    (Error, r#"{"code":{"NotFound":null}}"#),
    (Error, r#"{"code":["NotFound"]}"#),
    (Error, r#"{"code":2}"#),
    (Error, r#"{"code":"notFound"}"#),
    (Error, r#"{"code":"BadArgument"}"#),
    (Error, r#"{"code":""}"#),
    // Not a number for a number.
    (Error, r#"{"statusCode":"404"}"#),
    (Error, r#"{"statusCode":[404]}"#),
    (Error, r#"{"statusCode":{"$serde_json::private::Number":"404"}}"#),
    (Conversation, r#"{"conversationId":"a","token":"t","expires_in":"1800"}"#),
    (Conversation, r#"{"conversationId":"a","token":"t","expires_in":true}"#),
    // Not an object for channel data.
    (Message, r#"{"channelData":[]}"#),
    (Message, r#"{"channelData":"{}"}"#),
    (Message, r#"{"channelData":0}"#),
    (Message, r#"{"channelData":false}"#),
];

/// Bodies that look odd, and have the documented shape all the same.
const ACCEPTED: &[(ObjectKind, &str)] = &[
    (Message, "{}"),
    (Message, r#"{"id":"","conversationId":"","created":"","from":"","text":"","eTag":""}"#),
    (Message, r#"{"text":"\u0000"}"#),
    (Message, r#"{"created":"yesterday"}"#),
    (Message, r#"{"channelData":{},"images":[],"attachments":[]}"#),
    (Message, r#"{"channelData":{"":null,"a":{"b":[1,2.5,"c",true]}}}"#),
    (MessageSet, r#"{"messages":[],"watermark":""}"#),
    (MessageSet, r#"{"messages":[{}],"watermark":"1","eTag":"2"}"#),
    (Attachment, r#"{"url":"","contentType":""}"#),
    (Conversation, r#"{"conversationId":"","token":""}"#),
    (Conversation, r#"{"conversationId":"a","token":"t","expires_in":-1,"eTag":"e"}"#),
    (Conversation, r#"{"conversationId":"a","token":"t","expires_in":18446744073709551615}"#),
    (Error, "{}"),
    (Error, r#"{"statusCode":0}"#),
    (ErrorMessage, r#"{"error":{}}"#),
    (Token, r#""""#),
];

#[test]
fn every_reader_refuses_hostile_bodies() {
    for (kind, body) in TEXT_ONLY.iter().chain(REFUSED) {
        for (reader, read) in read_text(*kind, body) {
            assert!(read.is_err(), "{reader} reads {kind} from {body}");
        }
    }
    for (kind, body) in REFUSED {
        let value: Value = serde_json::from_str(body).unwrap();
        assert!(read_value(*kind, &value).is_err(), "from_value reads {kind} from {body}");
    }
}

#[test]
fn every_reader_takes_odd_bodies_and_writes_them_back() {
    for (kind, body) in ACCEPTED {
        for (reader, read) in read_text(*kind, body) {
            assert_eq!(read.as_deref(), Ok(*body), "{reader}, {kind}");
        }
        let value: Value = serde_json::from_str(body).unwrap();
        let written = read_value(*kind, &value).unwrap_or_else(|error| panic!("{kind} {body}: {error}"));
        assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), value, "{kind}");
    }
}

/// Deserializers of other formats, as far as serde itself brings them.
#[test]
fn deserializers_of_other_formats_get_no_leniency() {
    let attachment = |members: Vec<(&'static str, &'static str)>| {
        directline_types::Attachment::deserialize(MapDeserializer::<_, ValueError>::new(members.into_iter()))
    };
    assert!(attachment(vec![("url", "a"), ("contentType", "b")]).is_ok());
    assert!(attachment(vec![("url", "a"), ("contentType", "b"), ("url", "a")]).is_err());
    assert!(attachment(vec![("url", "a"), ("contentType", "b"), ("c", "d")]).is_err());

    // A member named by its position, as compact formats do.
    let by_position = MapDeserializer::<_, ValueError>::new([(0_u64, "a"), (1_u64, "b")].into_iter());
    assert!(directline_types::Attachment::deserialize(by_position).is_err());
    let in_order = SeqDeserializer::<_, ValueError>::new(["a", "b"].into_iter());
    assert!(directline_types::Attachment::deserialize(in_order).is_err());

    // Bytes are no string, and a unit is no error code.
    assert!(MessageId::deserialize(BytesDeserializer::<ValueError>::new(b"abc")).is_err());
    assert!(ErrorCode::deserialize(IntoDeserializer::<ValueError>::into_deserializer(2_u32)).is_err());
    assert!(ErrorCode::deserialize(IntoDeserializer::<ValueError>::into_deserializer(())).is_err());
    assert!(JsonNumber::deserialize(IntoDeserializer::<ValueError>::into_deserializer("1")).is_err());
    assert!(JsonNumber::deserialize(IntoDeserializer::<ValueError>::into_deserializer(f64::NAN)).is_err());
    assert!(ChannelData::deserialize(IntoDeserializer::<ValueError>::into_deserializer(())).is_err());
}

/// A client that expects an object and gets a bare token must not log the token with the error.
#[test]
fn a_credential_in_the_wrong_place_is_not_quoted() {
    for kind in [Conversation, Message, MessageSet, ErrorMessage] {
        for (reader, read) in read_text(kind, r#""SECRET.cwA.BKA""#) {
            let error = read.unwrap_err();
            assert!(!error.contains("SECRET"), "{reader}: {error}");
        }
    }
}

#[test]
fn messages_of_the_reader_name_the_member() {
    for (kind, body, expected) in [
        (Message, r#"{"txt":1}"#, "unknown field `txt`, expected one of `id`, `conversationId`"),
        (Message, r#"{"id":"1","id":"1"}"#, "duplicate field `id`"),
        (Attachment, r#"{"url":"1"}"#, "missing field `contentType`"),
        (Message, r#"{"channelData":[]}"#, "not a JSON object"),
        (Conversation, r#"{"expires_in":"1"}"#, "not a JSON number"),
        (Message, "[]", "invalid type: sequence, expected the object Message"),
    ] {
        let (_, read) = read_text(kind, body).remove(0);
        let error = read.unwrap_err();
        assert!(error.starts_with(expected), "{error}");
    }
}
