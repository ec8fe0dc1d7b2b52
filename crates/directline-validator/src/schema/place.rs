//! From a place in a body to the value there and to the object of the contract that it belongs to.

use std::borrow::Cow;
use std::collections::HashMap;

use directline_json::{Kind, Member, Value};
use directline_types::ObjectKind;

/// One step of a JSON Pointer that exists in the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Member(String),
    Element,
}

/// Finds values by JSON Pointer. Each container is indexed once, on first use, so any number of
/// look-ups takes linear time.
#[derive(Debug)]
pub(super) struct Places<'d> {
    root: Value<'d>,
    objects: HashMap<usize, HashMap<Cow<'d, str>, Member<'d>>>,
    arrays: HashMap<usize, Vec<Value<'d>>>,
}

impl<'d> Places<'d> {
    pub(super) fn new(root: Value<'d>) -> Self {
        Self { root, objects: HashMap::new(), arrays: HashMap::new() }
    }

    /// The value at a pointer and the steps to it; `None` if there is none.
    pub(super) fn find(&mut self, pointer: &str) -> Option<(Value<'d>, Vec<Step>)> {
        let mut value = self.root;
        let mut steps = Vec::new();
        for token in pointer.split('/').skip(1) {
            if value.kind() == Kind::Array {
                value = self.element(value, token.parse().ok()?)?;
                steps.push(Step::Element);
            } else {
                let name = token.replace("~1", "/").replace("~0", "~");
                value = self.member(value, &name)?.value;
                steps.push(Step::Member(name));
            }
        }
        Some((value, steps))
    }

    /// The first member of that name.
    pub(super) fn member(&mut self, object: Value<'d>, name: &str) -> Option<&Member<'d>> {
        let index = self.objects.entry(object.id()).or_insert_with(|| {
            let mut index = HashMap::with_capacity(object.len());
            for member in object.members() {
                index.entry(member.key.clone()).or_insert(member);
            }
            index
        });
        index.get(name)
    }

    fn element(&mut self, array: Value<'d>, at: usize) -> Option<Value<'d>> {
        let index = self.arrays.entry(array.id()).or_insert_with(|| array.elements().collect());
        index.get(at).copied()
    }
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
fn inner(object: ObjectKind, member: &str) -> Option<ObjectKind> {
    match (object, member) {
        (ObjectKind::MessageSet, "messages") => Some(ObjectKind::Message),
        (ObjectKind::Message, "attachments") => Some(ObjectKind::Attachment),
        (ObjectKind::ErrorMessage, "error") => Some(ObjectKind::Error),
        _ => None,
    }
}
