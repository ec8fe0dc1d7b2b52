//! The bundle: every object in one file.

use schemars::{Schema, json_schema};
use serde_json::{Map, Value, json};

use super::{Draft, SchemaName, schema_document};

/// A schema that is any of the objects, each a definition of its own under its title. The definitions have no `$id`, so
/// that a reference such as `directline.schema.json#/$defs/MessageSet` is all that a tool must resolve.
pub(super) fn bundle() -> Schema {
    let mut definitions = Map::new();
    let mut choices = Vec::new();
    for name in SchemaName::ALL.into_iter().filter(|name| *name != SchemaName::Bundle) {
        let Value::Object(mut object) = schema_document(name, Draft::Draft202012) else { continue };
        for of_the_file in ["$schema", "$id", "$defs"] {
            object.remove(of_the_file);
        }
        definitions.insert(name.title().to_owned(), Value::Object(object));
        choices.push(json!({ "$ref": format!("#/$defs/{}", name.title()) }));
    }
    json_schema!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SchemaName::Bundle.title(),
        "description": "Every object of the Direct Line API 1.1 in one file. As a whole it accepts any one of them; \
                        refer to the definition that is meant, such as directline.schema.json#/$defs/MessageSet.",
        "anyOf": choices,
        "$defs": definitions,
    })
}
