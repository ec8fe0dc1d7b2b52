//! One schema, its keywords sorted by what they do. Nothing is compared here.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::document::{Dialect, Document, Target};
use super::place::At;
use super::types::{self, Types, Values};

/// A schema, one level deep.
#[derive(Debug)]
pub(super) struct Schema<'d> {
    pub(super) at: At<'d>,
    /// What also must hold: the target of a `$ref` with other assertions beside it.
    pub(super) also: Option<At<'d>>,
    pub(super) types: Types,
    /// The only values, if they are listed.
    pub(super) values: Option<Values>,
    pub(super) required: BTreeSet<&'d str>,
    pub(super) properties: BTreeMap<&'d str, At<'d>>,
    pub(super) additional: At<'d>,
    pub(super) prefix: Vec<At<'d>>,
    pub(super) rest: At<'d>,
    /// The keywords of [`BOUNDS`].
    pub(super) bounds: [Option<f64>; BOUNDS.len()],
    pub(super) any_of: Option<Vec<At<'d>>>,
    /// Keywords that are not judged.
    pub(super) others: BTreeMap<&'d str, At<'d>>,
    /// What is wrong with the schema itself.
    pub(super) faults: Vec<(At<'d>, String)>,
}

/// Keywords that bound a number, the types that they speak of, and whether more means less is valid.
pub(super) const BOUNDS: [(&str, Types, bool); 10] = [
    ("minLength", Types::STRING, true),
    ("maxLength", Types::STRING, false),
    ("minItems", Types::ARRAY, true),
    ("maxItems", Types::ARRAY, false),
    ("minProperties", Types::OBJECT, true),
    ("maxProperties", Types::OBJECT, false),
    ("minimum", Types::NUMBER, true),
    ("exclusiveMinimum", Types::NUMBER, true),
    ("maximum", Types::NUMBER, false),
    ("exclusiveMaximum", Types::NUMBER, false),
];

/// Keywords that OpenAPI 3.0 does not have, or has as a flag beside another one.
const OTHERWISE_IN_OPENAPI_30: [&str; 3] = ["const", "exclusiveMinimum", "exclusiveMaximum"];

/// Where `maxItems` stands in [`BOUNDS`].
pub(super) const MAX_ITEMS: usize = 3;

/// Keywords that say something to readers and nothing to validators.
pub(super) const NOTES: [&str; 14] = [
    "title",
    "description",
    "examples",
    "example",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
    "$comment",
    "$schema",
    "externalDocs",
    "xml",
    "summary",
    "tags",
];

/// Whether a keyword only speaks to readers.
pub(super) fn is_note(keyword: &str) -> bool {
    keyword.starts_with("x-") || NOTES.contains(&keyword)
}

/// Keywords that hold definitions: they are compared by name, and where references lead to them.
pub(super) const DEFINITIONS: [&str; 2] = ["$defs", "definitions"];

impl<'d> Schema<'d> {
    /// A schema that accepts everything of these types.
    fn plain(at: At<'d>, types: Types) -> Self {
        let anything = at.anything();
        Self {
            at,
            also: None,
            types,
            values: None,
            required: BTreeSet::new(),
            properties: BTreeMap::new(),
            additional: anything.clone(),
            prefix: Vec::new(),
            rest: anything,
            bounds: [None; BOUNDS.len()],
            any_of: None,
            others: BTreeMap::new(),
            faults: Vec::new(),
        }
    }

    /// Reads the schema at a place that is no lone reference.
    pub(super) fn read(document: &Document<'d>, at: &At<'d>) -> Self {
        match at.value {
            Value::Bool(true) => Self::plain(at.clone(), Types::ALL),
            Value::Bool(false) => Self::plain(at.clone(), Types::NONE),
            Value::Object(_) => {
                let mut schema = Self::plain(at.clone(), Types::ALL);
                let is_lone = document.reference_stands_alone()
                    && at.member("$ref").is_some_and(|reference| reference.value.is_string());
                let members = at.members().into_iter();
                for (keyword, member) in members.filter(|(keyword, _)| !is_lone || *keyword == "$ref") {
                    if schema.keyword(document, keyword, &member).is_none() {
                        let fault = format!("the value of {keyword} is not what it should be");
                        schema.faults.push((member, fault));
                    }
                }
                schema.finish(document);
                schema
            }
            _ => {
                let mut schema = Self::plain(at.clone(), Types::ALL);
                schema.faults.push((at.clone(), "a schema is an object, true or false".to_owned()));
                schema
            }
        }
    }

    /// Takes in one keyword; `None` if its value has the wrong shape.
    fn keyword(&mut self, document: &Document<'d>, keyword: &'d str, member: &At<'d>) -> Option<()> {
        let value = member.value;
        let is_old = document.dialect != Dialect::Draft202012;
        if document.dialect == Dialect::OpenApi30 && OTHERWISE_IN_OPENAPI_30.contains(&keyword) {
            self.others.insert(keyword, member.clone());
            return Some(());
        }
        if let Some(index) = BOUNDS.iter().position(|(known, ..)| *known == keyword) {
            *self.bounds.get_mut(index)? = Some(value.as_f64()?);
            return Some(());
        }
        match keyword {
            "$ref" => match document.resolve(value.as_str()?) {
                Target::Found(target) => self.also = Some(target),
                Target::Lost(why) => {
                    self.faults.push((member.clone(), format!("$ref is not followed: {why}")));
                }
            },
            "type" if document.dialect == Dialect::OpenApi30 && !value.is_string() => return None,
            "type" => self.types = self.types.and(type_set(value)?),
            "enum" => self.only(types::values(value.as_array()?)),
            "const" => self.only(types::values([value])),
            "required" => self.required = names(value)?,
            "properties" => {
                value.as_object()?;
                self.properties = member.members().into_iter().collect();
            }
            "additionalProperties" => self.additional = member.clone(),
            "items" if !value.is_array() => self.rest = member.clone(),
            "prefixItems" if !is_old => {
                value.as_array()?;
                self.prefix = member.elements();
            }
            "items" if document.dialect == Dialect::Draft07 => self.prefix = member.elements(),
            "items" => return None,
            // Beside an array of items only; finish() looks at it.
            "additionalItems" if document.dialect == Dialect::Draft07 => {}
            "anyOf" => {
                value.as_array()?.first()?;
                self.any_of = Some(member.elements());
            }
            // It says what a document is called; inside, it would turn references to elsewhere.
            "$id" if document.is_root(&self.at) => {}
            "nullable" if document.dialect == Dialect::OpenApi30 => {
                value.as_bool()?;
            }
            _ if document.is_note(keyword) || DEFINITIONS.contains(&keyword) => {}
            _ => {
                self.others.insert(keyword, member.clone());
            }
        }
        Some(())
    }

    fn finish(&mut self, document: &Document<'d>) {
        let at = self.at.clone();
        let is_tuple = at.member("items").is_some_and(|items| items.value.is_array());
        if document.dialect == Dialect::Draft07 && is_tuple {
            self.rest = at.member("additionalItems").unwrap_or_else(|| at.anything());
        }
        let is_nullable = at.member("nullable").is_some_and(|nullable| *nullable.value == Value::Bool(true));
        // OpenAPI 3.0.3: "A true value adds null to the allowed type specified by the type keyword".
        if document.dialect == Dialect::OpenApi30 && is_nullable && at.member("type").is_some() {
            self.types = self.types.or(Types::NULL);
        }
        if let Some(values) = &mut self.values {
            values.retain(|_, (_, value)| self.types.meets(*value));
            self.types = values.values().fold(Types::NONE, |types, (_, value)| types.or(*value));
        }
        // After an element that nothing fits, there is none.
        let end = self.prefix.iter().chain([&self.rest]).position(|at| *at.value == Value::Bool(false));
        if let (Some(end), Some(most)) = (end, self.bounds.get_mut(MAX_ITEMS)) {
            #[expect(clippy::cast_precision_loss, reason = "no file has 2^53 elements")]
            let end = end as f64;
            *most = Some(most.map_or(end, |most| most.min(end)));
        }
    }

    fn only(&mut self, values: Values) {
        match &mut self.values {
            Some(known) => known.retain(|value, _| values.contains_key(value)),
            none => *none = Some(values),
        }
    }

    /// What holds for a member.
    pub(super) fn property(&self, name: &str) -> Option<&At<'d>> {
        self.properties.get(name)
    }

    /// What holds for the element at an index.
    pub(super) fn element(&self, index: usize) -> &At<'d> {
        self.prefix.get(index).unwrap_or(&self.rest)
    }

    /// Whether alternatives are all that it says.
    pub(super) fn is_alternatives_only(&self) -> bool {
        let is_loose = |(keyword, _): &(&str, At<'d>)| {
            *keyword == "anyOf" || is_note(keyword) || DEFINITIONS.contains(keyword) || *keyword == "$id"
        };
        self.any_of.is_some() && self.at.members().iter().all(is_loose)
    }
}

/// The set that a `type` names.
fn type_set(value: &Value) -> Option<Types> {
    match value {
        Value::String(name) => Types::named(name),
        Value::Array(names) => {
            names.iter().try_fold(Types::NONE, |types, name| Some(types.or(Types::named(name.as_str()?)?)))
        }
        _ => None,
    }
}

fn names(value: &Value) -> Option<BTreeSet<&str>> {
    value.as_array()?.iter().map(Value::as_str).collect()
}
