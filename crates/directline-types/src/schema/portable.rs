//! Which keywords every implementation reads alike.

use serde_json::Value;

/// A place where a schema leaves the portable subset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unportable {
    /// The JSON pointer of the place.
    pub pointer: String,
    /// What is there, and why implementations read it differently.
    pub reason: String,
}

/// Keywords whose value is text or data for people.
const ANNOTATIONS: [&str; 5] = ["$schema", "$id", "title", "description", "examples"];

/// Where a schema (draft 2020-12 or draft-07) uses anything but the keywords that all implementations are known to read
/// alike: `$ref` (to a definition of the same file), `$defs` or `definitions`, `type`, `properties`, `required`,
/// `additionalProperties` without a schema, `items`, `prefixItems` (`items` with an array and `additionalItems` in draft-07),
/// `minItems` and `maxItems`, `minLength` and `minProperties` of 1, `enum` of strings, `anyOf`, annotations and `x-`.
///
/// Left out, because implementations differ: `format` (asserted by some), `pattern` (dialects of regular expressions:
/// `$`, `\d`, `\w`), `multipleOf` and bounds (numbers beyond a double), `minLength` above 1 and `maxLength` (what a
/// character is), `enum` of numbers or booleans (`1`, `1.0` and `true` are equal to some), `const` (some pass
/// over it: `enum` with one value says the same), `uniqueItems`, `additionalProperties` with a schema, `$dynamicRef`,
/// `unevaluatedProperties`.
///
/// # Examples
///
/// ```
/// use serde_json::json;
///
/// assert!(directline_types::unportable(&json!({"type": "string", "minLength": 1})).is_empty());
/// let found = directline_types::unportable(&json!({"properties": {"created": {"format": "date-time"}}}));
/// assert_eq!(found[0].pointer, "/properties/created/format");
/// ```
pub fn unportable(schema: &Value) -> Vec<Unportable> {
    let mut found = Vec::new();
    visit(schema, "", &mut found);
    found
}

fn visit(schema: &Value, pointer: &str, found: &mut Vec<Unportable>) {
    let mut complain = |place: &str, reason: &str| {
        found.push(Unportable { pointer: place.to_owned(), reason: reason.to_owned() });
    };
    let members = match schema {
        Value::Object(members) => members,
        Value::Bool(false) => return,
        _ => return complain(pointer, "a schema that is neither an object nor false"),
    };
    let mut inner = Vec::new();
    for (keyword, value) in members {
        let place = format!("{pointer}/{}", escaped(keyword));
        match keyword.as_str() {
            word if ANNOTATIONS.contains(&word) || word.starts_with("x-") => {}
            "$ref" => {
                let is_alone =
                    members.keys().all(|word| word == "$ref" || ANNOTATIONS.contains(&word.as_str()));
                let is_local = value.as_str().is_some_and(is_definition);
                if !is_alone || !is_local {
                    complain(
                        &place,
                        "draft-07 passes over the keywords beside $ref, and not all fetch other files",
                    );
                }
            }
            "type" if is_type(value) => {}
            "required" | "enum" if is_texts(value) => {}
            "minLength" | "minProperties" if value == 1 => {}
            "minItems" | "maxItems" if value.is_u64() => {}
            "additionalItems" if value == false => {}
            "additionalProperties" if value.is_boolean() => {}
            "$defs" | "definitions" | "properties" if value.is_object() => {
                inner.extend(
                    value
                        .as_object()
                        .into_iter()
                        .flatten()
                        .map(|(name, schema)| (format!("{place}/{}", escaped(name)), schema)),
                );
            }
            "prefixItems" | "anyOf" | "items" if value.is_array() => {
                let schemas = value.as_array().into_iter().flatten().enumerate();
                inner.extend(schemas.map(|(index, schema)| (format!("{place}/{index}"), schema)));
            }
            "items" => inner.push((place, value)),
            _ => complain(&place, "implementations are known or likely to read this differently"),
        }
    }
    for (place, schema) in inner {
        visit(schema, &place, found);
    }
}

/// A JSON pointer's token.
fn escaped(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

fn is_definition(reference: &str) -> bool {
    let name = reference.strip_prefix("#/$defs/").or_else(|| reference.strip_prefix("#/definitions/"));
    name.is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

fn is_type(value: &Value) -> bool {
    value.is_string() || is_texts(value)
}

fn is_texts(value: &Value) -> bool {
    value.as_array().is_some_and(|texts| texts.iter().all(Value::is_string))
}
