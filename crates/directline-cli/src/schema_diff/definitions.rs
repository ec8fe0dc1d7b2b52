//! Definitions: each is an entry point of its own, because other documents may refer to it.

use std::collections::BTreeMap;

use super::change::Breaks;
use super::compare::Comparer;
use super::place::{At, named};
use super::read::DEFINITIONS;

impl<'d> Comparer<'d> {
    /// Compares the definitions of both documents by name.
    pub(super) fn definitions(&mut self) {
        let all = |root: &At<'d>| -> BTreeMap<&'d str, At<'d>> {
            DEFINITIONS.iter().filter_map(|name| root.member(name)).flat_map(|at| at.members()).collect()
        };
        let (old, new) = (all(&self.old.root()), all(&self.new.root()));
        self.defined(&old, &new);
    }

    /// Compares schemas by name.
    pub(super) fn defined(&mut self, old: &BTreeMap<&'d str, At<'d>>, new: &BTreeMap<&'d str, At<'d>>) {
        for (name, old_at) in old {
            if let Some(new_at) = new.get(name) {
                self.schemas(old_at, new_at);
            } else {
                let nowhere = self.new.root().anything();
                let message = "removed; a $ref from outside would lead nowhere";
                self.report(Breaks::NOBODY, old_at, &nowhere, || {
                    format!("definition {} {message}", named(name))
                });
            }
        }
        for (name, at) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
            let nowhere = self.old.root().anything();
            self.report(Breaks::NOBODY, &nowhere, at, || format!("definition {} added", named(name)));
        }
    }
}
