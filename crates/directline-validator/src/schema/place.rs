//! From a place in a body to the value there and to the object of the contract that it belongs to.

use std::borrow::Cow;
use std::collections::HashMap;

use directline_json::{Kind, Member, Value};
use directline_types::ObjectKind;

use super::piece::Piece;

/// One step of a JSON Pointer that exists in the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Member(String),
    Element,
}

/// A value that a pointer leads to.
pub(super) struct Found<'d> {
    pub(super) value: Value<'d>,
    pub(super) steps: Vec<Step>,
    /// The pointer from the object as a whole, where the engine was shown a piece of it.
    pub(super) pointer: String,
}

/// Finds values by JSON Pointer. Each container is indexed once, on first use, so any number of
/// look-ups takes linear time.
#[derive(Debug)]
pub(super) struct Places<'d> {
    root: Value<'d>,
    objects: HashMap<usize, HashMap<Cow<'d, str>, Member<'d>>>,
    arrays: HashMap<usize, Vec<Value<'d>>>,
    /// The number of the first element shown of the one list that is shown in part.
    first: usize,
}

impl<'d> Places<'d> {
    /// For pointers of what the engine was shown: a piece of `root`, or all of it.
    pub(super) fn new(root: Value<'d>, piece: Option<&Piece<'d>>) -> Self {
        let mut places = Self { root, objects: HashMap::new(), arrays: HashMap::new(), first: 0 };
        if let Some(piece) = piece {
            places.objects.insert(root.id(), index(piece.members.iter().cloned()));
            if let (Some((first, shown)), [list]) = (&piece.elements, piece.members.as_slice()) {
                places.first = *first;
                places.arrays.insert(list.value.id(), shown.clone());
            }
        }
        places
    }

    /// The value at a pointer and the steps to it; `None` if there is none.
    pub(super) fn find(&mut self, pointer: &str) -> Option<Found<'d>> {
        let mut value = self.root;
        let mut steps = Vec::new();
        let mut whole = String::with_capacity(pointer.len());
        for token in pointer.split('/').skip(1) {
            whole.push('/');
            if value.kind() == Kind::Array {
                let at: usize = token.parse().ok()?;
                value = self.element(value, at)?;
                // Only the list of the piece begins in its middle.
                let first = if steps.len() == 1 { self.first } else { 0 };
                whole.push_str(&at.saturating_add(first).to_string());
                steps.push(Step::Element);
            } else {
                let name = token.replace("~1", "/").replace("~0", "~");
                value = self.member(value, &name)?.value;
                whole.push_str(token);
                steps.push(Step::Member(name));
            }
        }
        Some(Found { value, steps, pointer: whole })
    }

    /// The first member of that name.
    pub(super) fn member(&mut self, object: Value<'d>, name: &str) -> Option<&Member<'d>> {
        self.objects.entry(object.id()).or_insert_with(|| index(object.members())).get(name)
    }

    fn element(&mut self, array: Value<'d>, at: usize) -> Option<Value<'d>> {
        let index = self.arrays.entry(array.id()).or_insert_with(|| array.elements().collect());
        index.get(at).copied()
    }
}

fn index<'d>(members: impl Iterator<Item = Member<'d>>) -> HashMap<Cow<'d, str>, Member<'d>> {
    let mut index = HashMap::with_capacity(members.size_hint().0);
    for member in members {
        index.entry(member.key.clone()).or_insert(member);
    }
    index
}

/// Whose member a value is: the object, and its member. An element counts for the member that holds
/// the array; the value that was checked itself has no member.
pub(super) fn owner(kind: ObjectKind, steps: &[Step]) -> (ObjectKind, Option<String>) {
    let mut object = kind;
    let mut member: Option<&str> = None;
    for step in steps {
        if let Step::Member(name) = step {
            if let Some(holder) = member {
                object = inner(object, holder).unwrap_or(object);
            }
            member = Some(name);
        }
    }
    (object, member.map(str::to_owned))
}

/// Which object a value at these steps should be.
pub(super) fn object_at(kind: ObjectKind, steps: &[Step]) -> ObjectKind {
    let (object, member) = owner(kind, steps);
    member.and_then(|member| inner(object, &member)).unwrap_or(object)
}

/// Which object a member, or each element of it, is.
pub(super) fn inner(object: ObjectKind, member: &str) -> Option<ObjectKind> {
    match (object, member) {
        (ObjectKind::MessageSet, "messages") => Some(ObjectKind::Message),
        (ObjectKind::Message, "attachments") => Some(ObjectKind::Attachment),
        (ObjectKind::ErrorMessage, "error") => Some(ObjectKind::Error),
        _ => None,
    }
}
