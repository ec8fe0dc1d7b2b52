//! Schemas that refer to themselves without going into the value: no reader can tell what they mean.
//!
//! JSON Schema Core, section 9.4.1: "A schema MUST NOT be run into an infinite loop against an instance."

use std::collections::HashMap;

use serde_json::Value;

use super::document::{Document, Target};
use super::place::At;

/// The schemas of a document that were looked at, and whether that is over.
#[derive(Debug, Default)]
pub(super) struct Circles {
    is_over: HashMap<*const Value, bool>,
}

impl Circles {
    /// Whether one is met from here that was not met before.
    pub(super) fn meets_new(&mut self, document: &Document<'_>, at: &At<'_>) -> bool {
        let mut found = false;
        // A schema is opened when it comes up first, and over when it comes up again after all that it leads to.
        let mut waiting = vec![at.clone()];
        while let Some(at) = waiting.pop() {
            let key = std::ptr::from_ref(at.value);
            match self.is_over.get(&key) {
                Some(true) => continue,
                Some(false) => {
                    self.is_over.insert(key, true);
                    continue;
                }
                None => {}
            }
            self.is_over.insert(key, false);
            let next = applied_in_place(document, &at);
            waiting.push(at);
            for at in next {
                match self.is_over.get(&std::ptr::from_ref(at.value)) {
                    Some(false) => found = true,
                    Some(true) => {}
                    None => waiting.push(at),
                }
            }
        }
        found
    }
}

/// The schemas that a schema applies to the same value.
fn applied_in_place<'d>(document: &Document<'d>, at: &At<'d>) -> Vec<At<'d>> {
    let reference = at.member("$ref").and_then(|reference| reference.value.as_str());
    let mut next: Vec<At<'d>> = at.member("anyOf").map(|all| all.elements()).unwrap_or_default();
    if let Some(Target::Found(target)) = reference.map(|reference| document.resolve(reference)) {
        next.push(target);
    }
    next
}
