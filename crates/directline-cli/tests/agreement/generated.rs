//! Generated objects: sound ones, and ones with one member broken.

use directline_types::{Message, ObjectKind, SchemaName, strategy};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::judges::{agreed, value};

/// A sound object of any kind, as text.
fn sound() -> impl Strategy<Value = (SchemaName, String)> {
    fn of<T: Serialize + std::fmt::Debug>(
        object: SchemaName,
        values: impl Strategy<Value = T> + 'static,
    ) -> BoxedStrategy<(SchemaName, String)> {
        values.prop_map(move |value| (object, serde_json::to_string(&value).unwrap())).boxed()
    }
    prop_oneof![
        of(SchemaName::Object(ObjectKind::Message), strategy::message()),
        of(SchemaName::SentMessage, sent_message()),
        of(SchemaName::Object(ObjectKind::MessageSet), strategy::message_set()),
        of(SchemaName::Object(ObjectKind::Attachment), strategy::attachment()),
        of(SchemaName::Object(ObjectKind::Conversation), strategy::conversation()),
        of(SchemaName::Object(ObjectKind::Error), strategy::error()),
        of(SchemaName::Object(ObjectKind::ErrorMessage), strategy::error_message()),
        of(SchemaName::Object(ObjectKind::Token), strategy::token()),
    ]
}

/// A message as a client should send it.
fn sent_message() -> impl Strategy<Value = Message> {
    strategy::message().prop_map(|message| {
        let from = message.from.filter(|from| !from.as_str().is_empty()).or(Some("user1".into()));
        let text = message.text.filter(|text| !text.is_empty()).or(Some("hello".into()));
        Message { from, text, id: None, created: None, e_tag: None, ..message }
    })
}

/// The places of every value, the root first.
fn places(value: &Value, here: &str, out: &mut Vec<String>) {
    out.push(here.to_owned());
    let mut inner = |name: &str, value| {
        let name = name.replace('~', "~0").replace('/', "~1");
        places(value, &format!("{here}/{name}"), out);
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| inner(name, value)),
        Value::Array(elements) => {
            elements.iter().enumerate().for_each(|(at, value)| inner(&at.to_string(), value));
        }
        _ => {}
    }
}

/// What may stand in place of a value.
fn probes() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(0),
        json!(-1.5),
        json!(u64::MAX),
        json!(1e300),
        json!(""),
        json!("NotFound"),
        json!("notfound"),
        json!([]),
        json!([null]),
        json!([""]),
        json!([{}]),
        json!([[]]),
        json!({}),
        json!({ "": 0 }),
        json!({ "error": {} }),
        json!({ "messages": [] }),
        json!({ "url": "a", "contentType": "b" }),
    ]
}

/// The object with one place broken; it may be sound all the same.
fn broken(sound: &Value, how: u8, place: Index, choice: Index, name: &str) -> Value {
    let mut all = Vec::new();
    places(sound, "", &mut all);
    let mut object = sound.clone();
    let target = object.pointer_mut(&all[place.index(all.len())]).unwrap();
    let rename = |members: &mut Map<String, Value>, change: &dyn Fn(&str) -> String| {
        let Some(old) = members.keys().nth(choice.index(members.len().max(1))).cloned() else { return };
        let value = members.remove(&old).unwrap();
        members.insert(change(&old), value);
    };
    match (how, target) {
        (1, Value::Object(members)) => rename(members, &str::to_uppercase),
        (2, Value::Object(members)) => rename(members, &|old| format!("{old} ")),
        (3, Value::Object(members)) => {
            members.insert(name.to_owned(), probes()[choice.index(probes().len())].clone());
        }
        (4, Value::Object(members)) => {
            let name = members.keys().nth(choice.index(members.len().max(1))).cloned();
            if let Some(name) = name {
                members.remove(&name);
            }
        }
        (5, Value::Array(elements)) => elements.push(probes()[choice.index(probes().len())].clone()),
        (6, value) => *value = json!([value.clone()]),
        (_, value) => *value = probes()[choice.index(probes().len())].clone(),
    }
    object
}

/// Names that members may get.
const NAMES: [&str; 14] = [
    "id",
    "text",
    "from",
    "eTag",
    "url",
    "contentType",
    "messages",
    "watermark",
    "code",
    "statusCode",
    "error",
    "",
    "$ref",
    "__proto__",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_024))]

    #[test]
    fn all_judges_take_what_is_sound((object, text) in sound()) {
        let value = value(text.as_bytes());
        prop_assume!(value.is_ok());
        prop_assert_eq!(agreed(object, text.as_bytes(), &value.unwrap()), Ok(true));
    }

    #[test]
    fn all_judges_agree_on_what_is_broken(
        (object, text) in sound(), how in 0..8_u8, place: Index, choice: Index, name in select(&NAMES[..]),
    ) {
        let value = value(text.as_bytes());
        prop_assume!(value.is_ok());
        let broken = broken(&value.unwrap(), how, place, choice, name);
        let text = broken.to_string();
        prop_assume!(super::judges::value(text.as_bytes()).is_ok());
        prop_assert_eq!(agreed(object, text.as_bytes(), &broken).err(), None);
    }
}
