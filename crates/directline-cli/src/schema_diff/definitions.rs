//! Definitions: each is an entry point of its own, because other documents may refer to it.

use std::collections::BTreeMap;

use super::change::Breaks;
use super::compare::Comparer;
use super::place::{At, named};
use super::read::DEFINITIONS;

impl<'d> Comparer<'d> {
    /// Compares the definitions of both documents by name.
    pub(super) fn definitions(&mut self) {
        let (old, new) = (self.old.root(), self.new.root());
        for (was, is) in self.containers(&old, &new) {
            self.defined(&of(&old, was), &of(&new, is));
        }
    }

    /// Notes the definitions below the root to be compared: references by name may lead to them.
    pub(super) fn inner_definitions(&mut self, old: &At<'d>, new: &At<'d>) {
        if self.old.is_root(old) || self.new.is_root(new) || !new.is_written {
            return;
        }
        for (was, is) in self.containers(old, new) {
            let is = of(new, is);
            for (name, was) in of(old, was) {
                match is.get(name) {
                    Some(is) => self.push(&was, is),
                    None => self.removed_definition(&was, name),
                }
            }
        }
    }

    /// Which of both containers are counterparts. Drafts call them differently; within one draft, the name counts.
    fn containers(&self, old: &At<'d>, new: &At<'d>) -> Vec<(&'static str, &'static str)> {
        let only = |at: &At<'d>| {
            let mut found = DEFINITIONS.into_iter().filter(|name| at.member(name).is_some());
            found.next().filter(|_| found.next().is_none())
        };
        match (only(old), only(new)) {
            (Some(old), Some(new)) if self.old.dialect != self.new.dialect => vec![(old, new)],
            _ => DEFINITIONS.map(|name| (name, name)).to_vec(),
        }
    }

    /// Compares schemas by name.
    pub(super) fn defined(&mut self, old: &BTreeMap<&'d str, At<'d>>, new: &BTreeMap<&'d str, At<'d>>) {
        for (name, old_at) in old {
            match new.get(name) {
                Some(new_at) => self.schemas(old_at, new_at),
                None => self.removed_definition(old_at, name),
            }
        }
        for (name, at) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
            let nowhere = self.old.root().anything();
            self.report(Breaks::NOBODY, &nowhere, at, || format!("definition {} added", named(name)));
        }
    }

    /// A definition that only the old document has.
    pub(super) fn removed_definition(&mut self, at: &At<'d>, name: &str) {
        let nowhere = self.new.root().anything();
        let message = "removed; a $ref from outside would lead nowhere";
        self.report(Breaks::UNKNOWN, at, &nowhere, || format!("definition {} {message}", named(name)));
    }
}

/// The definitions of a schema in a container of this name.
fn of<'d>(at: &At<'d>, container: &str) -> BTreeMap<&'d str, At<'d>> {
    at.member(container).into_iter().flat_map(|at| at.members()).collect()
}
