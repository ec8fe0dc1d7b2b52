//! The shape of the file: what reads it, and the JSON Schema that editors check it by.

use directline_types::Operation;
use directline_validator::{Side, SpecimenKind};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::{Value, json};
use toml::Spanned;

/// Identifies the schema; nothing is there to fetch (RFC 2606).
const ID: &str = "https://directline-contract.example/schemas/baseline.schema.json";

/// The whole file.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Baseline")]
pub(super) struct Document {
    /// The version of this format: 1.
    #[schemars(with = "u32")]
    pub(super) version: Spanned<i64>,
    /// The findings that are known.
    #[serde(default)]
    #[schemars(with = "Vec<Item>")]
    pub(super) known: Vec<Spanned<Item>>,
}

/// A finding that is known.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Known")]
pub(super) struct Item {
    /// Which finding: 16 hexadecimal digits, as the machine reports have them.
    #[schemars(with = "String")]
    pub(super) fingerprint: Spanned<String>,
    /// The rule that it breaks.
    #[schemars(with = "String")]
    pub(super) rule: Spanned<String>,
    /// The operation, or the kind of an object by itself; left out where there is none.
    #[schemars(schema_with = "operation")]
    #[serde(default)]
    pub(super) operation: Option<Spanned<String>>,
    /// Who has to act; left out where it is not known who sent an object.
    #[schemars(schema_with = "side")]
    #[serde(default)]
    pub(super) side: Option<Spanned<String>>,
    /// Where it stands, for people.
    #[schemars(with = "String")]
    #[serde(default)]
    pub(super) r#where: Option<String>,
    /// Why it may stay.
    #[schemars(with = "String")]
    pub(super) reason: Spanned<String>,
    /// The last day on which it may, as a TOML date: 2026-12-31.
    #[schemars(with = "String")]
    #[serde(default)]
    pub(super) expires: Option<Spanned<toml::Value>>,
}

/// The JSON Schema (draft 2020-12) of a baseline. A TOML date counts as a text.
pub(crate) fn baseline_schema() -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let reference = generator.subschema_for::<Document>();
    let mut definitions = generator.take_definitions(true);
    for definition in definitions.values_mut() {
        portable(definition);
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        "title": "Baseline of directline",
        "description": "Known findings (directline verify --baseline FILE). The file itself is TOML.",
        "anyOf": [reference],
        "$defs": definitions,
    })
}

/// Takes out what is not in the portable subset: names of number formats, ranges, defaults.
fn portable(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for keyword in ["format", "minimum", "maximum", "default"] {
                if !members.get(keyword).is_some_and(Value::is_object) {
                    members.remove(keyword);
                }
            }
            members.values_mut().for_each(portable);
        }
        Value::Array(elements) => elements.iter_mut().for_each(portable),
        _ => {}
    }
}

fn operation(_: &mut SchemaGenerator) -> Schema {
    let names: Vec<&str> = operations().collect();
    json_schema!({ "type": "string", "enum": names, "description": "The operation, or the kind of an object by itself; left out where there is none." })
}

fn side(_: &mut SchemaGenerator) -> Schema {
    let names = Side::ALL.map(Side::name);
    json_schema!({ "type": "string", "enum": names, "description": "Who has to act; left out where it is not known who sent an object." })
}

/// What `operation` may be.
pub(super) fn operations() -> impl Iterator<Item = &'static str> {
    let kinds = SpecimenKind::ALL.into_iter().map(SpecimenKind::name);
    Operation::ALL.into_iter().map(Operation::name).chain(kinds)
}
