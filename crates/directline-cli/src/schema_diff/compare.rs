//! Two schemas side by side: a list of pairs that wait, each compared one level deep.
//!
//! All keywords that are judged are monotone: a schema that gets narrower inside gets narrower as a whole. So the
//! changes of all pairs together say what can happen to the whole, and a pair that was met before (recursion through
//! `$ref`) has nothing to add.

use std::cell::Cell;
use std::collections::HashSet;
use std::rc::Rc;

use serde_json::Value;

use super::change::{Breaks, Change, In};
use super::circles::Circles;
use super::document::{Document, Target};
use super::place::At;
use super::read::{self, Schema};
use super::types;

/// How much may be looked at: members of compared schemas, counted each time.
const BUDGET: usize = 500_000;

/// How many changes are listed; whom further ones break is still taken in.
const MOST_CHANGES: usize = 1000;

/// How many references may lead to each other.
const LONGEST_CHAIN: usize = 100;

/// Compares schemas of two documents.
pub(super) struct Comparer<'d> {
    pub(super) old: Document<'d>,
    pub(super) new: Document<'d>,
    waiting: Vec<(At<'d>, At<'d>)>,
    next: Vec<(At<'d>, At<'d>)>,
    seen: HashSet<(*const Value, *const Value)>,
    circles: (Circles, Circles),
    changes: Vec<Change>,
    /// Keywords that are not judged and did not change: they matter only if something else did.
    pub(super) deferred: Vec<Change>,
    total: Breaks,
    unlisted: usize,
    budget: Rc<Cell<usize>>,
    /// Whether only whom it breaks is asked for.
    pub(super) is_quiet: bool,
}

impl<'d> Comparer<'d> {
    pub(super) fn new(old: Document<'d>, new: Document<'d>) -> Self {
        Self {
            old,
            new,
            waiting: Vec::new(),
            next: Vec::new(),
            seen: HashSet::new(),
            circles: <(Circles, Circles)>::default(),
            changes: Vec::new(),
            deferred: Vec::new(),
            total: Breaks::NOBODY,
            unlisted: 0,
            budget: Rc::new(Cell::new(BUDGET)),
            is_quiet: false,
        }
    }

    /// Every change that was found.
    pub(super) fn finish(mut self) -> Vec<Change> {
        if self.budget.get() == 0 {
            self.last("the rest is not compared: the schemas are too large", Breaks::UNKNOWN);
        }
        if self.unlisted > 0 {
            let message = format!("there are {} more changes, which are not listed", self.unlisted);
            self.last(&message, self.total);
        }
        if !self.total.is_nobody() {
            self.changes.append(&mut self.deferred);
        }
        self.changes
    }

    fn last(&mut self, message: &str, breaks: Breaks) {
        self.total |= breaks;
        let message = message.to_owned();
        self.changes.push(Change { pointer: String::new(), stands_in: In::New, message, breaks });
    }

    /// Compares two schemas and what they refer to.
    pub(super) fn schemas(&mut self, old: &At<'d>, new: &At<'d>) {
        self.waiting.push((old.clone(), new.clone()));
        while let Some((old, new)) = self.waiting.pop() {
            if self.is_spent(&old, &new) {
                return;
            }
            if self.seen.insert((std::ptr::from_ref(old.value), std::ptr::from_ref(new.value))) {
                self.pair(&old, &new);
                self.waiting.extend(self.next.drain(..).rev());
            }
        }
    }

    /// Whom it breaks when the new schema takes the place of the old one.
    pub(super) fn effect(&self, old: &At<'d>, new: &At<'d>) -> Breaks {
        let mut inner = Self::new(self.old, self.new);
        inner.budget = Rc::clone(&self.budget);
        inner.is_quiet = true;
        inner.schemas(old, new);
        let deferred = if inner.deferred.is_empty() { Breaks::NOBODY } else { Breaks::UNKNOWN };
        inner.total | deferred
    }

    /// Notes a pair to be compared.
    pub(super) fn push(&mut self, old: &At<'d>, new: &At<'d>) {
        self.next.push((old.clone(), new.clone()));
    }

    /// Notes a change, at its place in the new document, or in the old one if there is nothing in the new.
    pub(super) fn report(
        &mut self,
        breaks: Breaks,
        old: &At<'d>,
        new: &At<'d>,
        message: impl FnOnce() -> String,
    ) {
        self.total |= breaks;
        if self.is_quiet {
            return;
        }
        if self.changes.len() < MOST_CHANGES {
            self.changes.push(change(breaks, old, new, message()));
        } else {
            self.unlisted = self.unlisted.saturating_add(1);
        }
    }

    fn is_spent(&self, old: &At<'d>, new: &At<'d>) -> bool {
        let size = |at: &At<'d>| match at.value {
            Value::Object(members) => members.len(),
            Value::Array(elements) => elements.len(),
            _ => 0,
        };
        self.charge(size(old).saturating_add(size(new)).saturating_add(1));
        self.budget.get() == 0
    }

    /// Takes note of work.
    pub(super) fn charge(&self, work: usize) {
        self.budget.set(self.budget.get().saturating_sub(work));
    }

    fn pair(&mut self, old: &At<'d>, new: &At<'d>) {
        let (old_circles, new_circles) = &mut self.circles;
        if old_circles.meets_new(&self.old, old) | new_circles.meets_new(&self.new, new) {
            self.report(Breaks::UNKNOWN, old, new, || "it refers to itself without end".to_owned());
        }
        self.inner_definitions(old, new);
        let (old_target, new_target) = (lone_reference(&self.old, old), lone_reference(&self.new, new));
        if old_target.is_some() == new_target.is_some() {
            self.notes(old, new);
        }
        let is_more = |at: &At<'d>, target: Option<_>| target.is_none() && at.member("$ref").is_some();
        let has_more = is_more(old, old_target) || is_more(new, new_target);
        if has_more || old_target.is_none() && new_target.is_none() {
            // A reference with assertions beside it is taken apart together with its counterpart.
            return self.read(old, new);
        }
        match (follow(&self.old, old), follow(&self.new, new)) {
            (Ok(old), Ok(new)) => self.push(&old, &new),
            (Err(why), Err(other))
                if why == other && types::canonical(old.value) == types::canonical(new.value) =>
            {
                let message = format!("$ref is not followed: {why}");
                self.deferred.push(change(Breaks::UNKNOWN, old, new, message));
            }
            (Err(why), _) | (_, Err(why)) => {
                self.report(Breaks::UNKNOWN, old, new, || format!("$ref is not followed: {why}"));
            }
        }
    }

    fn read(&mut self, old: &At<'d>, new: &At<'d>) {
        let old = Schema::read(&self.old, old);
        let new = Schema::read(&self.new, new);
        self.faults(&old, &new);
        match (old.types.is_empty(), new.types.is_empty()) {
            (true, true) => return,
            (true, false) => {
                return self.report(Breaks::RECEIVERS, &old.at, &new.at, || {
                    format!("{} is allowed now, nothing was", new.types.words())
                });
            }
            (false, true) => {
                return self.report(Breaks::SENDERS, &old.at, &new.at, || {
                    format!("nothing is allowed now, {} was", old.types.words())
                });
            }
            (false, false) => {}
        }
        match (&old.also, &new.also) {
            (Some(old), Some(new)) => self.push(old, new),
            (Some(also), None) => self.push(also, &new.at.anything()),
            (None, Some(also)) => self.push(&old.at.anything(), also),
            (None, None) => {}
        }
        self.others(&old, &new);
        if self.alternatives(&old, &new) {
            return;
        }
        self.values(&old, &new);
        self.bounds(&old, &new);
        self.object(&old, &new);
        self.array(&old, &new);
    }
}

/// A change, at its place in the new document, or in the old one if there is nothing in the new.
pub(super) fn change<'d>(breaks: Breaks, old: &At<'d>, new: &At<'d>, message: String) -> Change {
    let (at, stands_in) = if new.is_written || !old.is_written { (new, In::New) } else { (old, In::Old) };
    Change { pointer: at.pointer(), stands_in, message, breaks }
}

/// The reference, if a schema is nothing else.
pub(super) fn lone_reference<'d>(document: &Document<'d>, at: &At<'d>) -> Option<&'d str> {
    let members = at.value.as_object()?;
    let reference = members.get("$ref")?.as_str()?;
    let says_nothing = |keyword: &str| {
        keyword == "$ref"
            || document.is_note(keyword)
            || read::DEFINITIONS.contains(&keyword)
            || keyword == "$id" && document.is_root(at)
    };
    let is_lone = document.reference_stands_alone() || members.keys().all(|keyword| says_nothing(keyword));
    is_lone.then_some(reference)
}

/// Where a schema that is nothing but a reference leads in the end.
pub(super) fn follow<'d>(document: &Document<'d>, at: &At<'d>) -> Result<At<'d>, &'static str> {
    let mut at = at.clone();
    for _ in 0..LONGEST_CHAIN {
        let Some(reference) = lone_reference(document, &at) else { return Ok(at) };
        at = match document.resolve(reference) {
            Target::Found(target) => target,
            Target::Lost(why) => return Err(why),
        };
    }
    Err("it leads in a circle, or through too many others")
}
