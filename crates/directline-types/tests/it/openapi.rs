//! The `OpenAPI` documents: what the table of operations says, references that lead somewhere, schemas of the dialect.

use directline_types::{OpenApi, Operation, openapi};
use serde_json::{Value, json};

/// The operation's item.
fn item(document: &Value, operation: Operation) -> &Value {
    &document["paths"][operation.path().to_string()][operation.method().as_str().to_lowercase()]
}

/// Calls back with the values of all members of this name.
fn each<'v>(value: &'v Value, name: &str, callback: &mut impl FnMut(&'v Value)) {
    match value {
        Value::Object(members) => {
            for (member, value) in members {
                if member == name {
                    callback(value);
                }
                each(value, name, callback);
            }
        }
        Value::Array(elements) => elements.iter().for_each(|value| each(value, name, callback)),
        _ => {}
    }
}

/// "API reference - Direct Line API 1.1", Token operations and Conversation operations; HTTP status codes.
#[test]
fn the_six_operations_are_there_with_all_documented_statuses() {
    for version in OpenApi::ALL {
        let document = openapi(version);
        let paths = document["paths"].as_object().unwrap();
        let listed: Vec<(&str, Vec<&str>)> = paths
            .iter()
            .map(|(path, item)| {
                (path.as_str(), item.as_object().unwrap().keys().map(String::as_str).collect())
            })
            .collect();
        let expected = [
            ("/api/conversations", vec!["post"]),
            ("/api/conversations/{conversationId}/messages", vec!["get", "post"]),
            ("/api/conversations/{conversationId}/upload", vec!["post"]),
            ("/api/tokens/conversation", vec!["post"]),
            ("/api/tokens/{conversationId}/renew", vec!["get"]),
        ];
        assert_eq!(listed.len(), expected.len());
        for (path, methods) in expected {
            let (_, found) = listed.iter().find(|(known, _)| *known == path).unwrap();
            assert!(
                methods.iter().all(|method| found.contains(method)) && found.len() == methods.len(),
                "{path}"
            );
        }
        for (operation, success, schema) in [
            (Operation::GenerateToken, "200", Some("Token")),
            (Operation::RefreshToken, "200", Some("Token")),
            (Operation::StartConversation, "200", Some("Conversation")),
            (Operation::GetMessages, "200", Some("MessageSet")),
            (Operation::SendMessage, "204", None),
            (Operation::Upload, "204", None),
        ] {
            let responses = &item(&document, operation)["responses"];
            let mut statuses: Vec<&str> = responses.as_object().unwrap().keys().map(String::as_str).collect();
            statuses.sort_unstable();
            assert_eq!(statuses, [success, "400", "401", "403", "404", "500", "502"], "{operation}");
            let reference = &responses[success]["content"]["application/json"]["schema"]["$ref"];
            assert_eq!(
                reference.as_str(),
                schema.map(|name| format!("#/components/schemas/{name}")).as_deref()
            );
        }
    }
}

#[test]
fn requests_have_the_documented_bodies_and_parameters() {
    for version in OpenApi::ALL {
        let document = openapi(version);
        let send = item(&document, Operation::SendMessage);
        let body = &send["requestBody"]["content"]["application/json"]["schema"]["$ref"];
        assert_eq!(body, "#/components/schemas/SentMessage");
        let upload = item(&document, Operation::Upload);
        let content = upload["requestBody"]["content"].as_object().unwrap();
        assert_eq!(content.keys().collect::<Vec<_>>(), ["*/*", "multipart/form-data"]);
        let parameters = upload["parameters"].as_array().unwrap();
        let user = parameters.iter().find(|parameter| parameter["name"] == "userId").unwrap();
        assert_eq!((&user["in"], &user["required"]), (&json!("query"), &json!(true)));
        for operation in [Operation::GenerateToken, Operation::RefreshToken, Operation::StartConversation] {
            assert_eq!(item(&document, operation)["requestBody"], Value::Null, "{operation}");
        }
        let schemes = document["components"]["securitySchemes"].as_object().unwrap();
        assert_eq!(schemes.keys().collect::<Vec<_>>(), ["Bearer", "BotConnector"]);
    }
}

#[test]
fn every_reference_leads_to_a_component() {
    for version in OpenApi::ALL {
        let document = openapi(version);
        let mut seen = 0;
        each(&document, "$ref", &mut |reference| {
            let pointer = reference.as_str().unwrap().strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{reference}");
            seen += 1;
        });
        assert!(seen > 40, "{seen}");
    }
}

/// "`OpenAPI` Specification v3.0.3", Schema Object: these keywords are not of its dialect.
#[test]
fn version_3_0_has_the_keywords_of_its_dialect_only() {
    let document = openapi(OpenApi::V3_0);
    assert_eq!(document["openapi"], "3.0.3");
    for keyword in
        ["$defs", "definitions", "const", "prefixItems", "examples", "$schema", "$id", "identifier"]
    {
        each(&document, keyword, &mut |found| panic!("{keyword}: {found}"));
    }
    each(&document["components"]["schemas"], "type", &mut |kind| assert!(!kind.is_array(), "{kind}"));
    let content = &item(&document, Operation::Upload)["requestBody"]["content"];
    assert_eq!(content["*/*"]["schema"], json!({ "type": "string", "format": "binary" }));
}
