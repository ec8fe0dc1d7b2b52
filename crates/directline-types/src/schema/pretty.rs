//! JSON text whose order of members does not depend on the build.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

/// The text of a schema or an OpenAPI document: indented, the head of each object first and the rest in the order of
/// their names, however `serde_json` orders the members of a value in this build.
///
/// # Examples
///
/// ```
/// let text = directline_types::pretty(&serde_json::json!({"type": "string", "title": "Token", "$id": "a"}));
/// assert!(text.find("$id") < text.find("title") && text.find("title") < text.find("type"));
/// assert!(text.ends_with("}\n"));
/// ```
pub fn pretty(document: &Value) -> String {
    // `{:#}` of a `Value` would print in its own order. Writing plain JSON to memory does not fail.
    serde_json::to_string_pretty(&Sorted(document)).unwrap_or_default() + "\n"
}

/// A value whose members are written in the order of their names, the head of a schema first.
struct Sorted<'a>(&'a Value);

/// Members that a reader wants to see before the rest.
const HEAD: [&str; 13] = [
    "$schema",
    "$id",
    "openapi",
    "info",
    "title",
    "description",
    "type",
    "operationId",
    "summary",
    "servers",
    "security",
    "tags",
    "paths",
];

impl Serialize for Sorted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(members) => {
                let mut members: Vec<(&String, &Value)> = members.iter().collect();
                members.sort_by_key(|(name, _)| {
                    (HEAD.iter().position(|head| head == name).unwrap_or(HEAD.len()), *name)
                });
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, &Sorted(value))?;
                }
                map.end()
            }
            Value::Array(elements) => serializer.collect_seq(elements.iter().map(Sorted)),
            other => other.serialize(serializer),
        }
    }
}
