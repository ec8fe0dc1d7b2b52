//! What is compared as a whole: words to readers, which break nobody, and keywords that are not judged.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::change::Breaks;
use super::compare::{Comparer, change};
use super::document::{Document, Target};
use super::place::{At, named};
use super::read::{self, Schema};
use super::types;

/// Keywords that reach beyond themselves: what they mean depends on their neighbours.
const REACHING: [&str; 3] = ["patternProperties", "unevaluatedProperties", "unevaluatedItems"];

impl<'d> Comparer<'d> {
    /// What is wrong with the schemas themselves.
    pub(super) fn faults(&mut self, old: &Schema<'d>, new: &Schema<'d>) {
        let text = |faults: &[(At<'d>, String)]| -> Vec<String> {
            faults.iter().map(|(at, fault)| format!("{fault} {}", types::canonical(at.value))).collect()
        };
        let is_same = text(&old.faults) == text(&new.faults);
        for (at, fault) in &new.faults {
            let message = format!("cannot be read: {fault}");
            if is_same && self.old.dialect == self.new.dialect {
                self.deferred.push(change(Breaks::UNKNOWN, at, at, message));
            } else {
                self.report(Breaks::UNKNOWN, at, at, || message);
            }
        }
        if !is_same && new.faults.is_empty() {
            for (at, fault) in &old.faults {
                let nowhere = new.at.anything();
                self.report(Breaks::UNKNOWN, at, &nowhere, || format!("the old one cannot be read: {fault}"));
            }
        }
    }

    /// What is said to readers. Nothing that it says can break anybody.
    pub(super) fn notes(&mut self, old: &At<'d>, new: &At<'d>) {
        if self.is_quiet {
            return;
        }
        let notes = |document: &Document<'d>, at: &At<'d>| -> BTreeMap<&'d str, At<'d>> {
            let is_identity = |keyword: &str| keyword == "$id" && document.is_root(at);
            let members = at.members().into_iter();
            members.filter(|(keyword, _)| document.is_note(keyword) || is_identity(keyword)).collect()
        };
        let (old_notes, new_notes) = (notes(&self.old, old), notes(&self.new, new));
        self.members(&old_notes, &new_notes, old, new, Breaks::NOBODY, |keyword, what| {
            format!("{keyword} {what}")
        });
    }

    /// Keywords that are not judged.
    pub(super) fn others(&mut self, old: &Schema<'d>, new: &Schema<'d>) {
        self.members(&old.others, &new.others, &old.at, &new.at, Breaks::UNKNOWN, |keyword, what| {
            format!("{keyword} {what}")
        });
        for (keyword, old_member) in &old.others {
            let Some(member) = new.others.get(keyword) else { continue };
            if self.old.dialect != self.new.dialect {
                self.other_dialect(keyword, old_member, member);
                continue;
            }
            for (old, new) in self.behind(old_member, member) {
                self.push(&old, &new);
            }
            let is_reaching = REACHING.contains(keyword);
            if !is_reaching && !holds_reference(member.value) {
                continue;
            }
            let is_alone = is_reaching && differs(&old.at, &new.at);
            let message = format!("{keyword} is as it was, but what it means may have changed");
            if is_alone {
                self.report(Breaks::UNKNOWN, old_member, member, || message);
            } else {
                self.deferred.push(change(Breaks::UNKNOWN, old_member, member, message));
            }
        }
    }

    /// Where the references lead that stand in a part that is not judged and did not change.
    ///
    /// It may be a place where nothing else looks, such as an `x-` member.
    pub(super) fn behind(&mut self, old: &At<'d>, new: &At<'d>) -> Vec<(At<'d>, At<'d>)> {
        let mut references = BTreeSet::new();
        self.charge(references_in(new.value, &mut references));
        let mut found = Vec::new();
        for reference in references {
            match (self.old.resolve(reference), self.new.resolve(reference)) {
                (Target::Found(was), Target::Found(is)) => found.push((was, is)),
                (Target::Lost(_), Target::Lost(_)) => {}
                _ => self.report(Breaks::UNKNOWN, old, new, || {
                    format!("a reference in it leads nowhere in one of both: {}", named(reference))
                }),
            }
        }
        found
    }

    /// A keyword that is not judged and did not change, in documents of two dialects.
    pub(super) fn other_dialect(&mut self, keyword: &str, old: &At<'d>, new: &At<'d>) {
        self.report(Breaks::UNKNOWN, old, new, || {
            format!("{keyword} is as it was, but may mean something else in the other dialect")
        });
    }

    /// Members that are compared as wholes: added, removed, changed.
    pub(super) fn members(
        &mut self,
        old: &BTreeMap<&'d str, At<'d>>,
        new: &BTreeMap<&'d str, At<'d>>,
        old_at: &At<'d>,
        new_at: &At<'d>,
        breaks: Breaks,
        words: impl Fn(&str, &str) -> String,
    ) {
        let names: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
        for name in names {
            match (old.get(name), new.get(name)) {
                (Some(old), Some(new)) if types::canonical(old.value) == types::canonical(new.value) => {}
                (Some(old), Some(new)) => self.report(breaks, old, new, || words(name, "changed")),
                (Some(old), None) => {
                    self.report(breaks, old, &new_at.anything(), || words(name, "removed"));
                }
                (None, Some(new)) => self.report(breaks, &old_at.anything(), new, || words(name, "added")),
                (None, None) => {}
            }
        }
    }
}

/// Whether a keyword that is not judged refers to something that is.
fn holds_reference(value: &Value) -> bool {
    match value {
        Value::Object(members) => members
            .iter()
            .any(|(name, value)| matches!(name.as_str(), "$ref" | "$dynamicRef") || holds_reference(value)),
        Value::Array(elements) => elements.iter().any(holds_reference),
        Value::String(text) => text.starts_with('#'),
        _ => false,
    }
}

/// Gathers the texts that may be references into the document; how many values were looked at.
fn references_in<'d>(value: &'d Value, found: &mut BTreeSet<&'d str>) -> usize {
    let inner: usize = match value {
        Value::Object(members) => members.values().map(|value| references_in(value, found)).sum(),
        Value::Array(elements) => elements.iter().map(|value| references_in(value, found)).sum(),
        Value::String(text) if text.starts_with('#') => {
            found.insert(text);
            0
        }
        _ => 0,
    };
    inner.saturating_add(1)
}

/// Whether two schemas differ in more than what is said to readers.
fn differs(old: &At<'_>, new: &At<'_>) -> bool {
    let asserting = |at: &At<'_>| -> Vec<(String, String)> {
        let members = at.members().into_iter().filter(|(keyword, _)| !read::is_note(keyword));
        members.map(|(keyword, member)| (keyword.to_owned(), types::canonical(member.value))).collect()
    };
    asserting(old) != asserting(new)
}
