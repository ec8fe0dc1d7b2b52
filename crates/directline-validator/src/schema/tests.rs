use directline_json::Document;
use directline_types::ObjectKind::{
    self, Attachment, Conversation, Error, ErrorMessage, Message, MessageSet, Token,
};
use jsonschema::json::conformance;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::*;

fn deviations(kind: ObjectKind, value: Value<'_>) -> Vec<SchemaDeviation<'_>> {
    let mut all = Vec::new();
    each_deviation(kind, value, &mut |deviation| all.push(deviation));
    all
}

/// The deviations of a text as `object.member keyword @pointer`, in order.
fn list(kind: ObjectKind, text: &str) -> Vec<String> {
    let document = Document::parse(text.as_bytes());
    let found = deviations(kind, document.root().unwrap());
    let line = |deviation: &SchemaDeviation<'_>| {
        let SchemaDeviation { pointer, object, member, keyword, .. } = deviation;
        format!("{object:?}.{} {keyword:?} @{pointer}", member.as_deref().unwrap_or("-"))
    };
    found.iter().map(line).collect()
}

#[test]
fn representation_keeps_the_contract_of_the_engine() {
    let text = conformance::document().to_string();
    let document = Document::parse(text.as_bytes());
    conformance::assert_conformance::<Arena>(&ArenaNode::Value(document.root().unwrap()));
}

#[test]
fn every_schema_compiles() {
    for kind in ObjectKind::ALL {
        assert!(validator(kind).is_some(), "{kind}");
    }
}

#[test]
fn deviations_name_object_member_keyword_and_place() {
    let nothing: &[&str] = &[];
    for (kind, text, expected) in [
        // The samples of "API reference - Direct Line API 1.1" have no deviation.
        (Message, r#"{"text":"hi","from":"user1"}"#, nothing),
        (Message, "{}", nothing),
        (MessageSet, r#"{"messages":[],"watermark":"0001a-94"}"#, nothing),
        (Conversation, r#"{"conversationId":"abc123","token":"t","expires_in":1800}"#, nothing),
        (ErrorMessage, r#"{"error":{"code":"NotFound","message":"m","statusCode":404}}"#, nothing),
        (Token, r#""RCurR_XV9ZA""#, nothing),
        // Type, at every depth.
        (Message, "[]", &["Message.- Type @"]),
        (Token, r#"{"token":"t"}"#, &["Token.- Type @"]),
        (Message, r#"{"text":1}"#, &["Message.text Type @/text"]),
        (Message, r#"{"channelData":"x"}"#, &["Message.channelData Type @/channelData"]),
        (Message, r#"{"images":["a",2]}"#, &["Message.images Type @/images/1"]),
        (Message, r#"{"attachments":[[]]}"#, &["Message.attachments Type @/attachments/0"]),
        (
            MessageSet,
            r#"{"messages":[{},{"attachments":[{"url":null,"contentType":""}]}],"watermark":""}"#,
            &["Attachment.url Type @/messages/1/attachments/0/url"],
        ),
        (MessageSet, r#"{"messages":[{},7],"watermark":""}"#, &["MessageSet.messages Type @/messages/1"]),
        (ErrorMessage, r#"{"error":"x"}"#, &["ErrorMessage.error Type @/error"]),
        // Enum; the wrong type is not also the wrong value.
        (Error, r#"{"code":"notFound"}"#, &["Error.code Enum @/code"]),
        (ErrorMessage, r#"{"error":{"code":5}}"#, &["Error.code Type @/error/code"]),
        // Required: one for each missing member, at the object.
        (Attachment, "{}", &["Attachment.url Required @", "Attachment.contentType Required @"]),
        (
            MessageSet,
            r#"{"messages":[{"attachments":[{"url":"u"}]}]}"#,
            &[
                "MessageSet.watermark Required @",
                "Attachment.contentType Required @/messages/0/attachments/0",
            ],
        ),
        // Unknown members: one each, at the member; a repeated name counts once.
        (
            Message,
            r#"{"x":1,"text":"t","a/b~":{},"x":2}"#,
            &["Message.x AdditionalProperties @/x", "Message.a/b~ AdditionalProperties @/a~1b~0"],
        ),
        (
            Conversation,
            r#"{"conversationId":"c","token":"t","streamUrl":"wss://s","":0}"#,
            &[
                "Conversation.streamUrl AdditionalProperties @/streamUrl",
                "Conversation. AdditionalProperties @/",
            ],
        ),
        // Nothing inside channelData is judged.
        (Message, r#"{"channelData":{"text":1,"deep":[[[{"images":0}]]]}}"#, nothing),
        // An escaped name is the same name.
        (Message, r#"{"te\u0078t":1}"#, &["Message.text Type @/text"]),
        // All at once, in byte order.
        (
            Message,
            r#"{"text":null,"to":"x","images":{},"from":{"id":"u"},"Text":""}"#,
            &[
                "Message.text Type @/text",
                "Message.to AdditionalProperties @/to",
                "Message.images Type @/images",
                "Message.from Type @/from",
                "Message.Text AdditionalProperties @/Text",
            ],
        ),
    ] {
        assert_eq!(list(kind, text), expected, "{kind} {text}");
    }
}

#[test]
fn deviations_hold_the_value_and_the_name_of_their_place() {
    let text = r#"{"messages":[{"type":"message"}],"watermark":2}"#;
    let document = Document::parse(text.as_bytes());
    let found = deviations(MessageSet, document.root().unwrap());
    let shown = |deviation: &SchemaDeviation<'_>| {
        let name = deviation.name_span.map(|span| text.get(span.range()).unwrap());
        (deviation.value.raw_str().unwrap().to_owned(), name)
    };
    let found: Vec<_> = found.iter().map(shown).collect();
    assert_eq!(found, [(r#""message""#.to_owned(), Some(r#""type""#)), ("2".to_owned(), None)]);

    // A missing member is shown at the object that lacks it.
    let document = Document::parse(b" {} ");
    let found = deviations(Conversation, document.root().unwrap());
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|deviation| deviation.value.raw() == b"{}"));
}

#[test]
fn many_deviations_in_one_body_are_all_listed() {
    // Objects and arrays are indexed once; without that this takes minutes.
    let count = 20_000;
    let unknown: Vec<String> = (0..count).map(|index| format!(r#""u{index}":0"#)).collect();
    assert_eq!(list(Message, &format!("{{{}}}", unknown.join(","))).len(), count);
    assert_eq!(list(Message, &format!(r#"{{"images":[{}1]}}"#, "1,".repeat(count - 1))).len(), count);
    let messages = r#"{"text":1},"#.repeat(count - 1) + "{\"text\":1}";
    let set = format!(r#"{{"messages":[{messages}],"watermark":""}}"#);
    assert_eq!(list(MessageSet, &set).len(), count);
}

#[test]
fn a_large_body_has_the_deviations_that_it_has_as_a_whole() {
    let attachment = r#"{"url":1,"x":2},{"contentType":"a"},7"#;
    let long = "a".repeat(2 * PIECE);
    let message =
        format!(r#"{{"text":1,"text":2,"Text":"t","images":["a",5],"attachments":[{attachment}]}}"#);
    let list = |element: &str| vec![element; 1_500].join(",");
    let unknown: Vec<String> = (0..1_500).map(|number| format!(r#""u{number}":{number}"#)).collect();
    let unknown = unknown.join(",");
    let large = format!(
        r#"{{"text":null,"images":[{}],"text":"t","attachments":[{attachment},{}],{unknown}}}"#,
        list("1,\"a\""),
        list(attachment)
    );
    for (kind, text) in [
        (MessageSet, format!(r#"{{"x":1,"messages":[7,{},{{}},8]}}"#, list(&message))),
        (
            MessageSet,
            format!(r#"{{"messages":[{message},{large},{message},{large}],"watermark":1,"messages":5}}"#),
        ),
        (MessageSet, format!(r#"{{"messages":{{"a":"{long}"}},"watermark":"{long}","watermark":1}}"#)),
        (Message, large.clone()),
        (
            Message,
            format!(r#"{{"channelData":[{}],"images":"{long}","attachments":[[{}]]}}"#, list("1"), list("2")),
        ),
        (ErrorMessage, format!(r#"{{"error":{{"code":5,{unknown}}},"x":"{long}"}}"#)),
        (ErrorMessage, format!(r#"{{"messages":[{}]}}"#, list("\"a long text\""))),
        (Attachment, format!(r#"{{"url":[{}],{unknown}}}"#, list("\"a long text\""))),
        (Token, format!("[{}]", list("\"a long text\""))),
    ] {
        assert!(text.len() > PIECE, "{kind}");
        let document = Document::parse(text.as_bytes());
        let root = document.root().unwrap();
        let mut whole = Vec::new();
        judge(kind, root, None, &mut |deviation| whole.push(deviation));
        let in_pieces = deviations(kind, root);
        let lines = |all: &[SchemaDeviation<'_>]| {
            let line = |one: &SchemaDeviation<'_>| {
                let holder = one.holder.map(Value::id);
                (
                    one.value.id(),
                    one.keyword,
                    one.pointer.clone(),
                    one.object.name(),
                    one.member.clone(),
                    holder,
                )
            };
            let mut lines: Vec<_> = all.iter().map(line).collect();
            lines.sort();
            lines
        };
        assert!(!whole.is_empty(), "{kind}");
        assert_eq!(lines(&in_pieces), lines(&whole), "{kind} {text:.60}");
        let starts: Vec<usize> = in_pieces.iter().map(SchemaDeviation::start).collect();
        assert!(starts.is_sorted(), "{kind} {text:.60}");
    }
}

#[test]
fn integers_are_recognised_by_their_value() {
    use jsonschema::json::JsonNumber;
    for (text, expected) in [
        ("0", true),
        ("-0", true),
        ("-12", true),
        ("1.0", true),
        ("1.5", false),
        ("0.000", true),
        ("0e-99999999999999999999", true),
        ("1e2", true),
        ("1.25e2", true),
        ("1.25E+1", false),
        ("100e-2", true),
        ("100e-3", false),
        ("12e-1", false),
        ("1e400", true),
        ("1e-400", false),
        ("1e99999999999999999999999999999999999999999", true),
        ("1e-99999999999999999999999999999999999999999", false),
        ("9007199254740993.0000000000000000000000001", false),
        ("9007199254740993.0000000000000000000000000", true),
    ] {
        assert_eq!(number::ArenaNumber(text).is_integer(), expected, "{text}");
    }
}

/// JSON values that are often nearly a Message, a `MessageSet` or an `ErrorMessage`.
fn near_misses() -> impl Strategy<Value = Json> {
    let scalar = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|value| json!(value)),
        any::<i32>().prop_map(|value| json!(value)),
        any::<f64>().prop_map(|value| json!(value)),
        "[a-z/~0-9é]{0,4}".prop_map(|value| json!(value)),
        Just(json!("NotFound")),
    ];
    scalar.prop_recursive(5, 64, 6, |inner| {
        let name = prop_oneof![
            Just("text".to_owned()),
            Just("images".to_owned()),
            Just("attachments".to_owned()),
            Just("messages".to_owned()),
            Just("watermark".to_owned()),
            Just("url".to_owned()),
            Just("contentType".to_owned()),
            Just("channelData".to_owned()),
            Just("error".to_owned()),
            Just("code".to_owned()),
            "[a-z/~0-9]{0,3}",
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Json::Array),
            prop::collection::vec((name, inner), 0..6)
                .prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    /// The engine says the same on the arena as on its own representation: the same keywords at the
    /// same places.
    #[test]
    fn arena_gives_the_errors_of_the_engine_on_plain_values(value in near_misses(), kind in 0..7_usize) {
        let kind = ObjectKind::ALL[kind];
        let text = value.to_string();
        let document = Document::parse(text.as_bytes());
        let root = document.root().unwrap();
        let plain = jsonschema::options().build(&directline_types::schema(kind)).unwrap();
        let own = validator(kind).unwrap();

        let errors = |error: jsonschema::ValidationError<'_>| {
            (error.instance_path().as_str().to_owned(), error.schema_path().as_str().to_owned())
        };
        let mut expected: Vec<_> = plain.iter_errors(&value).map(errors).collect();
        let mut found: Vec<_> = own.iter_errors(ArenaNode::Value(root)).map(errors).collect();
        expected.sort();
        found.sort();
        prop_assert_eq!(&found, &expected);
        prop_assert_eq!(own.is_valid(ArenaNode::Value(root)), expected.is_empty());
        prop_assert_eq!(fitting(kind, root).is_some(), expected.is_empty());

        // A refusal is at least one deviation, and each place leads to its value.
        let listed = deviations(kind, root);
        prop_assert_eq!(listed.is_empty(), expected.is_empty());
        for deviation in &listed {
            let there = document.pointer(&deviation.pointer).map(Value::id);
            prop_assert_eq!(there, Some(deviation.value.id()));
            prop_assert_ne!(deviation.keyword, Keyword::Other);
        }
    }
}
