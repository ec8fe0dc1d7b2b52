//! What a `directline.toml` looks like: its keys, and the type of each. The schema is made from it.
//!
//! Only the shape is read with these types. What a text may say, the parser of the option knows.

use std::fmt;
use std::marker::PhantomData;

use clap::ValueEnum;
use directline_validator::{Family, Level, rules};
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};
use serde_json::{Map, Value, json};

use crate::args::{FailOn, ProfileArg, ReportFormat, SideArg};
use crate::color::Color;
use crate::report::portable;

/// Identifies the schema; nothing is there to fetch (RFC 2606).
const ID: &str = "https://directline-contract.example/schemas/config.schema.json";

/// A `directline.toml`: settings of a project for the tool directline. A file says what options would say; an option
/// and an environment variable count before it. Nothing in it names what is written or who is contacted.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Config")]
#[expect(dead_code, reason = "its shape is what matters; the values are read with their places")]
pub(super) struct Config {
    /// How to read the documents, as --profile.
    profile: Option<Choice<ProfileArg>>,
    /// Requests below these base URIs are in scope too, as --base-uri.
    base_uri: Option<List>,
    /// Judge one side only, as --side.
    side: Option<Choice<SideArg>>,
    /// Run only these rules: names, patterns with *, families, as --only.
    only: Option<List>,
    /// Do not run these rules: names, patterns with *, families, as --skip.
    skip: Option<List>,
    /// The levels of rules: a name, a pattern with * or a family, and note, warning or error, as --level.
    level: Option<LevelTable>,
    /// From which level on a finding fails the run, as --fail-on.
    fail_on: Option<Choice<FailOn>>,
    /// The file of known findings, in or below the folder of this one, as --baseline.
    baseline: Option<Text>,
    /// The run must decide these rules: names, patterns with *, families, as --require.
    require: Option<List>,
    /// The run must exercise so many percent of the rules, as --min-coverage.
    min_coverage: Option<Number>,
    /// Also say what the recordings exercised, as --coverage.
    coverage: Option<Switch>,
    /// How to report, as --format.
    format: Option<Choice<ReportFormat>>,
    /// How many exchanges are examined side by side, as --jobs.
    jobs: Option<Number>,
    /// Bodies with more bytes are not looked into, as --max-body: 64MiB.
    max_body: Option<Text>,
    /// JSON with more arrays and objects inside each other is not looked into, as --max-depth.
    max_depth: Option<Number>,
    /// How many header fields of a message are looked at, as --max-headers.
    max_headers: Option<Number>,
    /// How many parts of a multipart body are looked at, as --max-parts.
    max_parts: Option<Number>,
    /// What expands to more than so many times its size is not decompressed, as --max-ratio.
    max_ratio: Option<Number>,
    /// An entry of a recording with more bytes is an error, as --max-entry: 268435455.
    max_entry: Option<Text>,
    /// Standard input with more bytes is an error, as --max-stdin: 1GiB.
    max_stdin: Option<Text>,
    /// How many findings of one exchange are shown, as --max-findings-per-exchange.
    max_findings_per_exchange: Option<Number>,
    /// How many findings are shown in all, as --max-findings.
    max_findings: Option<Number>,
    /// When to use colour, as --color.
    color: Option<Choice<Color>>,
    /// For directline fuzz.
    fuzz: Option<FuzzTable>,
    /// For directline replay.
    replay: Option<ReplayTable>,
}

/// For `directline fuzz`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Fuzz")]
#[expect(dead_code, reason = "its shape is what matters; the values are read with their places")]
struct FuzzTable {
    /// How many sequences of requests are generated, as --cases.
    cases: Option<Number>,
    /// What the sequences are made from, as --seed.
    seed: Option<Number>,
}

/// For `directline replay`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Replay")]
#[expect(dead_code, reason = "its shape is what matters; the values are read with their places")]
struct ReplayTable {
    /// A difference to the recording fails the run, as --fail-on-difference.
    fail_on_difference: Option<Switch>,
}

/// One of the values of an option.
struct Choice<T>(PhantomData<T>);

/// Texts.
struct List;

/// A whole number.
struct Number;

/// `true` or `false`.
struct Switch;

/// Names of rules and their levels.
struct LevelTable;

/// Takes a value of one kind, and says what is expected instead of any other.
struct Taken(&'static str, Form);

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Text,
    Texts,
    Number,
    Switch,
    Table,
}

impl<'de> Visitor<'de> for Taken {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.0)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        self.only(Form::Text, serde::de::Unexpected::Str(text))
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<(), E> {
        self.only(Form::Switch, serde::de::Unexpected::Bool(value))
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<(), E> {
        self.only(Form::Number, serde::de::Unexpected::Signed(number))
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<(), E> {
        self.only(Form::Number, serde::de::Unexpected::Unsigned(number))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        if self.1 != Form::Texts {
            return Err(serde::de::Error::invalid_type(serde::de::Unexpected::Seq, &self));
        }
        while items.next_element::<Text>()?.is_some() {}
        Ok(())
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        if self.1 != Form::Table {
            return Err(serde::de::Error::invalid_type(serde::de::Unexpected::Map, &self));
        }
        while members.next_entry::<String, Text>()?.is_some() {}
        Ok(())
    }
}

impl Taken {
    fn only<E: serde::de::Error>(&self, form: Form, found: serde::de::Unexpected<'_>) -> Result<(), E> {
        if self.1 == form { Ok(()) } else { Err(E::invalid_type(found, self)) }
    }
}

/// A text.
struct Text;

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let taken = deserializer.deserialize_any(Taken("a text in quotation marks", Form::Text));
        taken.map(|()| Self)
    }
}

impl<'de, T> Deserialize<'de> for Choice<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Text::deserialize(deserializer).map(|_| Self(PhantomData))
    }
}

impl<'de> Deserialize<'de> for List {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let taken = deserializer.deserialize_any(Taken("a list of texts, in brackets", Form::Texts));
        taken.map(|()| Self)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Taken("a whole number", Form::Number)).map(|()| Self)
    }
}

impl<'de> Deserialize<'de> for Switch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Taken("true or false", Form::Switch)).map(|()| Self)
    }
}

impl<'de> Deserialize<'de> for LevelTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let expected = "a table of rules and their levels, such as [level]";
        deserializer.deserialize_any(Taken(expected, Form::Table)).map(|()| Self)
    }
}

impl<T: ValueEnum> JsonSchema for Choice<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Choice".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let values = T::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        let names: Vec<String> = values.map(|value| value.get_name().to_owned()).collect();
        json_schema!({ "type": "string", "enum": names })
    }
}

impl JsonSchema for LevelTable {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "LevelTable".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        levels(&generator.subschema_for::<LevelName>())
    }
}

/// `note`, `warning` or `error`.
struct LevelName;

impl JsonSchema for LevelName {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Level".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": Level::ALL.map(Level::name) })
    }
}

/// Says what the schema of a type is.
macro_rules! schema_of {
    ($name:ident, $schema:expr) => {
        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    };
}

schema_of!(Text, json_schema!({ "type": "string" }));
schema_of!(List, json_schema!({ "type": "array", "items": { "type": "string" } }));
schema_of!(Number, json_schema!({ "type": "integer" }));
schema_of!(Switch, json_schema!({ "type": "boolean" }));
/// Every rule and family by name. Patterns are any other member: their level is checked when the file is read.
fn levels(level: &Schema) -> Schema {
    let names = rules().iter().map(|rule| rule.name).chain(Family::ALL.into_iter().map(Family::name));
    let members: Map<String, Value> = names.map(|name| (name.to_owned(), level.as_value().clone())).collect();
    json_schema!({ "type": "object", "properties": members })
}

/// The JSON Schema (draft 2020-12) of `directline.toml`.
pub(crate) fn config_schema() -> Value {
    // What may be left out is no null: TOML has none.
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.meta_schema = None);
    let mut generator = settings.with_transform(RecursiveTransform(portable)).into_generator();
    let mut schema = generator.root_schema_for::<Config>().to_value();
    without_null(&mut schema);
    let Value::Object(members) = schema else { return schema };
    let head = json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": ID });
    let mut document = head.as_object().cloned().unwrap_or_default();
    document.extend(members);
    document.insert("title".to_owned(), "Settings of directline".into());
    document.into()
}

/// Takes out the alternative `null`, wherever it is one of several.
fn without_null(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::Array(branches)) = members.get_mut("anyOf") {
                branches.retain(|branch| branch.get("type").is_none_or(|kind| kind != "null"));
                if let [only] = branches.as_mut_slice() {
                    let only = only.take();
                    members.remove("anyOf");
                    members.extend(only.as_object().cloned().unwrap_or_default());
                }
            }
            if let Some(Value::Array(values)) = members.get_mut("enum") {
                values.retain(|value| !value.is_null());
            }
            members.values_mut().for_each(without_null);
        }
        Value::Array(items) => items.iter_mut().for_each(without_null),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::SETTINGS;

    #[test]
    fn the_keys_are_the_settings() {
        let schema = config_schema();
        let tables = &schema["$defs"];
        let mut keys = Vec::new();
        for (name, member) in schema["properties"].as_object().unwrap() {
            let table = member["$ref"].as_str().map(|path| &tables[path.trim_start_matches("#/$defs/")]);
            match table {
                Some(table) => {
                    let inner = table["properties"].as_object().unwrap().keys();
                    keys.extend(inner.map(|inner| format!("{name}.{inner}")));
                }
                None => keys.push(name.clone()),
            }
        }
        keys.sort();
        let mut settings: Vec<&str> = SETTINGS.iter().map(|setting| setting.key).collect();
        settings.sort_unstable();
        assert_eq!(keys, settings);
        assert!(
            ![":null", ",null", "\"null\""].iter().any(|null| schema.to_string().contains(null)),
            "{schema}"
        );
    }
}
