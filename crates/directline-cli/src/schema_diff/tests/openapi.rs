//! OpenAPI documents: operations, parameters, bodies, statuses.

use serde_json::{Value, json};

use crate::schema_diff::{Breaks, diff};

/// A document with one operation, whose parts are what `change` makes of them.
fn document(version: &str, change: impl FnOnce(&mut Value)) -> Value {
    let mut document = json!({
        "openapi": version,
        "info": {"title": "A", "version": "1"},
        "paths": {"/a/{id}": {
            "parameters": [{"$ref": "#/components/parameters/Id"}],
            "post": {
                "operationId": "send",
                "parameters": [{"name": "watermark", "in": "query", "schema": {"type": "string"}}],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/M"}}}},
                "responses": {"200": {"description": "good", "content": {"application/json": {"schema": {"type": "string"}}}}},
                "security": [],
            },
        }},
        "components": {
            "parameters": {"Id": {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}},
            "schemas": {"M": {"type": "object", "properties": {}, "additionalProperties": false}},
        },
    });
    change(&mut document);
    document
}

/// What is done to a document.
type Change = fn(&mut Value);

#[test]
fn every_part_of_an_operation_is_compared() {
    let rows: [(Change, &str); 19] = [
        (
            |all| {
                let body = &mut all["paths"]["/a/{id}"]["post"]["requestBody"];
                body["content"]["x-vendor/y"] = json!({"schema": {"type": "null"}});
            },
            "breaks receivers /paths/~1a~1{id}/post/requestBody/content/x-vendor~1y: media type \"x-vendor/y\" added",
        ),
        (|all| all["info"]["version"] = json!("2"), "breaks nobody /info: info changed"),
        (
            |all| all["paths"]["/b"] = json!({"get": {}}),
            "breaks receivers /paths/~1b/get: operation GET \"/b\" added",
        ),
        (
            |all| all["paths"]["/a/{id}"] = json!({}),
            "breaks senders /paths/~1a~1{id}/post: operation POST \"/a/{id}\" removed",
        ),
        (
            |all| all["paths"]["/a/{id}"]["get"] = json!({}),
            "breaks receivers /paths/~1a~1{id}/get: operation GET \"/a/{id}\" added",
        ),
        (
            |all| all["paths"]["/a/{id}"]["post"]["description"] = json!("x"),
            "breaks nobody /paths/~1a~1{id}/post/description: description added",
        ),
        (
            |all| all["paths"]["/a/{id}"]["post"]["operationId"] = json!("x"),
            "breaks nobody /paths/~1a~1{id}/post/operationId: operationId changed",
        ),
        (
            |all| all["paths"]["/a/{id}"]["post"]["security"] = json!([{"a": []}]),
            "cannot judge /paths/~1a~1{id}/post/security: security changed",
        ),
        (
            |all| all["paths"]["/a/{id}"]["post"]["parameters"][0]["required"] = json!(true),
            "breaks senders /paths/~1a~1{id}/post/parameters/0: query parameter \"watermark\" is required now",
        ),
        (
            |all| all["paths"]["/a/{id}"]["post"]["parameters"] = json!([]),
            "breaks senders /paths/~1a~1{id}/post/parameters/0: query parameter \"watermark\" removed",
        ),
        (
            |all| {
                let list = all["paths"]["/a/{id}"]["post"]["parameters"].as_array_mut().unwrap();
                list.push(json!({"name": "n", "in": "header", "required": true}));
            },
            "breaks both sides /paths/~1a~1{id}/post/parameters/1: header parameter \"n\" added, required",
        ),
        (
            |all| all["components"]["parameters"]["Id"]["schema"]["minLength"] = json!(1),
            "breaks senders /components/parameters/Id/schema: minLength 1 added",
        ),
        (
            |all| all["paths"]["/a/{id}"]["post"]["requestBody"]["required"] = json!(true),
            "breaks senders /paths/~1a~1{id}/post/requestBody: the request body is required now",
        ),
        (
            |all| drop(all["paths"]["/a/{id}"]["post"].as_object_mut().unwrap().remove("requestBody")),
            "breaks senders /paths/~1a~1{id}/post/requestBody: request body removed",
        ),
        (
            |all| all["paths"]["/a/{id}"]["post"]["requestBody"]["content"]["text/plain"] = json!({}),
            "breaks receivers /paths/~1a~1{id}/post/requestBody/content/text~1plain: media type \"text/plain\" added",
        ),
        (
            |all| all["components"]["schemas"]["M"]["properties"]["a"] = json!({}),
            "breaks receivers /components/schemas/M/properties/a: member \"a\" added, optional",
        ),
        (
            |all| all["paths"]["/a/{id}"]["post"]["responses"]["404"] = json!({}),
            "breaks receivers /paths/~1a~1{id}/post/responses/404: status \"404\" added",
        ),
        (
            |all| {
                all["paths"]["/a/{id}"]["post"]["responses"]["200"]["content"]["application/json"]["schema"] =
                    json!({});
            },
            "breaks receivers /paths/~1a~1{id}/post/responses/200/content/application~1json/schema: type is any value now, was string",
        ),
        (
            |all| all["paths"]["/a/{id}"]["post"]["responses"]["200"]["headers"] = json!({"Retry-After": {}}),
            "cannot judge /paths/~1a~1{id}/post/responses/200/headers: headers added",
        ),
    ];
    for version in ["3.1.0", "3.0.3"] {
        for (change, line) in rows {
            let changes = diff(&document(version, |_| ()), &document(version, change));
            let lines: Vec<String> = changes
                .iter()
                .map(|change| format!("{} {}: {}", change.breaks.words(), change.pointer, change.message))
                .collect();
            assert_eq!(lines, [line], "{version}");
        }
    }
}

#[test]
fn what_is_not_judged_may_mean_something_else_in_the_other_version() {
    let rows: [(Change, &str); 6] = [
        (
            |all| all["components"]["schemas"]["M"] = json!({"not": {"type": "null"}}),
            "/components/schemas/M/not",
        ),
        (|all| all["components"]["schemas"]["M"] = json!({"const": "a"}), "/components/schemas/M"),
        (
            |all| all["components"]["schemas"]["M"] = json!({"minimum": 5, "exclusiveMinimum": true}),
            "/components/schemas/M/exclusiveMinimum",
        ),
        (|all| all["components"]["schemas"]["M"] = json!({"type": ["null"]}), "/components/schemas/M/type"),
        (
            |all| {
                let answer = &mut all["paths"]["/a/{id}"]["post"]["responses"]["200"];
                answer["headers"] = json!({"A": {"schema": {"type": "string", "nullable": true}}});
            },
            "/paths/~1a~1{id}/post/responses/200/headers",
        ),
        (
            |all| all["components"]["callbacks"] = json!({"A": {"{$url}": {"$ref": "#/paths/~1a~1{id}"}}}),
            "/components/callbacks",
        ),
    ];
    for (change, pointer) in rows {
        for versions in [["3.0.3", "3.1.0"], ["3.1.0", "3.0.3"]] {
            let [old, new] = versions.map(|version| document(version, change));
            let changes = diff(&old, &new);
            let found = changes.iter().any(|change| change.pointer == pointer && !change.breaks.is_nobody());
            assert!(found, "{pointer}: {changes:?}");
        }
    }
}

#[test]
fn media_types_that_begin_with_x_are_no_extensions() {
    let of = |kind: &str| {
        document("3.1.0", |all| {
            let content = json!({"x-vendor/y": {"schema": {"type": kind}}});
            all["paths"]["/a/{id}"]["post"]["responses"]["200"]["content"] = content;
        })
    };
    let changes = diff(&of("null"), &of("string"));
    assert!(changes.len() == 1 && changes[0].breaks == Breaks::BOTH, "{changes:?}");
    // But they are where OpenAPI says so.
    let of = |words: &str| {
        document("3.1.0", |all| {
            all["paths"]["x-a"] = json!(words);
            all["paths"]["/a/{id}"]["post"]["responses"]["x-a"] = json!(words);
        })
    };
    assert!(diff(&of("a"), &of("b")).iter().all(|change| change.breaks.is_nobody()));
}

#[test]
fn a_component_that_is_gone_may_be_missed() {
    for kind in ["schemas", "parameters", "responses", "requestBodies"] {
        let spoken = document("3.1.0", |all| all["components"][kind]["Z"] = json!({}));
        let changes = diff(&spoken, &document("3.1.0", |_| ()));
        assert!(changes.len() == 1 && changes[0].breaks == Breaks::UNKNOWN, "{kind}: {changes:?}");
    }
}

#[test]
fn what_is_not_judged_may_refer_to_where_nobody_looks() {
    let of = |kind: &str| {
        document("3.1.0", |all| {
            let body = json!({"content": {"text/plain": {"schema": {"type": kind}}}});
            all["components"]["requestBodies"] = json!({"B": body});
            let operation = json!({"post": {"requestBody": {"$ref": "#/components/requestBodies/B"}}});
            all["paths"]["/a/{id}"]["post"]["callbacks"] = json!({"A": {"{$url}": operation}});
        })
    };
    let changes = diff(&of("null"), &of("string"));
    assert!(changes.iter().any(|change| change.breaks.unknown), "{changes:?}");
}

#[test]
fn the_direction_of_a_member_is_not_judged() {
    for (version, keyword) in [
        ("3.0.3", "readOnly"),
        ("3.0.3", "writeOnly"),
        ("3.1.0", "readOnly"),
        ("3.1.0", "xml"),
        ("3.1.0", "$schema"),
    ] {
        let of = |member: &Value| {
            let schema = json!({"type": "object", "properties": {"a": member}, "required": ["a"]});
            document(version, |all| all["components"]["schemas"]["M"] = schema)
        };
        let bare = of(&json!({"type": "string"}));
        let spoken = of(&json!({"type": "string", keyword: true}));
        for (old, new) in [(&bare, &spoken), (&spoken, &bare)] {
            let changes = diff(old, new);
            assert!(changes.len() == 1 && changes[0].breaks == Breaks::UNKNOWN, "{keyword}: {changes:?}");
        }
    }
    // Beside a reference too, which in 3.1 does not stand alone.
    let of = |member: &Value| {
        document("3.1.0", |all| {
            all["components"]["schemas"]["A"] = json!({"type": "string"});
            all["components"]["schemas"]["M"] = json!({"properties": {"a": member}, "required": ["a"]});
        })
    };
    let spoken = of(&json!({"$ref": "#/components/schemas/A", "readOnly": true}));
    for other in [json!({"$ref": "#/components/schemas/A"}), json!({"type": "string"})] {
        assert!(diff(&spoken, &of(&other)).iter().any(|change| change.breaks.unknown), "{other}");
    }
}

#[test]
fn null_is_spelt_differently_in_the_two_versions() {
    let schema =
        |version: &str, schema: Value| document(version, |all| all["components"]["schemas"]["M"] = schema);
    let old = schema("3.0.3", json!({"type": "string", "nullable": true}));
    let new = schema("3.1.0", json!({"type": ["string", "null"]}));
    let messages: Vec<String> = diff(&old, &new).into_iter().map(|change| change.message).collect();
    assert_eq!(messages, ["openapi changed"]);
    // Draft 2020-12 does not know the keyword, so nobody can say what a reader makes of it.
    let unknown = schema("3.1.0", json!({"type": "string", "nullable": true}));
    assert!(diff(&old, &unknown).iter().any(|change| change.breaks.unknown));
}
