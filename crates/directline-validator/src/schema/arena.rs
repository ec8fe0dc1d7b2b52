//! Lets the schema engine walk the arena of `directline-json` in place, without a copy of the body.

use std::borrow::Cow;

use directline_json::{Elements, Kind, Member, Members, Value};
use jsonschema::json::{Array, Json, Node, NodeIdentity, Object};
use jsonschema::types::JsonType;
use serde_json::Value as Plain;

use super::number::ArenaNumber;
use super::piece::{FirstOnes, Piece};

/// How many values [`Node::to_value`] copies. The engine stores a copy of the refused value in every
/// error; this module finds values by their place and never looks at the copy, so it need not be whole.
const MAX_COPIED: usize = 64;

/// The representation: values of `directline-json`.
#[derive(Debug)]
pub(super) struct Arena;

impl Json for Arena {
    type Node<'a> = ArenaNode<'a>;
    type PreparedKey = String;
    type StringBuffer = String;

    // A lookup walks the members, so one pass over them is never slower than the lookups that it
    // replaces. The engine multiplies this by a small count: stay far from overflow.
    const KEYS_PER_LOOKUP: usize = 1 << 24;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>(buffer: &mut String, string: &str, f: impl FnOnce(ArenaNode<'_>) -> T) -> T {
        string.clone_into(buffer);
        f(ArenaNode::Name(buffer))
    }
}

/// A value of the document, or what the engine is shown in place of one.
#[derive(Debug, Clone, Copy)]
pub(super) enum ArenaNode<'a> {
    Value(Value<'a>),
    /// The name of a member, where the engine judges names.
    Name(&'a str),
    /// An object of which some members are shown.
    Piece(&'a Piece<'a>),
    /// An array of which some elements are shown.
    Elements(Value<'a>, &'a [Value<'a>]),
    /// A value of which nothing inside is shown.
    Outline(Value<'a>),
}

impl<'a> ArenaNode<'a> {
    /// The value that it is, or stands for.
    fn value(self) -> Option<Value<'a>> {
        match self {
            Self::Value(value) | Self::Elements(value, _) | Self::Outline(value) => Some(value),
            Self::Piece(piece) => Some(piece.holder),
            Self::Name(_) => None,
        }
    }

    fn value_of(self, kind: Kind) -> Option<Value<'a>> {
        self.value().filter(|value| value.kind() == kind)
    }
}

impl<'a> Node<'a, Arena> for ArenaNode<'a> {
    type Object = ArenaObject<'a>;
    type Array = ArenaArray<'a>;
    type Number = ArenaNumber<'a>;

    fn as_object(&self) -> Option<ArenaObject<'a>> {
        let value = self.value_of(Kind::Object)?;
        Some(match *self {
            Self::Piece(piece) => ArenaObject::Piece(piece),
            Self::Outline(_) => ArenaObject::Outline,
            _ => ArenaObject::Whole(value),
        })
    }

    fn as_array(&self) -> Option<ArenaArray<'a>> {
        let value = self.value_of(Kind::Array)?;
        Some(match *self {
            Self::Elements(_, shown) => ArenaArray::Some(shown),
            Self::Outline(_) => ArenaArray::Some(&[]),
            _ => ArenaArray::Whole(value),
        })
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        match *self {
            Self::Name(name) => Some(Cow::Borrowed(name)),
            node => node.value()?.as_str(),
        }
    }

    fn as_number(&self) -> Option<ArenaNumber<'a>> {
        self.value_of(Kind::Number).map(number)
    }

    fn as_boolean(&self) -> Option<bool> {
        self.value_of(Kind::Bool)?.as_bool()
    }

    fn is_null(&self) -> bool {
        self.value_of(Kind::Null).is_some()
    }

    fn json_type(&self) -> JsonType {
        match self.value().map(Value::kind) {
            None | Some(Kind::String) => JsonType::String,
            Some(Kind::Null) => JsonType::Null,
            Some(Kind::Bool) => JsonType::Boolean,
            Some(Kind::Number) => JsonType::Number,
            Some(Kind::Array) => JsonType::Array,
            Some(Kind::Object) => JsonType::Object,
        }
    }

    fn equals_value(&self, expected: &Plain) -> bool {
        match (*self, self.value()) {
            (_, Some(value)) => equals(value, expected),
            (Self::Name(name), _) => expected.as_str() == Some(name),
            _ => false,
        }
    }

    fn to_value(&self) -> Cow<'a, Plain> {
        Cow::Owned(match (*self, self.value()) {
            (_, Some(value)) => copy(value, &mut MAX_COPIED.clone()),
            (Self::Name(name), _) => Plain::from(name),
            _ => Plain::Null,
        })
    }

    fn identity(&self) -> Option<NodeIdentity> {
        match *self {
            Self::Value(value) => {
                let document = std::ptr::from_ref(value.document()).addr();
                // An arena holds at most 2^32 nodes.
                u32::try_from(value.id()).ok().map(|id| NodeIdentity::tagged(document, id))
            }
            _ => None,
        }
    }
}

/// An object of the document.
#[derive(Debug)]
pub(super) enum ArenaObject<'a> {
    Whole(Value<'a>),
    Piece(&'a Piece<'a>),
    Outline,
}

impl<'a> Object<'a, Arena> for ArenaObject<'a> {
    type Node = ArenaNode<'a>;
    type MemberName = Cow<'a, str>;
    type MembersIter = ArenaMembers<'a>;

    fn len(&self) -> usize {
        match self {
            Self::Whole(value) => value.len(),
            Self::Piece(piece) => piece.members.len(),
            Self::Outline => 0,
        }
    }

    fn get(&self, key: &String) -> Option<ArenaNode<'a>> {
        match self {
            Self::Whole(value) => value.get(key).map(ArenaNode::Value),
            Self::Piece(piece) => {
                let member = piece.members.iter().find(|member| member.key == *key)?;
                Some(piece.node(member.value))
            }
            Self::Outline => None,
        }
    }

    fn members(&self) -> ArenaMembers<'a> {
        match *self {
            Self::Whole(value) => ArenaMembers::Whole(value.members(), FirstOnes::default()),
            Self::Piece(piece) => ArenaMembers::Piece(piece, piece.members.iter()),
            Self::Outline => ArenaMembers::None,
        }
    }
}

/// The members of an object. Of members with one documented name the first is judged, as everywhere; that
/// a name is repeated is a defect of the JSON text.
#[derive(Debug)]
pub(super) enum ArenaMembers<'a> {
    Whole(Members<'a>, FirstOnes),
    Piece(&'a Piece<'a>, std::slice::Iter<'a, Member<'a>>),
    None,
}

impl<'a> Iterator for ArenaMembers<'a> {
    type Item = (Cow<'a, str>, ArenaNode<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Whole(members, first_ones) => members
                .find(|member| first_ones.admit(&member.key))
                .map(|member| (member.key, ArenaNode::Value(member.value))),
            Self::Piece(piece, members) => {
                members.next().map(|member| (member.key.clone(), piece.node(member.value)))
            }
            Self::None => None,
        }
    }
}

/// An array of the document.
#[derive(Debug)]
pub(super) enum ArenaArray<'a> {
    Whole(Value<'a>),
    Some(&'a [Value<'a>]),
}

impl<'a> Array<'a, Arena> for ArenaArray<'a> {
    type Node = ArenaNode<'a>;
    type ElementsIter = ArenaElements<'a>;

    fn len(&self) -> usize {
        match self {
            Self::Whole(value) => value.len(),
            Self::Some(shown) => shown.len(),
        }
    }

    fn elements(&self) -> ArenaElements<'a> {
        match *self {
            Self::Whole(value) => ArenaElements::Whole(value.elements()),
            Self::Some(shown) => ArenaElements::Some(shown.iter()),
        }
    }

    fn is_unique(&self) -> bool {
        // No schema of the contract asks for it, so plain comparison is good enough.
        let elements: Vec<Value<'a>> = self.elements().filter_map(ArenaNode::value).collect();
        let repeated = |(index, one): (usize, &Value<'a>)| {
            elements.iter().skip(index + 1).any(|other| one.same_value(*other))
        };
        !elements.iter().enumerate().any(repeated)
    }
}

/// The elements of an array.
#[derive(Debug)]
pub(super) enum ArenaElements<'a> {
    Whole(Elements<'a>),
    Some(std::slice::Iter<'a, Value<'a>>),
}

impl<'a> Iterator for ArenaElements<'a> {
    type Item = ArenaNode<'a>;

    fn next(&mut self) -> Option<ArenaNode<'a>> {
        match self {
            Self::Whole(elements) => elements.next(),
            Self::Some(elements) => elements.next().copied(),
        }
        .map(ArenaNode::Value)
    }
}

/// A copy of at most as many values as the budget allows; `null` stands for the rest. The budget bounds
/// the depth of the recursion, too.
fn copy(value: Value<'_>, budget: &mut usize) -> Plain {
    let Some(left) = budget.checked_sub(1) else { return Plain::Null };
    *budget = left;
    match value.kind() {
        Kind::Null => Plain::Null,
        Kind::Bool => Plain::Bool(value.as_bool().unwrap_or_default()),
        Kind::Number => Plain::Number(number(value).nearest()),
        Kind::String => Plain::String(value.as_str().unwrap_or_default().into_owned()),
        Kind::Array => value.elements().take(left).map(|element| copy(element, budget)).collect(),
        Kind::Object => value
            .members()
            .take(left)
            .map(|member| (member.key.into_owned(), copy(member.value, budget)))
            .collect(),
    }
}

/// Equality with a value of a schema; as deep as the schema is.
fn equals(value: Value<'_>, expected: &Plain) -> bool {
    match (value.kind(), expected) {
        (Kind::Null, Plain::Null) => true,
        (Kind::Bool, Plain::Bool(expected)) => value.as_bool() == Some(*expected),
        (Kind::Number, Plain::Number(expected)) => {
            jsonschema::json::cmp::equal_numbers(&number(value), expected)
        }
        (Kind::String, Plain::String(expected)) => value.as_str().as_deref() == Some(expected),
        (Kind::Array, Plain::Array(expected)) => {
            value.len() == expected.len()
                && value.elements().zip(expected).all(|(one, other)| equals(one, other))
        }
        (Kind::Object, Plain::Object(expected)) => {
            value.len() == expected.len()
                && value
                    .members()
                    .all(|member| expected.get(&*member.key).is_some_and(|other| equals(member.value, other)))
        }
        _ => false,
    }
}

/// A number is ASCII, so its text is always there.
fn number(value: Value<'_>) -> ArenaNumber<'_> {
    ArenaNumber(value.number_text().unwrap_or_default())
}
