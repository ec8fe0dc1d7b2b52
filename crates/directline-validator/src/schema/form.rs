//! Whether a value fits the schema of its object. That is asked of every exchange, and nearly every value does: so the
//! schema is read once, and a value that fits costs one walk through it. Why another does not, the engine says.

use std::sync::OnceLock;

use directline_json::{Kind, Value};
use directline_types::ObjectKind;
use serde_json::{Map, Value as Json};

use crate::Seen;

/// What a schema asks of a value.
#[derive(Debug, PartialEq, Eq)]
enum Form {
    /// That it is of this kind.
    Kind(Kind),
    /// That it is one of these strings.
    OneOf(Vec<String>),
    /// That it is an array of such elements.
    List(Box<Form>),
    /// That it is an object with such members.
    Object(ObjectForm),
}

/// What a schema asks of an object of the API.
#[derive(Debug, PartialEq, Eq)]
struct ObjectForm {
    itself: Seen,
    members: Vec<MemberForm>,
    /// What must be there.
    required: Seen,
}

/// What a schema asks of a member.
#[derive(Debug, PartialEq, Eq)]
struct MemberForm {
    name: String,
    datum: Seen,
    form: Form,
}

/// The objects and members in a value that fits the schema of its object, whoever sends it; `None` of one that does not, or
/// may not.
pub(crate) fn fitting(kind: ObjectKind, value: Value<'_>) -> Option<Seen> {
    static FORMS: [OnceLock<Option<Form>>; ObjectKind::ALL.len()] =
        [const { OnceLock::new() }; ObjectKind::ALL.len()];
    // Of a name that is repeated only the first member counts: that is left to the engine.
    let form = FORMS.get(kind as usize).filter(|_| value.document().is_clean())?;
    let form = form.get_or_init(|| Form::of(kind)).as_ref()?;
    let mut seen = Seen::datum(kind, None);
    form.fits(value, &mut seen).then_some(seen)
}

impl Form {
    /// What the schema of an object asks; `None` where it has a keyword that is not known here.
    fn of(kind: ObjectKind) -> Option<Self> {
        let schema = directline_types::schema(kind);
        Self::read(schema.as_object()?, schema.get("$defs").and_then(Json::as_object))
    }

    fn read(schema: &Map<String, Json>, definitions: Option<&Map<String, Json>>) -> Option<Self> {
        if let Some(name) = schema.get("$ref") {
            let name = name.as_str()?.strip_prefix("#/$defs/")?;
            return Self::read(definitions?.get(name)?.as_object()?, definitions);
        }
        let is_silent = |name: &str| {
            matches!(name, "title" | "description" | "examples" | "$schema" | "$id" | "$defs")
                || name.starts_with("x-")
        };
        let mut asked: Vec<&str> =
            schema.keys().map(String::as_str).filter(|name| !is_silent(name)).collect();
        asked.sort_unstable();
        match (schema.get("type")?.as_str()?, asked.as_slice()) {
            ("string", ["type"]) => Some(Self::Kind(Kind::String)),
            ("string", ["enum", "type"]) => texts(schema.get("enum")?).map(Self::OneOf),
            ("number", ["type"]) => Some(Self::Kind(Kind::Number)),
            ("array", ["items", "type"]) => {
                let element = Self::read(schema.get("items")?.as_object()?, definitions)?;
                Some(Self::List(Box::new(element)))
            }
            ("object", ["additionalProperties", "type"]) => {
                let is_open = schema.get("additionalProperties")?.as_bool()?;
                is_open.then_some(Self::Kind(Kind::Object))
            }
            (
                "object",
                ["additionalProperties", "properties", "type"]
                | ["additionalProperties", "properties", "required", "type"],
            ) => {
                let is_open = schema.get("additionalProperties")?.as_bool()?;
                ObjectForm::read(schema, definitions).filter(|_| !is_open).map(Self::Object)
            }
            _ => None,
        }
    }

    /// Whether a value fits; the objects in it that do are added to what was seen.
    fn fits(&self, value: Value<'_>, seen: &mut Seen) -> bool {
        match self {
            Self::Kind(kind) => value.kind() == *kind,
            Self::OneOf(texts) => value.as_str().is_some_and(|text| texts.iter().any(|known| *known == text)),
            Self::List(element) => {
                value.kind() == Kind::Array && value.elements().all(|value| element.fits(value, seen))
            }
            Self::Object(object) => value.kind() == Kind::Object && object.fits(value, seen),
        }
    }
}

impl ObjectForm {
    fn read(schema: &Map<String, Json>, definitions: Option<&Map<String, Json>>) -> Option<Self> {
        let title = schema.get("title")?.as_str()?;
        let kind = ObjectKind::ALL.into_iter().find(|kind| kind.title() == title)?;
        let properties = schema.get("properties")?.as_object()?.iter();
        let members = properties.map(|(name, schema)| {
            let form = Form::read(schema.as_object()?, definitions)?;
            Some(MemberForm { name: name.clone(), datum: Seen::datum(kind, Some(name)), form })
        });
        let mut required = Seen::default();
        for name in schema.get("required").map_or(Some(Vec::new()), texts)? {
            required.add(Seen::datum(kind, Some(&name)));
        }
        Some(Self { itself: Seen::datum(kind, None), members: members.collect::<Option<_>>()?, required })
    }

    fn fits(&self, object: Value<'_>, seen: &mut Seen) -> bool {
        let mut here = self.itself;
        for member in object.members() {
            let Some(known) = self.members.iter().find(|known| *known.name == *member.key) else {
                return false;
            };
            if !known.form.fits(member.value, seen) {
                return false;
            }
            here.add(known.datum);
        }
        seen.add(here);
        here.has_all(self.required)
    }
}

fn texts(list: &Json) -> Option<Vec<String>> {
    list.as_array()?.iter().map(|text| text.as_str().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_schema_is_known() {
        for kind in ObjectKind::ALL {
            assert!(Form::of(kind).is_some(), "{kind}");
        }
    }

    #[test]
    fn a_schema_that_asks_more_is_not_taken_for_one_that_asks_less() {
        for (schema, is_known) in [
            (json!({ "type": "string" }), true),
            (json!({ "type": "string", "description": "a", "x-source": 1 }), true),
            (json!({ "type": "string", "maxLength": 1 }), false),
            (json!({ "type": "string", "enum": [1] }), false),
            (json!({ "type": ["string", "number"] }), false),
            (json!({ "type": "null" }), false),
            (json!({ "type": "array" }), false),
            (json!({ "type": "array", "items": { "pattern": "a" } }), false),
            (json!({ "type": "object", "additionalProperties": false }), false),
            (json!({ "type": "object", "additionalProperties": { "type": "string" } }), false),
            (
                json!({ "title": "Token", "type": "object", "properties": {}, "additionalProperties": true }),
                false,
            ),
            (
                json!({ "title": "Token", "type": "object", "properties": {}, "additionalProperties": false }),
                true,
            ),
            (
                json!({ "title": "Other", "type": "object", "properties": {}, "additionalProperties": false }),
                false,
            ),
            (json!({ "$ref": "#/$defs/Other" }), false),
            (json!({}), false),
        ] {
            assert_eq!(Form::read(schema.as_object().unwrap(), None).is_some(), is_known, "{schema}");
        }
    }
}
