//! `anyOf`: which alternative became which. Any pairing is sound; a good one makes the report short.

use super::change::Breaks;
use super::compare::{Comparer, follow, lone_reference};
use super::document::Document;
use super::place::{At, named, quoted};
use super::read::Schema;

/// How many comparisons are made to pair alternatives that are not obviously the same.
const MOST_COMPARISONS: usize = 1024;

impl<'d> Comparer<'d> {
    /// Compares the alternatives; whether nothing else is left to compare.
    pub(super) fn alternatives(&mut self, old: &Schema<'d>, new: &Schema<'d>) -> bool {
        match (&old.any_of, &new.any_of) {
            (None, None) => false,
            (Some(from), Some(to)) => {
                self.paired(old, new, from, to);
                old.is_alternatives_only() && new.is_alternatives_only()
            }
            // The whole other schema becomes one alternative among several, or was one.
            (Some(from), None) if old.is_alternatives_only() && says_something(&new.at) => {
                self.paired(old, new, from, std::slice::from_ref(&new.at));
                true
            }
            (None, Some(to)) if new.is_alternatives_only() && says_something(&old.at) => {
                self.paired(old, new, std::slice::from_ref(&old.at), to);
                true
            }
            (Some(_), None) => {
                self.report(Breaks::RECEIVERS, &old.at, &new.at, || "anyOf removed".to_owned());
                false
            }
            (None, Some(_)) => {
                self.report(Breaks::SENDERS, &old.at, &new.at, || "anyOf added".to_owned());
                false
            }
        }
    }

    fn paired(&mut self, old: &Schema<'d>, new: &Schema<'d>, from: &[At<'d>], to: &[At<'d>]) {
        let mut from: Vec<Option<&At<'d>>> = from.iter().map(Some).collect();
        let mut to: Vec<Option<&At<'d>>> = to.iter().map(Some).collect();
        self.obvious(&mut from, &mut to);
        self.similar(&mut from, &mut to);
        for gone in from.into_iter().flatten() {
            // An alternative that everything fits leaves nothing to refuse.
            let words = words(&self.old, gone);
            self.report(Breaks::SENDERS, gone, &new.at.anything(), || {
                format!("alternative removed: {words}")
            });
        }
        for come in to.into_iter().flatten() {
            let words = words(&self.new, come);
            self.report(Breaks::RECEIVERS, &old.at.anything(), come, || {
                format!("alternative added: {words}")
            });
        }
    }

    /// Pairs references to definitions of the same name, and constants.
    fn obvious(&mut self, from: &mut [Option<&At<'d>>], to: &mut [Option<&At<'d>>]) {
        let (old, new) = (self.old, self.new);
        let mut known = std::collections::HashMap::new();
        for slot in to.iter_mut().rev() {
            if let Some(key) = slot.and_then(|at| key(&new, at)) {
                known.insert(key, slot);
            }
        }
        for slot in from {
            let Some(at) = *slot else { continue };
            if let Some(found) = key(&old, at).and_then(|key| known.remove(&key))
                && let Some(other) = found.take()
            {
                self.push(at, other);
                *slot = None;
            }
        }
    }

    /// Pairs what is most alike.
    fn similar(&mut self, from: &mut [Option<&At<'d>>], to: &mut [Option<&At<'d>>]) {
        let left = |slots: &[Option<&At<'d>>]| slots.iter().flatten().count();
        if left(from).saturating_mul(left(to)) > MOST_COMPARISONS {
            return;
        }
        let read = |document: &Document<'d>, at: &At<'d>| {
            let at = follow(document, at).ok()?;
            let schema = Schema::read(document, &at);
            self.charge(schema.properties.len().saturating_add(1));
            Some(schema)
        };
        let read_all = |document, slots: &[Option<&At<'d>>]| -> Vec<Option<Schema<'d>>> {
            slots.iter().map(|slot| slot.and_then(|at| read(document, at))).collect()
        };
        let (old, new) = (read_all(&self.old, from), read_all(&self.new, to));
        let mut scored = Vec::new();
        for (i, old) in old.iter().enumerate() {
            for (j, new) in new.iter().enumerate() {
                let (Some(old), Some(new)) = (old, new) else { continue };
                self.charge(old.properties.len().saturating_add(1));
                scored.push((likeness(old, new), i, j));
            }
        }
        scored.retain(|(score, ..)| *score > 0);
        // The most alike first, then those at the same place; the way back makes the same pairs.
        scored.sort_by_key(|(score, i, j)| (std::cmp::Reverse(*score), i.abs_diff(*j), *i.min(j), *i));
        for (_, i, j) in scored {
            let (Some(one), Some(other)) = (from.get_mut(i), to.get_mut(j)) else { continue };
            if let (Some(old), Some(new)) = (*one, *other) {
                self.push(old, new);
                (*one, *other) = (None, None);
            }
        }
    }
}

/// What tells an alternative apart at first sight.
fn key(document: &Document<'_>, at: &At<'_>) -> Option<String> {
    if let Some(reference) = lone_reference(document, at) {
        return reference.rsplit('/').next().map(|name| format!("ref {name}"));
    }
    let constant = at.member("const").map(|at| super::types::canonical(at.value));
    constant.map(|value| format!("const {value}"))
}

/// How much two schemas have in common; 0: nothing.
fn likeness(old: &Schema<'_>, new: &Schema<'_>) -> usize {
    let same_values = match (&old.values, &new.values) {
        (Some(old), Some(new)) if old.is_empty() && new.is_empty() => 1,
        (Some(old), Some(new)) => old.keys().filter(|value| new.contains_key(*value)).count(),
        (None, None) => 1,
        _ => 0,
    };
    if same_values == 0 || !(old.types.meets(new.types) || old.types == new.types) {
        return 0;
    }
    let title = |schema: &Schema<'_>| schema.at.value.get("title").map(ToString::to_string);
    let same_title = title(old).is_some() && title(old) == title(new);
    let members = old.properties.keys().filter(|name| new.properties.contains_key(*name)).count();
    let points = [(old.types == new.types, 2), (same_title, 8), (true, members.min(100))];
    let points = points.into_iter().filter(|(holds, _)| *holds).map(|(_, points)| points);
    points.fold(same_values.min(100), usize::saturating_add)
}

/// Whether a schema is more than `true`.
fn says_something(at: &At<'_>) -> bool {
    at.value.as_object().is_some_and(|members| !members.is_empty())
}

/// What to call an alternative.
fn words(document: &Document<'_>, at: &At<'_>) -> String {
    if let Some(name) = lone_reference(document, at).and_then(|reference| reference.rsplit('/').next()) {
        return named(name);
    }
    let member = |name| at.member(name).map(|at| quoted(at.value));
    member("const").or_else(|| member("title")).unwrap_or_else(|| Schema::read(document, at).types.words())
}
