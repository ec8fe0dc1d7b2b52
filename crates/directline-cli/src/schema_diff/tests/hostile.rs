//! Schemas made to be slow, deep or endless.

use serde_json::{Map, Value, json};

use crate::schema_diff::diff;

/// A schema with these definitions, the first of which it is.
fn defined(definitions: &Map<String, Value>) -> Value {
    json!({"$ref": "#/$defs/d0", "$defs": definitions})
}

fn chain(length: usize, link: impl Fn(String) -> Value, end: Value) -> Value {
    let mut definitions: Map<String, Value> =
        (0..length).map(|index| (format!("d{index}"), link(format!("#/$defs/d{}", index + 1)))).collect();
    definitions.insert(format!("d{length}"), end);
    defined(&definitions)
}

#[test]
fn long_chains_and_circles_end() {
    let member = |to: String| json!({"properties": {"a": {"$ref": to}}, "additionalProperties": {"$ref": "#/$defs/d0"}});
    let long = |end: Value| chain(20_000, member, end);
    let changes = diff(&long(json!({"type": "null"})), &long(json!({"type": "string"})));
    assert_eq!(changes.len(), 1, "{changes:?}");
    // Every added member asks for a comparison of its own.
    let bare = |to: String| json!({"additionalProperties": {"$ref": to}});
    let spoken =
        |to: String| json!({"properties": {"a": {"$ref": to.clone()}}, "additionalProperties": {"$ref": to}});
    let changes = diff(&chain(3000, bare, json!({})), &chain(3000, spoken, json!({})));
    assert!(changes.len() <= 1001 && !changes.is_empty(), "{}", changes.len());
    let circle =
        json!({"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}});
    assert!(diff(&circle, &json!({})).iter().any(|change| change.breaks.unknown));
    let references = |to: String| json!({"$ref": to});
    assert!(diff(&chain(500, references, json!({})), &json!({})).iter().any(|change| change.breaks.unknown));
}

#[test]
fn every_pair_of_many_definitions_is_too_much_and_said_to_be() {
    // Each definition of one side meets each of the other: quadratic without a bound.
    let round = |size: usize, kind: &str| {
        let definitions: Map<String, Value> = (0..size)
            .map(|index| {
                let next = format!("#/$defs/d{}", (index + 1) % size);
                (format!("d{index}"), json!({"type": kind, "properties": {"a": {"$ref": next}}}))
            })
            .collect();
        defined(&definitions)
    };
    let changes = diff(&round(1009, "object"), &round(1013, "object"));
    assert!(changes.iter().any(|change| change.message.contains("too large")), "{:?}", changes.first());
    let added: Map<String, Value> = (0..5000).map(|index| (format!("m{index}"), json!({}))).collect();
    let changes = diff(&json!({"additionalProperties": false}), &json!({"properties": added}));
    assert!(changes.iter().any(|change| change.message.contains("4001 more changes")));
}

#[test]
fn long_names_are_shortened() {
    let name = "n".repeat(100_000);
    let changes = diff(&json!({"properties": {}}), &json!({"properties": {name: {"type": "null"}}}));
    assert!(changes[0].pointer.len() < 200 && changes[0].message.len() < 200);
}

#[test]
fn any_value_in_place_of_any_keyword_is_survived() {
    let keywords = [
        "$ref",
        "$schema",
        "$id",
        "$defs",
        "definitions",
        "type",
        "enum",
        "const",
        "properties",
        "required",
        "additionalProperties",
        "items",
        "prefixItems",
        "additionalItems",
        "anyOf",
        "minItems",
        "maxItems",
        "minLength",
        "openapi",
        "paths",
        "components",
        "not",
    ];
    let values = [
        json!(null),
        json!(true),
        json!(-1.5),
        json!("a"),
        json!(""),
        json!([]),
        json!([1]),
        json!({}),
        json!({"a": 1}),
    ];
    for (keyword, value) in
        keywords.iter().flat_map(|keyword| values.iter().map(move |value| (keyword, value)))
    {
        let broken = json!({ *keyword: value });
        assert!(diff(&broken, &broken).is_empty());
        let _ = (diff(&json!({}), &broken), diff(&broken, &json!({"type": "string"})));
        let inside = json!({"properties": {"a": broken.clone()}, "openapi": "3.1.0", "paths": broken.clone(), "components": {"schemas": broken}});
        let _ = (
            diff(&inside, &json!({"openapi": "3.1.0"})),
            diff(&json!({"openapi": "3.1.0", "paths": {}}), &inside),
        );
    }
}
