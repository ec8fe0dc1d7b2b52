//! The one place that knows the JSON Schema engine: lists every deviation of a body from the
//! schema of its object, in words of the contract.
//!
//! The engine runs on the arena of `directline-json` itself (`arena`); its errors are turned into
//! [`SchemaDeviation`]s here, and none of its wording leaves this module.

mod arena;
mod number;
mod place;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::sync::OnceLock;

use directline_json::{Span, Value};
use directline_types::ObjectKind;
use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind;

use arena::{Arena, ArenaNode};
use place::{Places, Step};

/// One deviation of a value from the schema of its object.
#[derive(Debug, Clone)]
pub(crate) struct SchemaDeviation<'d> {
    /// JSON Pointer of the deviating value, relative to the value that was checked; for a missing
    /// member that of the object that lacks it, for an unknown member that of the member.
    pub(crate) pointer: String,
    /// The kind of object that the deviating member belongs to (or that the value should be).
    pub(crate) object: ObjectKind,
    /// The member; `None` if the object itself deviates. For an array element the array's member.
    pub(crate) member: Option<String>,
    /// Which keyword of the schema refused it.
    pub(crate) keyword: Keyword,
    /// The deviating value; for a missing member the object that lacks it.
    pub(crate) value: Value<'d>,
    /// For an unknown member: the span of its name.
    pub(crate) name_span: Option<Span>,
}

/// The keywords that the generated schemas use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Keyword {
    /// `type`.
    Type,
    /// `required`.
    Required,
    /// `additionalProperties: false`.
    AdditionalProperties,
    /// `enum`.
    Enum,
    /// Any other keyword; the generated schemas have none.
    Other,
}

/// Every deviation of `value` from the schema of `kind`, in byte order. A value of the wrong type has
/// that one deviation, whatever else the schema asks of it.
pub(crate) fn deviations(kind: ObjectKind, value: Value<'_>) -> Vec<SchemaDeviation<'_>> {
    let Some(validator) = validator(kind) else {
        return vec![whole(kind, value)];
    };
    let mut places = Places::new(value);
    let mut all = Vec::new();
    for error in validator.iter_errors(ArenaNode::Value(value)) {
        translate(kind, value, &mut places, error.instance_path().as_str(), error.kind(), &mut all);
    }
    all.sort_by_key(|deviation| (deviation.start(), deviation.keyword));
    let mistyped: HashSet<usize> = all
        .iter()
        .filter(|deviation| deviation.keyword == Keyword::Type)
        .map(|deviation| deviation.value.id())
        .collect();
    all.retain(|deviation| deviation.keyword != Keyword::Enum || !mistyped.contains(&deviation.value.id()));
    all
}

impl SchemaDeviation<'_> {
    fn start(&self) -> usize {
        self.name_span.map_or(self.value.span().start, |name| name.start)
    }
}

/// Turns one error of the engine into one deviation per member that it speaks of.
fn translate<'d>(
    kind: ObjectKind,
    root: Value<'d>,
    places: &mut Places<'d>,
    pointer: &str,
    error: &ValidationErrorKind,
    all: &mut Vec<SchemaDeviation<'d>>,
) {
    let Some((value, steps)) = places.find(pointer) else {
        return all.push(whole(kind, root));
    };
    match error {
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            unknown_members(kind, places, pointer, value, &steps, unexpected, all);
        }
        ValidationErrorKind::Required { property } => all.push(SchemaDeviation {
            pointer: pointer.to_owned(),
            object: place::object_at(kind, &steps),
            member: property.as_str().map(str::to_owned),
            keyword: Keyword::Required,
            value,
            name_span: None,
        }),
        _ => {
            let (object, member) = place::owner(kind, &steps);
            let keyword = match error {
                ValidationErrorKind::Type { .. } => Keyword::Type,
                ValidationErrorKind::Enum { .. } => Keyword::Enum,
                _ => Keyword::Other,
            };
            let pointer = pointer.to_owned();
            all.push(SchemaDeviation { pointer, object, member, keyword, value, name_span: None });
        }
    }
}

/// One deviation per unknown name: that a name is repeated is a defect of the JSON text.
fn unknown_members<'d>(
    kind: ObjectKind,
    places: &mut Places<'d>,
    pointer: &str,
    object: Value<'d>,
    steps: &[Step],
    names: &[String],
    all: &mut Vec<SchemaDeviation<'d>>,
) {
    let mut seen = HashSet::with_capacity(names.len());
    for name in names.iter().filter(|name| seen.insert(name.as_str())) {
        let Some(member) = places.member(object, name) else { continue };
        all.push(SchemaDeviation {
            pointer: format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1")),
            object: place::object_at(kind, steps),
            member: Some(name.clone()),
            keyword: Keyword::AdditionalProperties,
            value: member.value,
            name_span: Some(member.key_span),
        });
    }
}

/// The deviation that is reported if nothing more exact can be said: the engine's answer must never get
/// lost.
fn whole(kind: ObjectKind, value: Value<'_>) -> SchemaDeviation<'_> {
    let pointer = String::new();
    SchemaDeviation { pointer, object: kind, member: None, keyword: Keyword::Other, value, name_span: None }
}

/// The compiled schema of an object; `None` would mean that a generated schema is no schema, which a
/// test excludes.
fn validator(kind: ObjectKind) -> Option<&'static Validator<Arena>> {
    static COMPILED: [OnceLock<Option<Validator<Arena>>>; ObjectKind::ALL.len()] =
        [const { OnceLock::new() }; ObjectKind::ALL.len()];
    let slot = ObjectKind::ALL.iter().position(|&other| other == kind)?;
    let compile = || jsonschema::options_for::<Arena>().build(&directline_types::schema(kind)).ok();
    COMPILED.get(slot)?.get_or_init(compile).as_ref()
}
