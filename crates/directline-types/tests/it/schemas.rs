//! The schemas as documents: fresh on disk, valid against their draft, closed, without `null`, `format` and patterns.

use std::path::Path;

use directline_types::{
    Conversation, Message, MessageSet, ObjectKind, Presence, WireObject, schema, schema_files,
};
use serde_json::{Value, json};
use similar::TextDiff;

/// The folder of the generated files. Setting the variable `DIRECTLINE_BLESS` writes them.
#[test]
fn the_files_are_fresh() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    let mut stale = String::new();
    for (name, generated) in schema_files() {
        let path = folder.join(&name);
        if std::env::var_os("DIRECTLINE_BLESS").is_some() {
            std::fs::write(&path, &generated).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        let diff = TextDiff::from_lines(committed.as_str(), generated.as_str());
        stale += &diff.unified_diff().header(&format!("schemas/{name}"), "generated").to_string();
    }
    assert!(stale.is_empty(), "schemas/ is stale, run `cargo xtask codegen`:\n{stale}");
}

#[test]
fn every_schema_is_valid_against_its_draft() {
    for kind in ObjectKind::ALL {
        let schema = schema(kind);
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        let error = jsonschema::meta::validate(&schema).err().map(|error| error.to_string());
        assert_eq!(error, None, "{kind}");
    }
}

#[test]
fn every_schema_names_itself() {
    for kind in ObjectKind::ALL {
        let schema = schema(kind);
        let id = format!("https://directline-contract.example/schemas/{}.schema.json", kind.name());
        assert_eq!(schema["$id"], id);
        assert_eq!(schema["title"], kind.title());
        assert!(schema["description"].as_str().is_some_and(|text| text.ends_with('.')), "{kind}");
    }
}

#[test]
fn every_schema_asserts_shape_only() {
    for kind in ObjectKind::ALL {
        visit(&schema(kind), &mut |schema| {
            for keyword in ["format", "pattern", "minimum", "maximum", "default", "anyOf", "oneOf", "allOf"] {
                assert!(!schema.contains_key(keyword) || schema.contains_key("url"), "{kind}: {keyword}");
            }
            if let Some(types) = schema.get("type") {
                assert!(types.is_string() || types.is_object(), "{kind}: {types}");
            }
            if schema.contains_key("properties") {
                assert_eq!(schema["additionalProperties"], false, "{kind}");
            }
            if let Some(reference) = schema.get("$ref") {
                assert!(reference.as_str().unwrap().starts_with("#/$defs/"), "{kind}: {reference}");
            }
        });
    }
}

/// Calls back with every object of the schema.
fn visit(value: &Value, callback: &mut impl FnMut(&serde_json::Map<String, Value>)) {
    match value {
        Value::Object(members) => {
            callback(members);
            members.values().for_each(|value| visit(value, callback));
        }
        Value::Array(elements) => elements.iter().for_each(|value| visit(value, callback)),
        _ => {}
    }
}

#[test]
fn required_members_are_those_of_the_documents_and_the_inferred_ones_are_marked() {
    for (kind, required, inferred) in [
        (ObjectKind::Message, json!(null), json!(null)),
        (ObjectKind::MessageSet, json!(["messages", "watermark"]), json!(["messages"])),
        (ObjectKind::Attachment, json!(["url", "contentType"]), json!(null)),
        (ObjectKind::Conversation, json!(["conversationId", "token"]), json!(["conversationId", "token"])),
        (ObjectKind::Error, json!(null), json!(null)),
        (ObjectKind::ErrorMessage, json!(["error"]), json!(["error"])),
    ] {
        let schema = schema(kind);
        assert_eq!(schema.get("required").unwrap_or(&Value::Null), &required, "{kind}");
        assert_eq!(schema.get("x-required-by-inference").unwrap_or(&Value::Null), &inferred, "{kind}");
    }
}

/// "API reference - Direct Line API 1.1", Schema, column Type; and `eTag` of the Swagger file.
#[test]
fn members_have_the_documented_types() {
    let expected = json!({
        "id": "string", "conversationId": "string", "created": "string", "from": "string", "text": "string",
        "channelData": "object", "images": "array", "attachments": "array", "eTag": "string"
    });
    let message = schema(ObjectKind::Message);
    let properties = message["properties"].as_object().unwrap();
    let found: Value =
        properties.iter().map(|(name, member)| (name.clone(), member["type"].clone())).collect();
    assert_eq!(found, expected);
    assert_eq!(properties["images"]["items"]["type"], "string");
    assert_eq!(properties["attachments"]["items"]["$ref"], "#/$defs/Attachment");
    assert_eq!(schema(ObjectKind::Conversation)["properties"]["expires_in"]["type"], "number");
    let error = schema(ObjectKind::Error);
    assert_eq!(error["properties"]["statusCode"]["type"], "number");
    assert_eq!(
        error["properties"]["code"]["enum"],
        json!([
            "MissingProperty",
            "MalformedData",
            "NotFound",
            "ServiceError",
            "Internal",
            "InvalidRange",
            "NotSupported",
            "NotAllowed",
            "BadCertificate"
        ])
    );
}

#[test]
fn members_are_listed_with_their_presence() {
    let listed = |members: &[directline_types::Member]| -> Vec<(&'static str, Presence)> {
        members.iter().map(|member| (member.name, member.presence)).collect()
    };
    assert_eq!(
        listed(MessageSet::MEMBERS),
        [
            ("messages", Presence::RequiredByInference),
            ("watermark", Presence::Required),
            ("eTag", Presence::Optional)
        ]
    );
    assert_eq!(Message::MEMBERS.len(), 9);
    for member in Message::MEMBERS.iter().chain(Conversation::MEMBERS) {
        let description = member.description();
        assert!(description.ends_with('.') && !description.contains('\n'), "{}: {description}", member.name);
    }
}
