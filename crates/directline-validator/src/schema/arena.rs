//! Lets the schema engine walk the arena of `directline-json` in place, without a copy of the body.

use std::borrow::Cow;

use directline_json::{Elements, Kind, Members, Value};
use jsonschema::json::{Array, Json, Node, NodeIdentity, Object};
use jsonschema::types::JsonType;
use serde_json::Value as Plain;

use super::number::ArenaNumber;

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

/// A value of the document, or the name of a member where the engine judges names.
#[derive(Debug, Clone, Copy)]
pub(super) enum ArenaNode<'a> {
    Value(Value<'a>),
    Name(&'a str),
}

impl<'a> ArenaNode<'a> {
    fn value_of(self, kind: Kind) -> Option<Value<'a>> {
        match self {
            Self::Value(value) if value.kind() == kind => Some(value),
            _ => None,
        }
    }
}

impl<'a> Node<'a, Arena> for ArenaNode<'a> {
    type Object = ArenaObject<'a>;
    type Array = ArenaArray<'a>;
    type Number = ArenaNumber<'a>;

    fn as_object(&self) -> Option<ArenaObject<'a>> {
        self.value_of(Kind::Object).map(ArenaObject)
    }

    fn as_array(&self) -> Option<ArenaArray<'a>> {
        self.value_of(Kind::Array).map(ArenaArray)
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        match *self {
            Self::Value(value) => value.as_str(),
            Self::Name(name) => Some(Cow::Borrowed(name)),
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
        match *self {
            Self::Name(_) => JsonType::String,
            Self::Value(value) => match value.kind() {
                Kind::Null => JsonType::Null,
                Kind::Bool => JsonType::Boolean,
                Kind::Number => JsonType::Number,
                Kind::String => JsonType::String,
                Kind::Array => JsonType::Array,
                Kind::Object => JsonType::Object,
            },
        }
    }

    fn equals_value(&self, expected: &Plain) -> bool {
        match *self {
            Self::Name(name) => expected.as_str() == Some(name),
            Self::Value(value) => equals(value, expected),
        }
    }

    fn to_value(&self) -> Cow<'a, Plain> {
        Cow::Owned(match *self {
            Self::Value(value) => copy(value, &mut MAX_COPIED.clone()),
            Self::Name(name) => Plain::from(name),
        })
    }

    fn identity(&self) -> Option<NodeIdentity> {
        match *self {
            Self::Value(value) => {
                let document = std::ptr::from_ref(value.document()).addr();
                // An arena holds at most 2^32 nodes.
                u32::try_from(value.id()).ok().map(|id| NodeIdentity::tagged(document, id))
            }
            Self::Name(_) => None,
        }
    }
}

/// An object of the document.
#[derive(Debug)]
pub(super) struct ArenaObject<'a>(Value<'a>);

impl<'a> Object<'a, Arena> for ArenaObject<'a> {
    type Node = ArenaNode<'a>;
    type MemberName = Cow<'a, str>;
    type MembersIter = ArenaMembers<'a>;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn get(&self, key: &String) -> Option<ArenaNode<'a>> {
        self.0.get(key).map(ArenaNode::Value)
    }

    fn members(&self) -> ArenaMembers<'a> {
        ArenaMembers(self.0.members())
    }
}

/// The members of an object, repeated ones included.
#[derive(Debug)]
pub(super) struct ArenaMembers<'a>(Members<'a>);

impl<'a> Iterator for ArenaMembers<'a> {
    type Item = (Cow<'a, str>, ArenaNode<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|member| (member.key, ArenaNode::Value(member.value)))
    }
}

/// An array of the document.
#[derive(Debug)]
pub(super) struct ArenaArray<'a>(Value<'a>);

impl<'a> Array<'a, Arena> for ArenaArray<'a> {
    type Node = ArenaNode<'a>;
    type ElementsIter = ArenaElements<'a>;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn elements(&self) -> ArenaElements<'a> {
        ArenaElements(self.0.elements())
    }

    fn is_unique(&self) -> bool {
        // No schema of the contract asks for it, so plain comparison is good enough.
        let elements: Vec<Value<'a>> = self.0.elements().collect();
        let repeated = |(index, one): (usize, &Value<'a>)| {
            elements.iter().skip(index + 1).any(|other| one.same_value(*other))
        };
        !elements.iter().enumerate().any(repeated)
    }
}

/// The elements of an array.
#[derive(Debug)]
pub(super) struct ArenaElements<'a>(Elements<'a>);

impl<'a> Iterator for ArenaElements<'a> {
    type Item = ArenaNode<'a>;

    fn next(&mut self) -> Option<ArenaNode<'a>> {
        self.0.next().map(ArenaNode::Value)
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
