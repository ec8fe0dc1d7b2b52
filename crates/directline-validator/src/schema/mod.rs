//! The one place that knows the JSON Schema engine: lists every deviation of a body from the
//! schema of its object, in words of the contract.
//!
//! The engine runs on the arena of `directline-json` itself (`arena`); its errors are turned into
//! [`SchemaDeviation`]s here, and none of its wording leaves this module.

mod arena;
mod form;
mod number;
mod piece;
mod place;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use directline_json::{Kind, Span, Value};
use directline_types::ObjectKind;
use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind;

use arena::{Arena, ArenaNode};
use piece::{Met, PIECE, Piece};
use place::{Found, Places, Step};

pub(crate) use form::fitting;

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
    /// For an unknown member: the object that has it.
    pub(crate) holder: Option<Value<'d>>,
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

/// Gives every deviation of `value` from the schema of `kind` to `take`, in byte order; what is missing in
/// an object, before what is wrong inside it. A value of the wrong type has that one deviation, whatever
/// else the schema asks of it.
///
/// However many there are, memory holds those of a small piece of the body at a time.
pub(crate) fn each_deviation<'d>(
    kind: ObjectKind,
    value: Value<'d>,
    take: &mut dyn FnMut(SchemaDeviation<'d>),
) {
    if value.kind() != Kind::Object || value.span().len() <= PIECE {
        return judge(kind, value, None, take);
    }
    let (mut list, mut known) = (None, HashMap::new());
    piece::each(kind, value, &mut |met| match met {
        Met::List(member) => {
            list = Some(member);
            known.clear();
        }
        // What the engine says of one number in a list, it says of each.
        Met::Scalar(element, number) => {
            let Some(list) = &list else { return };
            let said = known.entry(element.kind()).or_insert_with(|| {
                let piece = Piece::of_element(value, list, element, number);
                let mut said = Vec::new();
                judge(kind, value, Some(&piece), &mut |deviation| {
                    if !is_missing_here(&deviation) {
                        said.push(deviation);
                    }
                });
                said
            });
            for one in said {
                let pointer = format!("/{}/{number}", list.key);
                take(SchemaDeviation { pointer, value: element, ..one.clone() });
            }
        }
        Met::Outline(piece) => judge(kind, value, Some(&piece), &mut |deviation| {
            if is_missing_here(&deviation) {
                take(deviation);
            }
        }),
        Met::Piece(piece) => judge(kind, value, Some(&piece), &mut |deviation| {
            if !is_missing_here(&deviation) {
                take(deviation);
            }
        }),
        Met::Inner(inner, pointer, value) => each_deviation(inner, value, &mut |deviation| {
            take(SchemaDeviation { pointer: format!("{pointer}{}", deviation.pointer), ..deviation });
        }),
    });
}

/// Whether a deviation is that the object that was checked lacks a member.
fn is_missing_here(deviation: &SchemaDeviation<'_>) -> bool {
    deviation.keyword == Keyword::Required && deviation.pointer.is_empty()
}

/// Gives the deviations of a value, or of a piece of it.
fn judge<'d>(
    kind: ObjectKind,
    value: Value<'d>,
    piece: Option<&Piece<'d>>,
    take: &mut dyn FnMut(SchemaDeviation<'d>),
) {
    let Some(validator) = validator(kind) else {
        return take(whole(kind, value));
    };
    let mut places = Places::new(value, piece);
    let mut all = Vec::new();
    let shown = piece.map_or(ArenaNode::Value(value), ArenaNode::Piece);
    for error in validator.iter_errors(shown) {
        translate(kind, value, &mut places, error.instance_path().as_str(), error.kind(), &mut all);
    }
    all.sort_by_key(|deviation| (deviation.start(), deviation.keyword));
    let mistyped: HashSet<usize> = all
        .iter()
        .filter(|deviation| deviation.keyword == Keyword::Type)
        .map(|deviation| deviation.value.id())
        .collect();
    all.retain(|deviation| deviation.keyword != Keyword::Enum || !mistyped.contains(&deviation.value.id()));
    all.into_iter().for_each(take);
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
    let Some(Found { value, steps, pointer }) = places.find(pointer) else {
        return all.push(whole(kind, root));
    };
    match error {
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            unknown_members(kind, places, &pointer, value, &steps, unexpected, all);
        }
        ValidationErrorKind::Required { property } => all.push(SchemaDeviation {
            pointer,
            object: place::object_at(kind, &steps),
            member: property.as_str().map(str::to_owned),
            keyword: Keyword::Required,
            value,
            holder: None,
            name_span: None,
        }),
        _ => {
            let (object, member) = place::owner(kind, &steps);
            let keyword = match error {
                ValidationErrorKind::Type { .. } => Keyword::Type,
                ValidationErrorKind::Enum { .. } => Keyword::Enum,
                _ => Keyword::Other,
            };
            all.push(SchemaDeviation {
                pointer,
                object,
                member,
                keyword,
                value,
                holder: None,
                name_span: None,
            });
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
            holder: Some(object),
            name_span: Some(member.key_span),
        });
    }
}

/// The deviation that is reported if nothing more exact can be said: the engine's answer must never get
/// lost.
fn whole(kind: ObjectKind, value: Value<'_>) -> SchemaDeviation<'_> {
    let pointer = String::new();
    SchemaDeviation {
        pointer,
        object: kind,
        member: None,
        keyword: Keyword::Other,
        value,
        holder: None,
        name_span: None,
    }
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
