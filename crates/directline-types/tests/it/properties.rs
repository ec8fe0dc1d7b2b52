//! Generated values: written and read back they are the same, and one broken member is seen by types and schemas alike.

use directline_types::{ChannelData, JsonNumber, Message, ObjectKind, strategy};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde::Serialize;
use serde_json::{Value, json};

use crate::support::{read_text, read_value, schema_accepts};

/// A valid body of any kind, as text.
fn body() -> impl Strategy<Value = (ObjectKind, String)> {
    fn of<T: Serialize + std::fmt::Debug>(
        kind: ObjectKind,
        values: impl Strategy<Value = T> + 'static,
    ) -> BoxedStrategy<(ObjectKind, String)> {
        values.prop_map(move |value| (kind, serde_json::to_string(&value).unwrap())).boxed()
    }
    prop_oneof![
        of(ObjectKind::Message, strategy::message()),
        of(ObjectKind::MessageSet, strategy::message_set()),
        of(ObjectKind::Attachment, strategy::attachment()),
        of(ObjectKind::Conversation, strategy::conversation()),
        of(ObjectKind::Error, strategy::error()),
        of(ObjectKind::ErrorMessage, strategy::error_message()),
        of(ObjectKind::Token, strategy::token()),
    ]
}

/// The members that the types know, at any depth outside `channelData`, as pairs of pointer and name.
fn members(value: &Value, here: &str, out: &mut Vec<(String, String)>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                out.push((here.to_owned(), name.clone()));
                if name != "channelData" {
                    members(value, &format!("{here}/{name}"), out);
                }
            }
        }
        Value::Array(elements) => {
            elements
                .iter()
                .enumerate()
                .for_each(|(index, value)| members(value, &format!("{here}/{index}"), out));
        }
        _ => {}
    }
}

/// A value of another type than this one, or `null`, which is never right.
fn wrong(value: &Value, choice: Index) -> Value {
    let candidates = [json!(null), json!(true), json!(0), json!("a"), json!([]), json!({})];
    let same = |a: &Value, b: &Value| std::mem::discriminant(a) == std::mem::discriminant(b);
    let wrong: Vec<&Value> = candidates.iter().filter(|candidate| !same(candidate, value)).collect();
    wrong[choice.index(wrong.len())].clone()
}

/// The bodies that both must refuse: one member has a wrong type, is renamed, or is unknown.
fn broken(sound: &Value, how: u8, place: Index, choice: Index) -> Option<Value> {
    let mut places = Vec::new();
    members(sound, "", &mut places);
    if places.is_empty() {
        return match sound {
            Value::Object(_) => Some(json!({ "unknown": 1 })),
            other => Some(wrong(other, choice)),
        };
    }
    let (parent, name) = &places[place.index(places.len())];
    let mut body = sound.clone();
    let object = body.pointer_mut(parent)?.as_object_mut()?;
    match how {
        0 => {
            let value = wrong(&object[name], choice);
            object.insert(name.clone(), value);
        }
        1 => {
            let value = object.remove(name)?;
            object.insert(name.to_uppercase(), value);
        }
        _ => {
            object.insert(format!("{name}2"), json!("a"));
        }
    }
    Some(body)
}

proptest! {
    #[test]
    fn what_is_written_is_read_back((kind, text) in body()) {
        for (reader, read) in read_text(kind, &text) {
            prop_assert_eq!(read.as_deref(), Ok(text.as_str()), "{}, {}", reader, kind);
        }
    }

    #[test]
    fn messages_survive_a_round_trip(message in strategy::message()) {
        let text = serde_json::to_string(&message).unwrap();
        prop_assert_eq!(serde_json::from_str::<Message>(&text).unwrap(), message);
        prop_assert!(!text.contains(":null") || text.contains("channelData"));
    }

    #[test]
    fn types_and_schemas_accept_what_is_generated((kind, text) in body()) {
        let value: Value = serde_json::from_str(&text).unwrap();
        prop_assert!(schema_accepts(kind, &value), "{} {}", kind, value);
        prop_assert!(read_value(kind, &value).is_ok(), "{} {}", kind, value);
    }

    #[test]
    fn one_broken_member_is_refused_by_both(
        (kind, text) in body(), how in 0..3_u8, place: Index, choice: Index,
    ) {
        let sound: Value = serde_json::from_str(&text).unwrap();
        let Some(body) = broken(&sound, how, place, choice) else { return Ok(()) };
        prop_assert!(!schema_accepts(kind, &body), "schema of {} accepts {}", kind, body);
        prop_assert!(read_value(kind, &body).is_err(), "{} is read from {}", kind, body);
        for (reader, read) in read_text(kind, &body.to_string()) {
            prop_assert!(read.is_err(), "{} reads {} from {}", reader, kind, body);
        }
    }

    #[test]
    fn a_member_written_twice_is_refused((kind, text) in body(), place: Index) {
        let value: Value = serde_json::from_str(&text).unwrap();
        let Some(object) = value.as_object().filter(|object| !object.is_empty()) else { return Ok(()) };
        let (name, member) = object.iter().nth(place.index(object.len())).unwrap();
        let twice = format!("{},{}:{member}}}", text.strip_suffix('}').unwrap(), json!(name));
        for (reader, read) in read_text(kind, &twice) {
            prop_assert!(read.is_err(), "{} reads {} from {}", reader, kind, twice);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(kind in select(&ObjectKind::ALL[..]), text in "[\\{\\}\\[\\]\":,a-e0-9\\\\u\\-\\. ]{0,40}") {
        let verdicts: Vec<bool> = read_text(kind, &text).iter().map(|(_, read)| read.is_ok()).collect();
        prop_assert!(verdicts.windows(2).all(|pair| pair[0] == pair[1]), "{} {:?}: {:?}", kind, text, verdicts);
        drop(ChannelData::parse(&text));
        drop(JsonNumber::parse(&text));
    }

    #[test]
    fn integers_are_those_of_the_text(number in any::<u64>(), zeros in 0..30_usize, point in any::<bool>()) {
        let plain = JsonNumber::from(number);
        prop_assert_eq!(plain.as_u64(), Some(number));
        let spelled = if point { format!("{number}.{}", "0".repeat(zeros + 1)) } else { format!("{number}{}e-{zeros}", "0".repeat(zeros)) };
        let spelled = JsonNumber::parse(&spelled).unwrap();
        prop_assert_eq!(spelled.as_u64(), Some(number));
        prop_assert!(spelled.is_integer());
    }
}
