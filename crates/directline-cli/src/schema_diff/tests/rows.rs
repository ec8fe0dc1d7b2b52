//! One change after the other: where, what, whom it breaks.

use serde_json::{Value, json};

use crate::schema_diff::{Breaks, In, diff};

const SENDERS: &str = "breaks senders";
const RECEIVERS: &str = "breaks receivers";
const BOTH: &str = "breaks both sides";
const NOBODY: &str = "breaks nobody";
const UNKNOWN: &str = "cannot judge";

/// The changes as lines: `whom pointer: what`, with a `-` before pointers into the old document.
fn lines(old: &Value, new: &Value) -> Vec<String> {
    let line = |change: &crate::schema_diff::Change| {
        let old = if change.stands_in == In::Old { "-" } else { "" };
        format!("{} {old}{}: {}", change.breaks.words(), change.pointer, change.message)
    };
    diff(old, new).iter().map(line).collect()
}

/// Checks one change in both directions: what narrows one way widens the other.
fn check(old: &Value, new: &Value, whom: &str, pointer: &str, message: &str) {
    assert_eq!(lines(old, new), [format!("{whom} {pointer}: {message}")], "{old} -> {new}");
    let back = diff(new, old);
    let mirrored = diff(old, new).iter().fold(Breaks::NOBODY, |breaks, change| breaks | change.breaks);
    let mirrored = Breaks { senders: mirrored.receivers, receivers: mirrored.senders, ..mirrored };
    let breaks = back.iter().fold(Breaks::NOBODY, |breaks, change| breaks | change.breaks);
    assert_eq!(breaks, mirrored, "{new} -> {old}");
}

/// A closed object with these properties and required members.
fn closed(properties: &Value, required: &[&str]) -> Value {
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

#[test]
fn members() {
    let string = json!({"type": "string"});
    let empty = closed(&json!({}), &[]);
    let optional = closed(&json!({"a": string}), &[]);
    let required = closed(&json!({"a": string}), &["a"]);
    check(&empty, &optional, RECEIVERS, "/properties/a", "member \"a\" added, optional");
    check(&optional, &empty, SENDERS, "-/properties/a", "member \"a\" removed, was optional");
    check(&empty, &required, BOTH, "/properties/a", "member \"a\" added, required");
    check(&required, &empty, BOTH, "-/properties/a", "member \"a\" removed, was required");
    check(&optional, &required, SENDERS, "/properties/a", "member \"a\" is required now");
    check(&required, &optional, RECEIVERS, "/properties/a", "member \"a\" is optional now");
    let open = json!({"type": "object", "properties": {}});
    let spoken = json!({"type": "object", "properties": {"a": string}});
    check(
        &open,
        &spoken,
        SENDERS,
        "/properties/a",
        "member \"a\" added, optional; an object could have any such member before",
    );
    check(
        &spoken,
        &open,
        RECEIVERS,
        "-/properties/a",
        "member \"a\" removed, was optional; an object may have any such member now",
    );
    let anything = json!({"type": "object", "properties": {"a": {}}});
    check(&open, &anything, NOBODY, "/properties/a", "member \"a\" added, optional");
    let strings = json!({"type": "object", "additionalProperties": string});
    let named = json!({"type": "object", "additionalProperties": string, "properties": {"a": string}});
    check(&strings, &named, NOBODY, "/properties/a", "member \"a\" added, optional");
    let demanded = json!({"type": "object", "required": ["a"]});
    check(&json!({"type": "object"}), &demanded, SENDERS, "", "member \"a\" is required now");
    let shut = json!({"type": "object", "additionalProperties": false});
    check(
        &json!({"type": "object"}),
        &shut,
        SENDERS,
        "/additionalProperties",
        "other members are refused now",
    );
    check(
        &shut,
        &json!({"type": "object"}),
        RECEIVERS,
        "-/additionalProperties",
        "other members are allowed now",
    );
    check(
        &strings,
        &json!({"type": "object", "additionalProperties": {"type": "number"}}),
        BOTH,
        "/additionalProperties",
        "type is number now, was string",
    );
}

#[test]
fn types_and_values() {
    let rows = [
        (
            json!({"type": "string"}),
            json!({"type": ["string", "null"]}),
            RECEIVERS,
            "type is string or null now, was string",
        ),
        (json!({"type": "number"}), json!({"type": "integer"}), SENDERS, "type is integer now, was number"),
        (json!({"type": ["integer", "number"]}), json!({"type": "number"}), "", ""),
        (json!({"type": "string"}), json!({"type": "array"}), BOTH, "type is array now, was string"),
        (json!({}), json!({"type": "string"}), SENDERS, "type is string now, was any value"),
        (json!({}), json!(true), "", ""),
        (json!({"type": "string"}), json!(false), SENDERS, "nothing is allowed now, string was"),
        (json!(false), json!({"type": "string"}), RECEIVERS, "string is allowed now, nothing was"),
        (json!(false), json!({"enum": []}), "", ""),
        (json!({"enum": ["a", "b"]}), json!({"enum": ["b", "a"]}), "", ""),
        (json!({"enum": ["a"]}), json!({"const": "a"}), "", ""),
        (json!({"enum": ["a", 1], "type": "string"}), json!({"const": "a"}), "", ""),
        (json!({"enum": [1]}), json!({"const": 1.0}), "", ""),
        (json!({"enum": ["a"]}), json!({"enum": ["a", "b"]}), RECEIVERS, "value \"b\" added"),
        (json!({"enum": ["a", "b"]}), json!({"enum": ["a"]}), SENDERS, "value \"b\" removed"),
        (json!({"type": "string"}), json!({"enum": ["a"]}), SENDERS, "only \"a\" is allowed now, string was"),
        (
            json!({"type": "string"}),
            json!({"enum": ["a", 1]}),
            BOTH,
            "only \"a\" and 1 are allowed now, string was",
        ),
        (
            json!({"enum": ["a", "b"]}),
            json!({"type": "string"}),
            RECEIVERS,
            "string is allowed now, only \"a\" and \"b\" are before",
        ),
    ];
    for (old, new, whom, message) in rows {
        if whom.is_empty() {
            assert_eq!(lines(&old, &new), [""; 0], "{old} -> {new}");
        } else {
            check(&old, &new, whom, "", message);
        }
    }
}

#[test]
fn bounds_and_elements() {
    let strings = json!({"type": "array", "items": {"type": "string"}});
    let numbers = json!({"type": "array", "items": {"type": "number"}});
    check(&strings, &numbers, BOTH, "/items", "type is number now, was string");
    check(&json!({"type": "array"}), &strings, SENDERS, "/items", "type is string now, was any value");
    let rows = [
        (json!({"type": "string"}), json!({"type": "string", "minLength": 1}), SENDERS, "minLength 1 added"),
        (json!({"type": "string"}), json!({"type": "string", "minLength": 0}), "", ""),
        (json!({"type": "string"}), json!({"type": "string", "minItems": 1}), "", ""),
        (
            json!({"minItems": 1, "type": "array"}),
            json!({"minItems": 2, "type": "array"}),
            SENDERS,
            "minItems is 2 now, was 1",
        ),
        (
            json!({"maxItems": 1, "type": "array"}),
            json!({"maxItems": 2, "type": "array"}),
            RECEIVERS,
            "maxItems is 2 now, was 1",
        ),
        (
            json!({"type": "number", "minimum": -1}),
            json!({"type": "number"}),
            RECEIVERS,
            "minimum -1 removed",
        ),
    ];
    for (old, new, whom, message) in rows {
        if whom.is_empty() {
            assert_eq!(lines(&old, &new), [""; 0], "{old} -> {new}");
        } else {
            check(&old, &new, whom, "", message);
        }
    }
    // Beyond 2^53 doubles have gaps.
    let bound = |bound: u64| json!({"type": "integer", "minimum": bound});
    check(
        &bound(9_007_199_254_740_992),
        &bound(9_007_199_254_740_993),
        UNKNOWN,
        "",
        "minimum changed, by less than is compared",
    );
    let pair = |items: Value| json!({"type": "array", "prefixItems": [{"type": "string"}, {"type": "number"}], "items": items});
    check(&pair(json!(false)), &pair(json!(true)), RECEIVERS, "", "maxItems 2 removed");
    let bounded =
        json!({"type": "array", "prefixItems": [{"type": "string"}, {"type": "number"}], "maxItems": 2});
    assert_eq!(lines(&pair(json!(false)), &bounded), [""; 0]);
    let mut looser = pair(json!(false));
    looser["maxItems"] = json!(5);
    assert_eq!(lines(&looser, &pair(json!(false))), [""; 0]);
    let mut other = looser.clone();
    other["maxItems"] = json!(6);
    assert_eq!(lines(&looser, &other), [""; 0]);
}

#[test]
fn drafts_are_spelt_differently_and_mean_the_same() {
    let new = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://a.example/a", "$ref": "#/$defs/T",
        "$defs": {"T": {"type": "array", "prefixItems": [{"type": "string"}], "items": false}},
    });
    let old = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "https://a.example/a", "$ref": "#/definitions/T",
        "definitions": {"T": {"type": "array", "items": [{"type": "string"}], "additionalItems": false}},
    });
    check(&old, &new, NOBODY, "/$schema", "$schema changed");
    // In draft-07 nothing beside $ref counts.
    let mut beside = old.clone();
    beside["minItems"] = json!(1);
    assert_eq!(lines(&old, &beside), [""; 0]);
    let mut beside = new.clone();
    beside["minItems"] = json!(1);
    check(&new, &beside, SENDERS, "", "minItems 1 added");
}

#[test]
fn what_is_not_judged_may_mean_something_else_in_another_draft() {
    let string = json!({"a": {"type": "string"}});
    let rows = [
        (json!({"$ref": "#/$defs/a", "minLength": 3, "$defs": string}), "breaks senders : minLength 3 added"),
        (json!({"dependentRequired": {"a": ["b"]}}), "cannot judge /dependentRequired: dependentRequired "),
        (
            json!({"unevaluatedProperties": false}),
            "cannot judge /unevaluatedProperties: unevaluatedProperties ",
        ),
        (json!({"dependencies": {"a": ["b"]}}), "cannot judge /dependencies: dependencies "),
        (
            json!({"not": {"$ref": "#/$defs/a", "minLength": 3}, "$defs": string}),
            "cannot judge /not: not is as it was, but may mean something else in the other dialect",
        ),
        (json!({"prefixItems": [{"type": "string"}]}), "breaks senders /prefixItems/0: type is string now"),
        (json!({"items": [{"type": "string"}]}), "cannot judge /items: cannot be read: "),
        (json!({"properties": {"a": {"format": "date"}}}), "cannot judge /properties/a/format: format "),
        (json!({"minLength": "3"}), "cannot judge /minLength: cannot be read: "),
    ];
    let of = |schema: &Value, dialect: &str| {
        let mut schema = schema.clone();
        schema["$schema"] = json!(dialect);
        schema
    };
    for (schema, line) in rows {
        let (old, new) = (
            of(&schema, "http://json-schema.org/draft-07/schema#"),
            of(&schema, "https://json-schema.org/draft/2020-12/schema"),
        );
        let found = lines(&old, &new);
        assert!(found.iter().any(|found| found.starts_with(line)), "{schema}: {found:?}");
        let back = lines(&new, &old);
        assert!(back.iter().any(|found| !found.starts_with(NOBODY)), "{schema}: {back:?}");
    }
}

#[test]
fn references_and_recursion() {
    let tree = |leaf: &str| {
        json!({
            "$ref": "#/$defs/Tree",
            "$defs": {
                "Tree": {"type": "object", "properties": {"left": {"$ref": "#/$defs/Tree"}, "leaf": {"$ref": "#/$defs/Leaf"}}},
                "Leaf": {"type": leaf},
            },
        })
    };
    check(&tree("string"), &tree("number"), BOTH, "/$defs/Leaf", "type is number now, was string");
    let named = |name: &str| json!({"$ref": format!("#/$defs/{name}"), "$defs": {name: {"type": "string"}}});
    assert_eq!(
        lines(&named("A"), &named("B")),
        [
            "cannot judge -/$defs/A: definition \"A\" removed; a $ref from outside would lead nowhere",
            "breaks nobody /$defs/B: definition \"B\" added",
        ]
    );
}

#[test]
fn references_in_a_resource_of_its_own_are_not_followed() {
    let whole = |kind: &str, id: &Value| {
        let inner = json!({"$id": id, "$ref": "#/$defs/A", "$defs": {"A": {"type": kind}}});
        json!({"$defs": {"A": {"type": "null"}}, "properties": {"a": inner}})
    };
    let said = "references are not followed in what has an $id of its own";
    let found = lines(&whole("string", &json!("inner")), &whole("number", &json!("inner")));
    assert!(found.contains(&format!("{UNKNOWN} /properties/a: {said}")), "{found:?}");
    // Where only one of both has it.
    let found = lines(&whole("string", &json!("inner")), &json!({"$defs": {"A": {"type": "null"}}}));
    assert!(found.contains(&format!("{UNKNOWN} -/properties/a: {said}")), "{found:?}");
    // A member of that name is none, and without references there is nothing to follow.
    for inner in [json!({"properties": {"$id": {"$ref": "#/$defs/A"}}}), json!({"$id": "inner"})] {
        let of = |words: &str| json!({"title": words, "properties": {"a": inner}, "$defs": {"A": {}}});
        check(&of("a"), &of("b"), NOBODY, "/title", "title changed");
    }
}

#[test]
fn what_a_document_is_called_turns_relative_references() {
    let of =
        |id: &str, reference: &str| json!({"$id": id, "properties": {"a": {"items": {"$ref": reference}}}});
    let (one, other) = ("https://a.example/x/a", "https://a.example/y/a");
    for reference in ["b.json", "/b", "?b", "", "https://a.example/x/a#/b"] {
        let found = lines(&of(one, reference), &of(other, reference));
        let line = format!("{UNKNOWN} : $id changed, so references may lead elsewhere");
        assert!(found.contains(&line), "{reference}: {found:?}");
    }
    for reference in ["#/properties", "https://b.example/#/a", "urn:a:b"] {
        let found = lines(&of(one, reference), &of(other, reference));
        assert_eq!(found, [format!("{NOBODY} /$id: $id changed")], "{reference}");
    }
}

#[test]
fn what_is_not_judged_may_refer_to_where_nobody_looks() {
    let rows: [fn(&str) -> Value; 5] = [
        |kind| json!({"not": {"$ref": "#/x-hidden"}, "x-hidden": {"type": kind}}),
        |kind| json!({"allOf": [{"items": {"$ref": "#/examples/0"}}], "examples": [{"type": kind}]}),
        |kind| json!({"oneOf": [{"$ref": "#/$comment/a"}], "$comment": {"a": {"type": kind}}}),
        |kind| json!({"not": {"$ref": "#/x-a"}, "x-a": {"not": {"$ref": "#/x-b"}}, "x-b": {"type": kind}}),
        |kind| json!({"not": {"$ref": "#/x-a"}, (if kind == "null" {"x-a"} else {"x-b"}): {"type": kind}}),
    ];
    for schema in rows {
        for (old, new) in [(schema("null"), schema("string")), (schema("string"), schema("null"))] {
            let found = lines(&old, &new);
            assert!(found.iter().any(|line| line.starts_with(UNKNOWN)), "{old}: {found:?}");
        }
    }
    // What it says to readers still breaks nobody.
    let of = |words: &str| json!({"not": {"$ref": "#/x-a"}, "x-a": {"type": "null", "title": words}});
    let found = diff(&of("a"), &of("b"));
    assert!(!found.is_empty() && found.iter().all(|change| change.breaks.is_nobody()), "{found:?}");
}

#[test]
fn a_definition_that_is_gone_may_be_missed() {
    let message = "removed; a $ref from outside would lead nowhere";
    let rows = [
        (json!({"$defs": {"A": {}, "B": {}}}), json!({"$defs": {"B": {}}}), "-/$defs/A"),
        (json!({"$defs": {"A": {}}}), json!({}), "-/$defs/A"),
        // Called otherwise, in the same draft.
        (json!({"$defs": {"A": {}}}), json!({"definitions": {"A": {}}}), "-/$defs/A"),
        (
            json!({"properties": {"a": {"$defs": {"A": {}}}}}),
            json!({"properties": {"a": {"$defs": {}}}}),
            "-/properties/a/$defs/A",
        ),
    ];
    for (old, new, pointer) in rows {
        let found = lines(&old, &new);
        let line = format!("{UNKNOWN} {pointer}: definition \"A\" {message}");
        assert!(found.contains(&line), "{old} -> {new}: {found:?}");
    }
    // Two of the same name, and one that is reached by an anchor.
    let both = |kind: &str| json!({"$defs": {"A": {"type": kind}}, "definitions": {"A": {"type": "null"}}});
    check(&both("string"), &both("null"), BOTH, "/$defs/A", "type is null now, was string");
    let inner = |kind: &str| json!({"items": {"$ref": "#a", "$defs": {"A": {"$anchor": "a", "type": kind}}}});
    let found = lines(&inner("string"), &inner("null"));
    assert!(found[0].starts_with(BOTH), "{found:?}");
}

#[test]
fn encoded_references_are_followed() {
    let escaped = |leaf: &str| json!({"$ref": "#/$defs/a~1b%20c", "$defs": {"a/b c": {"type": leaf}}});
    check(&escaped("null"), &escaped("string"), BOTH, "/$defs/a~1b c", "type is string now, was null");
}

#[test]
fn alternatives() {
    let any = |alternatives: Value| json!({"anyOf": alternatives, "$defs": {"A": {"type": "string"}, "B": {"type": "number"}}});
    let (a, b) = (json!({"$ref": "#/$defs/A"}), json!({"$ref": "#/$defs/B"}));
    assert_eq!(lines(&any(json!([a, b])), &any(json!([b, a]))), [""; 0]);
    check(&any(json!([a])), &any(json!([a, b])), RECEIVERS, "/anyOf/1", "alternative added: \"B\"");
    check(&any(json!([b, a])), &any(json!([a])), SENDERS, "-/anyOf/0", "alternative removed: \"B\"");
    // A schema that becomes one alternative among several.
    let lone = json!({"type": "string", "minLength": 1});
    let one_of_two = json!({"anyOf": [{"type": "null"}, {"type": "string", "minLength": 1}]});
    check(&lone, &one_of_two, RECEIVERS, "/anyOf/0", "alternative added: null");
    // Alternatives beside other assertions.
    check(
        &json!({"type": "string"}),
        &json!({"type": "string", "anyOf": [{"minLength": 1}]}),
        SENDERS,
        "",
        "anyOf added",
    );
    let (x, y) = (json!({"const": "x", "title": "X"}), json!({"const": "y", "title": "Y"}));
    check(
        &json!({"anyOf": [x]}),
        &json!({"anyOf": [y, x]}),
        RECEIVERS,
        "/anyOf/0",
        "alternative added: \"y\"",
    );
}

#[test]
fn what_is_said_to_readers_breaks_nobody() {
    for keyword in ["description", "title", "examples", "default", "deprecated", "$comment", "x-source"] {
        let old = json!({"type": "string", keyword: "a"});
        let new = json!({"type": "string", keyword: "b"});
        check(&old, &new, NOBODY, &format!("/{keyword}"), &format!("{keyword} changed"));
        check(&json!({"type": "string"}), &new, NOBODY, &format!("/{keyword}"), &format!("{keyword} added"));
    }
    // A member of that name is no annotation.
    let optional = closed(&json!({"title": {"type": "string"}}), &[]);
    check(
        &closed(&json!({}), &[]),
        &optional,
        RECEIVERS,
        "/properties/title",
        "member \"title\" added, optional",
    );
}

#[test]
fn what_is_not_judged_is_said_to_be_so() {
    let rows = [
        (json!({"pattern": "a"}), json!({"pattern": "b"}), "/pattern", "pattern changed"),
        (json!({}), json!({"not": {"type": "null"}}), "/not", "not added"),
        (json!({"allOf": [{}]}), json!({}), "-/allOf", "allOf removed"),
        (json!({}), json!({"frobnicate": 1}), "/frobnicate", "frobnicate added"),
        (
            json!({"$ref": "other.json"}),
            json!({"$ref": "https://a.example/other.json"}),
            "",
            "$ref is not followed: it leads to another document, which is not read",
        ),
        (json!({}), json!({"$ref": "#/a"}), "", "$ref is not followed: nothing stands there"),
        (
            json!({}),
            json!({"$ref": "#"}),
            "",
            "$ref is not followed: it leads in a circle, or through too many others",
        ),
        (
            json!({"required": []}),
            json!({"required": "a"}),
            "/required",
            "cannot be read: the value of required is not what it should be",
        ),
        (
            json!({"type": "string"}),
            json!({"type": "text"}),
            "/type",
            "cannot be read: the value of type is not what it should be",
        ),
        (
            json!({"type": "string"}),
            json!({"$schema": "http://json-schema.org/draft-04/schema#"}),
            "",
            "the dialect is not judged: neither draft 2020-12, draft-07, OpenAPI 3.0 nor 3.1",
        ),
        (
            json!({"type": "string"}),
            json!({"openapi": "3.1.0"}),
            "",
            "one is a JSON Schema, the other an OpenAPI document",
        ),
    ];
    for (old, new, pointer, message) in rows {
        let found = lines(&old, &new);
        assert!(found.contains(&format!("{UNKNOWN} {pointer}: {message}")), "{old} -> {new}: {found:?}");
    }
}

#[test]
fn keywords_that_are_not_judged_and_did_not_change_matter_only_beside_a_change() {
    let schema = |leaf: &str, description: &str| json!({"description": description, "not": {"$ref": "#/$defs/A"}, "$defs": {"A": {"type": leaf}}});
    check(&schema("null", "a"), &schema("null", "b"), NOBODY, "/description", "description changed");
    assert_eq!(
        lines(&schema("null", ""), &schema("string", "")),
        [
            format!("{BOTH} /$defs/A: type is string now, was null"),
            format!("{UNKNOWN} /not: not is as it was, but what it means may have changed"),
        ]
    );
    let patterns =
        |member: Value| json!({"patternProperties": {"^a": {"type": "null"}}, "properties": member});
    let found = lines(&patterns(json!({})), &patterns(json!({"ab": {}})));
    assert!(found.iter().any(|line| line.starts_with(UNKNOWN)), "{found:?}");
}
