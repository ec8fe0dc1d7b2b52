//! The schemas as documents: fresh on disk, valid against their draft, closed, without `null`, `format` and patterns.

use std::path::Path;

use directline_types::{
    Conversation, Draft, Message, MessageSet, ObjectKind, Presence, SchemaName, WireObject, schema,
    schema_document, schema_files, unportable,
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

/// Every schema in every draft.
fn documents() -> impl Iterator<Item = (SchemaName, Draft, Value)> {
    Draft::ALL.into_iter().flat_map(|draft| {
        SchemaName::ALL.into_iter().map(move |name| (name, draft, schema_document(name, draft)))
    })
}

#[test]
fn every_schema_is_valid_against_its_draft() {
    for (name, draft, schema) in documents() {
        let expected = match draft {
            Draft::Draft202012 => "https://json-schema.org/draft/2020-12/schema",
            Draft::Draft07 => "http://json-schema.org/draft-07/schema#",
        };
        assert_eq!(schema["$schema"], expected);
        let error = jsonschema::meta::validate(&schema).err().map(|error| error.to_string());
        assert_eq!(error, None, "{name:?}, {draft:?}");
    }
}

#[test]
fn every_schema_names_itself() {
    for (name, draft, schema) in documents() {
        let folder = draft.folder();
        let id = format!("https://directline-contract.example/schemas/{folder}{}.schema.json", name.name());
        assert_eq!(schema["$id"], id);
        assert_eq!(schema["title"], name.title());
        assert!(schema["description"].as_str().is_some_and(|text| text.ends_with('.')), "{name:?}");
    }
}

/// Also of the files that are not of this crate.
#[test]
fn every_schema_is_portable() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    let mut seen = 0;
    for folder in [folder.clone(), folder.join("draft-07")] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.to_string_lossy().ends_with(".schema.json") {
                let schema: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
                assert_eq!(unportable(&schema), [], "{}", path.display());
                seen += 1;
            }
        }
    }
    assert!(seen >= 18, "{seen}");
}

#[test]
fn what_is_not_portable_is_found_wherever_it_stands() {
    for (keyword, value) in [
        ("pattern", json!("^a")),
        ("format", json!("date-time")),
        ("minLength", json!(2)),
        ("maxLength", json!(4)),
        ("enum", json!([1])),
        ("const", json!("a")),
        ("multipleOf", json!(0.01)),
        ("minimum", json!(0)),
        ("uniqueItems", json!(true)),
        ("additionalProperties", json!({})),
        ("allOf", json!([{}])),
        ("$ref", json!("https://example.com/schema.json")),
        ("$ref", json!("#/properties/a")),
    ] {
        let culprit = json!({ keyword: value });
        for (schema, pointer) in [
            (culprit.clone(), ""),
            (json!({ "properties": { "a/b": culprit } }), "/properties/a~1b"),
            (json!({ "items": culprit }), "/items"),
            (json!({ "prefixItems": [{}, culprit] }), "/prefixItems/1"),
            (json!({ "anyOf": [culprit] }), "/anyOf/0"),
            (json!({ "$defs": { "A": culprit } }), "/$defs/A"),
        ] {
            let found = unportable(&schema);
            assert_eq!(found.len(), 1, "{schema}: {found:?}");
            assert_eq!(found[0].pointer, format!("{pointer}/{keyword}"));
        }
    }
    let beside = unportable(&json!({ "$ref": "#/$defs/A", "required": ["a"] }));
    assert_eq!(beside[0].pointer, "/$ref");
}

#[test]
fn the_examples_are_accepted_in_both_drafts() {
    let mut seen = 0;
    for (name, draft, schema) in documents() {
        let validator = jsonschema::validator_for(&schema).unwrap();
        for example in schema["examples"].as_array().into_iter().flatten() {
            assert!(validator.is_valid(example), "{name:?}, {draft:?}: {example}");
            seen += 1;
        }
        let has_source = schema["x-source"]["url"].as_str().is_some_and(|url| url.contains('#'));
        assert_eq!(has_source, name != SchemaName::Bundle, "{name:?}");
    }
    assert!(seen >= 20, "{seen}");
}

#[test]
fn an_object_of_the_bundle_is_that_of_its_own_file() {
    for draft in Draft::ALL {
        let definitions = if draft == Draft::Draft07 { "definitions" } else { "$defs" };
        let bundle = schema_document(SchemaName::Bundle, draft);
        for name in SchemaName::ALL.into_iter().filter(|name| *name != SchemaName::Bundle) {
            let mut alone = schema_document(name, draft);
            let members = alone.as_object_mut().unwrap();
            for of_the_file in ["$schema", "$id", definitions] {
                members.remove(of_the_file);
            }
            assert_eq!(bundle[definitions][name.title()], alone, "{name:?}");
        }
    }
}

#[test]
fn every_object_is_closed() {
    for kind in ObjectKind::ALL {
        visit(&schema(kind), &mut |schema| {
            if schema.contains_key("properties") {
                assert_eq!(schema["additionalProperties"], false, "{kind}");
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
