//! Types, values, bounds, members and elements: what each change of a keyword means.

use std::collections::BTreeSet;

use serde_json::Value;

use super::change::Breaks;
use super::compare::Comparer;
use super::place::{At, named};
use super::read::{BOUNDS, MAX_ITEMS, Schema};
use super::types::{Types, Values};

impl<'d> Comparer<'d> {
    /// `type`, `enum` and `const`.
    pub(super) fn values(&mut self, old: &Schema<'d>, new: &Schema<'d>) {
        let beyond = |breaks, types: Types| if types.is_empty() { Breaks::NOBODY } else { breaks };
        match (&old.values, &new.values) {
            (Some(old_values), Some(new_values)) => self.sets(old, new, old_values, new_values),
            (None, Some(values)) => {
                let breaks = Breaks::SENDERS | beyond(Breaks::RECEIVERS, new.types.without(old.types));
                let words = || format!("only {} allowed now, {} was", listed(values), old.types.words());
                self.report(breaks, &old.at, &new.at, words);
            }
            (Some(values), None) => {
                let breaks = Breaks::RECEIVERS | beyond(Breaks::SENDERS, old.types.without(new.types));
                let words =
                    || format!("{} is allowed now, only {} before", new.types.words(), listed(values));
                self.report(breaks, &old.at, &new.at, words);
            }
            (None, None) if old.types != new.types => {
                let breaks = beyond(Breaks::SENDERS, old.types.without(new.types))
                    | beyond(Breaks::RECEIVERS, new.types.without(old.types));
                let words = || format!("type is {} now, was {}", new.types.words(), old.types.words());
                self.report(breaks, &old.at, &new.at, words);
            }
            (None, None) => {}
        }
    }

    fn sets(&mut self, old: &Schema<'d>, new: &Schema<'d>, old_values: &Values, new_values: &Values) {
        for (value, (words, _)) in old_values {
            if !new_values.contains_key(value) {
                self.report(Breaks::SENDERS, &old.at, &new.at, || format!("value {words} removed"));
            }
        }
        for (value, (words, _)) in new_values {
            if !old_values.contains_key(value) {
                self.report(Breaks::RECEIVERS, &old.at, &new.at, || format!("value {words} added"));
            }
        }
    }

    /// `minLength` and its like.
    pub(super) fn bounds(&mut self, old: &Schema<'d>, new: &Schema<'d>) {
        let pairs = old.bounds.iter().zip(&new.bounds);
        for ((keyword, types, is_lower), (was, is)) in BOUNDS.into_iter().zip(pairs) {
            let none = match (is_lower, types) {
                (true, Types::NUMBER) => f64::NEG_INFINITY,
                (true, _) => 0.0,
                (false, _) => f64::INFINITY,
            };
            let (before, now) = (was.unwrap_or(none), is.unwrap_or(none));
            let speaks = old.types.meets(types) && new.types.meets(types);
            let breaks = match now.partial_cmp(&before) {
                Some(std::cmp::Ordering::Greater) if is_lower => Breaks::SENDERS,
                Some(std::cmp::Ordering::Greater) => Breaks::RECEIVERS,
                Some(std::cmp::Ordering::Less) if is_lower => Breaks::RECEIVERS,
                Some(std::cmp::Ordering::Less) => Breaks::SENDERS,
                Some(std::cmp::Ordering::Equal) if differs(old, new, keyword) => Breaks::UNKNOWN,
                Some(std::cmp::Ordering::Equal) | None => continue,
            };
            if !speaks {
                continue;
            }
            self.report(breaks, &old.at, &new.at, || match (was, is) {
                _ if breaks == Breaks::UNKNOWN => format!("{keyword} changed, by less than is compared"),
                (Some(was), Some(is)) => format!("{keyword} is {is} now, was {was}"),
                (None, Some(is)) => format!("{keyword} {is} added"),
                _ => format!("{keyword} {before} removed"),
            });
        }
    }

    /// `properties`, `required`, `additionalProperties`.
    pub(super) fn object(&mut self, old: &Schema<'d>, new: &Schema<'d>) {
        if !old.types.meets(Types::OBJECT) || !new.types.meets(Types::OBJECT) {
            return;
        }
        let keys = |schema: &Schema<'d>| {
            schema.properties.keys().chain(&schema.required).copied().collect::<BTreeSet<&'d str>>()
        };
        for name in keys(old).union(&keys(new)) {
            let is_required = (old.required.contains(name), new.required.contains(name));
            match (old.property(name), new.property(name)) {
                (None, Some(member)) => self.added(old, member, name, is_required),
                (Some(member), None) => self.removed(new, member, name, is_required),
                (Some(old_member), Some(member)) => {
                    self.required(old_member, member, name, is_required);
                    self.push(old_member, member);
                }
                (None, None) => self.required(&old.at, &new.at, name, is_required),
            }
        }
        let closed = |at: &At<'d>| *at.value == Value::Bool(false);
        match (closed(&old.additional), closed(&new.additional)) {
            (true, false) => self.report(Breaks::RECEIVERS, &old.additional, &new.additional, || {
                "other members are allowed now".to_owned()
            }),
            (false, true) => self.report(Breaks::SENDERS, &old.additional, &new.additional, || {
                "other members are refused now".to_owned()
            }),
            (false, false) => self.push(&old.additional, &new.additional),
            (true, true) => {}
        }
    }

    fn required(&mut self, old: &At<'d>, new: &At<'d>, name: &str, is_required: (bool, bool)) {
        match is_required {
            (false, true) => {
                self.report(Breaks::SENDERS, old, new, || format!("member {} is required now", named(name)));
            }
            (true, false) => {
                self.report(Breaks::RECEIVERS, old, new, || {
                    format!("member {} is optional now", named(name))
                });
            }
            (true, true) | (false, false) => {}
        }
    }

    fn added(&mut self, old: &Schema<'d>, member: &At<'d>, name: &str, (was, is): (bool, bool)) {
        if self.is_quiet {
            self.push(&old.additional, member);
            return self.required(&old.additional, member, name, (was, is));
        }
        let required = match (was, is) {
            (false, true) => Breaks::SENDERS,
            (true, false) => Breaks::RECEIVERS,
            _ => Breaks::NOBODY,
        };
        let breaks = self.effect(&old.additional, member) | required;
        let could = if breaks.senders && *old.additional.value == Value::Bool(true) && !was {
            "; an object could have any such member before"
        } else {
            ""
        };
        let how = if is { "required" } else { "optional" };
        let nowhere = old.at.anything();
        self.report(breaks, &nowhere, member, || format!("member {} added, {how}{could}", named(name)));
    }

    fn removed(&mut self, new: &Schema<'d>, member: &At<'d>, name: &str, (was, is): (bool, bool)) {
        if self.is_quiet {
            self.push(member, &new.additional);
            return self.required(member, &new.additional, name, (was, is));
        }
        let required = match (was, is) {
            (true, false) => Breaks::RECEIVERS,
            (false, true) => Breaks::SENDERS,
            _ => Breaks::NOBODY,
        };
        let breaks = self.effect(member, &new.additional) | required;
        let can = if *new.additional.value == Value::Bool(true) && breaks.receivers {
            "; an object may have any such member now"
        } else {
            ""
        };
        let how = if was { "required" } else { "optional" };
        let nowhere = new.at.anything();
        self.report(breaks, member, &nowhere, || format!("member {} removed, was {how}{can}", named(name)));
    }

    /// `items`, `prefixItems` and their old spellings.
    pub(super) fn array(&mut self, old: &Schema<'d>, new: &Schema<'d>) {
        if !old.types.meets(Types::ARRAY) || !new.types.meets(Types::ARRAY) {
            return;
        }
        let most =
            |schema: &Schema<'d>| schema.bounds.get(MAX_ITEMS).copied().flatten().unwrap_or(f64::INFINITY);
        // Elements that only one of the two can have are spoken of by the bounds.
        let most = most(old).min(most(new));
        let is_there = |index: usize| index.to_string().parse::<f64>().is_ok_and(|index| index < most);
        let common = old.prefix.len().max(new.prefix.len());
        for index in (0..common).take_while(|index| is_there(*index)) {
            self.push(old.element(index), new.element(index));
        }
        if is_there(common) {
            self.push(&old.rest, &new.rest);
        }
    }
}

/// Whether both have a bound and it is not the same number, though doubles may not show it.
fn differs<'d>(old: &Schema<'d>, new: &Schema<'d>, keyword: &str) -> bool {
    let bound = |schema: &Schema<'d>| schema.at.member(keyword).map(|bound| bound.value);
    match (bound(old), bound(new)) {
        (Some(old), Some(new)) => {
            old.as_f64() == new.as_f64() && !directline_json::same_number(&old.to_string(), &new.to_string())
        }
        _ => false,
    }
}

/// `"a", "b" and 3 more are`.
fn listed(values: &Values) -> String {
    let mut words: Vec<&str> = values.values().take(3).map(|(words, _)| words.as_str()).collect();
    let more = values.len().saturating_sub(words.len());
    let verb = if values.len() == 1 { "is" } else { "are" };
    let further = format!("{more} more");
    if more > 0 {
        words.push(&further);
    }
    match words.as_slice() {
        [most @ .., last] if !most.is_empty() => format!("{} and {last} {verb}", most.join(", ")),
        words => format!("{} {verb}", words.join("")),
    }
}
