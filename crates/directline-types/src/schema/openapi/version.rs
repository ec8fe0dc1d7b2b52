//! The versions of `OpenAPI` in which the document is written.

use serde_json::{Map, Value, json};

/// A version of the `OpenAPI` Specification.
///
/// # Examples
///
/// ```
/// assert_eq!(directline_types::OpenApi::V3_0.file(), "openapi-3.0.json");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OpenApi {
    /// 3.1: its schemas are JSON Schema, draft 2020-12.
    V3_1,
    /// 3.0.3: its schemas are a dialect of an older draft.
    V3_0,
}

impl OpenApi {
    /// Both.
    pub const ALL: [Self; 2] = [Self::V3_1, Self::V3_0];

    /// The name on the command line: `openapi` or `openapi-3.0`.
    pub fn name(self) -> &'static str {
        match self {
            Self::V3_1 => "openapi",
            Self::V3_0 => "openapi-3.0",
        }
    }

    /// The version of this [`name`](Self::name).
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|version| version.name() == name)
    }

    /// The name of its file.
    pub fn file(self) -> &'static str {
        match self {
            Self::V3_1 => "openapi.json",
            Self::V3_0 => "openapi-3.0.json",
        }
    }

    /// Writes a document of version 3.1 in this version.
    pub(super) fn render(self, mut document: Value) -> Value {
        if self == Self::V3_1 {
            return document;
        }
        if let Some(members) = document.as_object_mut() {
            members.insert("openapi".to_owned(), json!("3.0.3"));
        }
        // 3.0 has a web address where 3.1 has an identifier, and neither is required.
        if let Some(license) = document.pointer_mut("/info/license").and_then(Value::as_object_mut) {
            license.remove("identifier");
        }
        if let Some(schemas) = document.pointer_mut("/components/schemas") {
            each_schema(schemas, &mut |schema| {
                if let Some(Value::Array(examples)) = schema.remove("examples") {
                    schema.extend(examples.into_iter().next().map(|first| ("example".to_owned(), first)));
                }
            });
        }
        binary(&mut document);
        document
    }
}

/// Says of the contents of files that they are bytes: 3.1 says so by saying nothing.
fn binary(document: &mut Value) {
    let bytes = json!({ "type": "string", "format": "binary" });
    let content = "/paths/~1api~1conversations~1{conversationId}~1upload/post/requestBody/content";
    for place in ["/multipart~1form-data/schema/properties/file/items", "/*~1*/schema"] {
        if let Some(schema) = document.pointer_mut(&format!("{content}{place}")) {
            schema.clone_from(&bytes);
        }
    }
}

/// Calls back with every schema below a map of named schemas.
pub(super) fn each_schema(schemas: &mut Value, callback: &mut impl FnMut(&mut Map<String, Value>)) {
    for schema in schemas.as_object_mut().into_iter().flat_map(Map::values_mut) {
        each(schema, callback);
    }
}

fn each(schema: &mut Value, callback: &mut impl FnMut(&mut Map<String, Value>)) {
    let Some(members) = schema.as_object_mut() else { return };
    callback(members);
    for (keyword, value) in members {
        match keyword.as_str() {
            "properties" => each_schema(value, callback),
            "items" => each(value, callback),
            "anyOf" => value.as_array_mut().into_iter().flatten().for_each(|choice| each(choice, callback)),
            _ => {}
        }
    }
}
