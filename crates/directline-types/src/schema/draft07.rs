//! The same schema in draft-07.

use serde_json::{Map, Value};

/// Writes a schema of draft 2020-12 in draft-07: it accepts the same. Only what the [portable](super::unportable)
/// keywords need is translated. An `$id` gets the folder `draft-07/` before its last segment.
///
/// # Examples
///
/// ```
/// use serde_json::json;
///
/// let old = directline_types::draft07(&json!({
///     "$defs": {"Pair": {"type": "array", "prefixItems": [{"type": "string"}], "items": false}},
///     "$ref": "#/$defs/Pair",
/// }));
/// assert_eq!(old["$ref"], "#/definitions/Pair");
/// let pair = &old["definitions"]["Pair"];
/// assert_eq!((&pair["items"], &pair["additionalItems"]), (&json!([{"type": "string"}]), &json!(false)));
/// ```
pub fn draft07(schema: &Value) -> Value {
    let Value::Object(members) = schema else { return schema.clone() };
    let is_tuple = members.contains_key("prefixItems");
    let mut out = Map::new();
    for (keyword, value) in members {
        let (keyword, value) = match keyword.as_str() {
            "$schema" => ("$schema", Value::from("http://json-schema.org/draft-07/schema#")),
            "$id" => ("$id", identifier(value)),
            "$ref" => ("$ref", reference(value)),
            "$defs" => ("definitions", each_member(value)),
            "properties" => ("properties", each_member(value)),
            "prefixItems" => ("items", each_element(value)),
            "items" if is_tuple => ("additionalItems", draft07(value)),
            "items" => ("items", draft07(value)),
            "additionalProperties" => ("additionalProperties", draft07(value)),
            "anyOf" => ("anyOf", each_element(value)),
            other => (other, value.clone()),
        };
        out.insert(keyword.to_owned(), value);
    }
    Value::Object(out)
}

fn each_member(schemas: &Value) -> Value {
    let Value::Object(schemas) = schemas else { return schemas.clone() };
    schemas.iter().map(|(name, schema)| (name.clone(), draft07(schema))).collect()
}

fn each_element(schemas: &Value) -> Value {
    let Value::Array(schemas) = schemas else { return schemas.clone() };
    schemas.iter().map(draft07).collect()
}

fn reference(to: &Value) -> Value {
    to.as_str().map_or_else(|| to.clone(), |to| Value::from(to.replace("#/$defs/", "#/definitions/")))
}

fn identifier(id: &Value) -> Value {
    match id.as_str().and_then(|id| id.rsplit_once('/')) {
        Some((folder, file)) => Value::from(format!("{folder}/draft-07/{file}")),
        None => id.clone(),
    }
}
