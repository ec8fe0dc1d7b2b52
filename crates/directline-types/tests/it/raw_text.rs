//! Channel data and numbers keep their text, and reading them is bounded.

use directline_types::{ChannelData, Conversation, JsonNumber, Message};
use serde::de::value::{Error as ValueError, MapDeserializer};
use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, forward_to_deserialize_any};
use serde_json::Value;

#[test]
fn channel_data_keeps_its_exact_text() {
    for text in [
        "{}",
        "{ }",
        "{\n\t\"b\" : 1.10 ,\r\n \"a\":[ ]}",
        r#"{"z":1,"a":2,"z":3}"#,
        r#"{"n":[1e999,-0,1E+2,123456789012345678901234567890.10]}"#,
        r#"{"\u0061":"\/\u00e9\ud83d\ude00"}"#,
        r#"{"$serde_json::private::RawValue":"[]"}"#,
        r#"{"a":{"$serde_json::private::RawValue":null}}"#,
    ] {
        let body = format!("{{\"channelData\":{text}}}");
        let message: Message = serde_json::from_str(&body).unwrap();
        assert_eq!(message.channel_data.as_ref().unwrap().as_str(), text);
        assert_eq!(serde_json::to_string(&message).unwrap(), body);
    }
}

/// The same protocol, followed by another reader; it refuses repeated members, here as everywhere.
#[test]
fn the_arena_reader_keeps_the_exact_text_too() {
    for text in
        ["{ \n}", r#"{"n":[1e999,-0,1E+2,1.10],"\u0061":"\/"}"#, r#"{"$serde_json::private::RawValue":"[]"}"#]
    {
        let body = format!("{{\"channelData\" : {text} }}");
        let message: Message = directline_json::from_slice(body.as_bytes()).unwrap();
        assert_eq!(message.channel_data.unwrap().as_str(), text);
    }
    for text in ["0", "-0", "1800.0", "1E+999", "123456789012345678901234567890"] {
        assert_eq!(directline_json::from_slice::<JsonNumber>(text.as_bytes()).unwrap().as_str(), text);
    }
    assert!(directline_json::from_slice::<ChannelData>(br#"{"a":1,"a":2}"#).is_err());
}

#[test]
fn white_space_around_the_text_is_not_part_of_it() {
    let message: Message = serde_json::from_str("{\"channelData\" : {\"a\": 1}\n}").unwrap();
    assert_eq!(message.channel_data.unwrap().as_str(), "{\"a\": 1}");
    assert_eq!(serde_json::from_str::<JsonNumber>(" 1.0\n").unwrap().as_str(), "1.0");
    assert_eq!(JsonNumber::parse("\t1.0\r\n").unwrap().as_str(), "1.0");
    assert_eq!(ChannelData::parse(" { } ").unwrap().as_str(), "{ }");
}

#[test]
fn numbers_keep_their_exact_text() {
    for text in
        ["0", "-0", "1800", "1800.0", "1.8e3", "1E+999", "-1", "123456789012345678901234567890", "0.10"]
    {
        let body = format!(r#"{{"conversationId":"a","token":"t","expires_in":{text}}}"#);
        let conversation: Conversation = serde_json::from_str(&body).unwrap();
        assert_eq!(conversation.expires_in.as_ref().unwrap().as_str(), text);
        assert_eq!(serde_json::to_string(&conversation).unwrap(), body);
    }
}

#[test]
fn half_a_surrogate_pair_is_refused() {
    for text in [r#"{"a":"\ud83d"}"#, r#"{"\udc00":1}"#] {
        assert!(serde_json::from_str::<ChannelData>(text).is_err(), "{text}");
        assert!(serde_json::from_str::<Value>(text).is_err(), "{text}");
    }
}

/// Serde buffers the content of such an enum, and that buffer knows no protocol.
#[derive(Deserialize)]
#[serde(untagged)]
enum Buffered {
    Message(Message),
}

/// Without the raw-value protocol the members are written down in the order in which they come.
#[test]
fn other_deserializers_keep_the_order() {
    let members = [("b", vec![1_u64, 2]), ("a", vec![])];
    let data = ChannelData::deserialize(MapDeserializer::<_, ValueError>::new(members.into_iter())).unwrap();
    assert_eq!(data.as_str(), r#"{"b":[1,2],"a":[]}"#);

    let not_finite = MapDeserializer::<_, ValueError>::new([("a", f64::NAN)].into_iter());
    assert!(ChannelData::deserialize(not_finite).is_err());

    let text = r#"{"channelData":{"b":[1,-2.5,null,true,"x\n",[[],{}]],"a":{"c":{}}}}"#;
    let Buffered::Message(message) = serde_json::from_str(text).unwrap();
    assert_eq!(
        message.channel_data.unwrap().as_str(),
        r#"{"b":[1,-2.5,null,true,"x\n",[[],{}]],"a":{"c":{}}}"#
    );
    let text = r#"{"channelData":{"$serde_json::private::RawValue":"{\"a\":1}"}}"#;
    let Buffered::Message(message) = serde_json::from_str(text).unwrap();
    assert_eq!(message.channel_data.unwrap().as_str(), r#"{"$serde_json::private::RawValue":"{\"a\":1}"}"#);
}

#[test]
fn nesting_is_bounded_and_deep_text_does_not_overflow_the_stack() {
    let nested = |levels: usize| format!("{}{}", "{\"a\":".repeat(levels - 1) + "{", "}".repeat(levels));
    assert!(serde_json::from_str::<ChannelData>(&nested(127)).is_ok());
    assert!(serde_json::from_str::<ChannelData>(&nested(128)).is_err());
    assert!(serde_json::from_str::<ChannelData>(&nested(200_000)).is_err());
    let body = format!("{{\"channelData\":{}}}", nested(200_000));
    assert!(serde_json::from_str::<Message>(&body).is_err());
}

/// A deserializer that never ends: arrays within arrays, objects within objects, newtypes within newtypes.
#[derive(Clone, Copy)]
enum Endless {
    Array,
    Object,
    Newtype,
    Some,
}

impl<'de> Deserializer<'de> for Endless {
    type Error = ValueError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        match self {
            Self::Array => visitor.visit_seq(self),
            Self::Object => visitor.visit_map(self),
            Self::Newtype => visitor.visit_newtype_struct(self),
            Self::Some => visitor.visit_some(self),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> SeqAccess<'de> for Endless {
    type Error = ValueError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, ValueError> {
        seed.deserialize(*self).map(Some)
    }
}

impl<'de> MapAccess<'de> for Endless {
    type Error = ValueError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, ValueError> {
        seed.deserialize("a".into_deserializer()).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ValueError> {
        seed.deserialize(*self)
    }
}

#[test]
fn a_deserializer_without_end_is_stopped() {
    for endless in [Endless::Array, Endless::Object, Endless::Newtype, Endless::Some] {
        assert!(ChannelData::deserialize(endless).is_err());
        assert!(Message::deserialize(endless).is_err());
    }
}
