//! Two JSON bodies, member by member.

use std::borrow::Cow;
use std::collections::HashMap;

use directline_exchange::Target;
use directline_json::{Kind, Value};
use directline_types::Operation;
use directline_validator::redact::{MARK, is_secret_name};

use super::align::align;
use super::identities::{Identities, Seen};
use super::lines;
use super::place::Place;
use super::print;
use super::volatile::{Extent, Volatile};
use super::{Compared, Difference, Part, Texts};

/// Down to which depth arrays are aligned: that of a message's attachments. Deeper ones are compared index by index.
const DEEPEST_ALIGNED: usize = 4;

/// A walk through two bodies at once.
pub(super) struct Walk<'w> {
    pub(super) identities: &'w mut Identities,
    pub(super) operation: Option<Operation>,
    pub(super) seen: Seen<'w>,
    pub(super) texts: Texts<'w>,
    pub(super) compared: &'w mut Compared,
    pub(super) place: Place,
}

impl Walk<'_> {
    /// Compares two values.
    pub(super) fn values(&mut self, recorded: Value<'_>, fresh: Value<'_>) {
        if self.is_volatile(recorded, fresh) {
            return;
        }
        match (recorded.kind(), fresh.kind()) {
            (Kind::Object, Kind::Object) => self.members(recorded, fresh),
            (Kind::Array, Kind::Array) => self.elements(recorded, fresh),
            (Kind::String, Kind::String) => {
                let (one, other) = (text(recorded), text(fresh));
                if !self.texts.are_same(self.identities, &one, &other) {
                    self.differ(Some(recorded), Some(fresh), None);
                }
            }
            _ if recorded.same_value(fresh) => {}
            _ => self.differ(Some(recorded), Some(fresh), None),
        }
    }

    /// Whether a declared rule is all that is to be said of two values. What breaks it is told.
    fn is_volatile(&mut self, recorded: Value<'_>, fresh: Value<'_>) -> bool {
        let Some(rule) = Volatile::at(self.place.pattern(), self.operation) else { return false };
        let (one, other) = match (recorded.kind(), fresh.kind()) {
            (Kind::String, Kind::String) => (text(recorded), text(fresh)),
            (Kind::Number, Kind::Number) => (number(recorded), number(fresh)),
            _ => return false,
        };
        // An empty text is none of what the rule is about.
        if one.is_empty() != other.is_empty() {
            return false;
        }
        if rule.extent == Extent::OwnUrl {
            let (own, own_fresh) =
                (own_url(&one, self.texts.targets.0), own_url(&other, self.texts.targets.1));
            if own.is_none() || own != own_fresh {
                return false;
            }
        }
        if let Some(note) = self.identities.pair(rule, (&one, &other), self.seen) {
            self.differ(Some(recorded), Some(fresh), Some(note));
        }
        true
    }

    fn members(&mut self, recorded: Value<'_>, fresh: Value<'_>) {
        // Occurrences of a repeated name are compared in their order.
        let mut others: HashMap<Cow<'_, str>, Vec<Value<'_>>> = HashMap::new();
        let members: Vec<_> = fresh.members().collect();
        for member in members.iter().rev() {
            others.entry(member.key.clone()).or_default().push(member.value);
        }
        for member in recorded.members() {
            let other = others.get_mut(&member.key).and_then(Vec::pop);
            let at = |walk: &mut Self| match other {
                Some(other) => walk.values(member.value, other),
                None => walk.differ(Some(member.value), None, None),
            };
            self.at_member(&member.key, at);
        }
        for member in &members {
            if let Some(left) = others.get_mut(&member.key).and_then(Vec::pop) {
                self.at_member(&member.key, |walk| walk.differ(None, Some(left), None));
            }
        }
    }

    fn elements(&mut self, recorded: Value<'_>, fresh: Value<'_>) {
        let old: Vec<Value<'_>> = recorded.elements().collect();
        let new: Vec<Value<'_>> = fresh.elements().collect();
        let pairs = if self.place.depth() <= DEEPEST_ALIGNED {
            align(&old, &new, &mut self.place, self.operation)
        } else {
            let at = |index: usize, list: &[Value<'_>]| (index < list.len()).then_some(index);
            (0..old.len().max(new.len())).map(|index| (at(index, &old), at(index, &new))).collect()
        };
        for (old_at, new_at) in pairs {
            let was = old_at.and_then(|at| old.get(at)).copied();
            let is = new_at.and_then(|at| new.get(at)).copied();
            let index = old_at.or(new_at).unwrap_or_default();
            self.at_index(index, |walk| match (was, is) {
                (Some(was), Some(is)) => walk.values(was, is),
                (was, is) => walk.differ(was, is, None),
            });
        }
    }

    fn at_member(&mut self, name: &str, act: impl FnOnce(&mut Self)) {
        let mut place = std::mem::take(&mut self.place);
        place.at_member(name, |place| self.within(place, act));
        self.place = place;
    }

    fn at_index(&mut self, index: usize, act: impl FnOnce(&mut Self)) {
        let mut place = std::mem::take(&mut self.place);
        place.at_index(index, |place| self.within(place, act));
        self.place = place;
    }

    fn within(&mut self, place: &mut Place, act: impl FnOnce(&mut Self)) {
        std::mem::swap(&mut self.place, place);
        act(self);
        std::mem::swap(&mut self.place, place);
    }

    /// Notes a difference. A value that is not there has none.
    pub(super) fn differ(
        &mut self,
        recorded: Option<Value<'_>>,
        fresh: Option<Value<'_>>,
        note: Option<String>,
    ) {
        if self.compared.is_full() {
            self.compared.count_only();
            return;
        }
        let is_secret = is_secret_name(self.place.pointer().rsplit('/').next().unwrap_or_default());
        let shown = |value: Option<Value<'_>>, print: fn(Value<'_>) -> String| {
            value.map(|value| match value.kind() {
                Kind::String if is_secret => print::quoted(MARK),
                _ => self.texts.mask(&print(value)),
            })
        };
        let lines = match (recorded, fresh) {
            (Some(one), Some(other)) if !is_secret && is_prose(one, other) => {
                let of = |value| self.texts.mask(&text(value));
                lines::lines(Some(&of(one)), Some(&of(other)))
            }
            _ => {
                let (one, other) = (shown(recorded, print::pretty), shown(fresh, print::pretty));
                lines::lines(one.as_deref(), other.as_deref())
            }
        };
        let difference = Difference {
            part: Part::Body,
            pointer: Some(self.texts.mask(self.place.pointer())),
            recorded: shown(recorded, print::compact).map(Difference::short),
            fresh: shown(fresh, print::compact).map(Difference::short),
            note,
            lines,
        };
        self.compared.add(difference);
    }
}

/// Whether two texts are shown line by line.
fn is_prose(one: Value<'_>, other: Value<'_>) -> bool {
    let is_text = |value: Value<'_>| value.kind() == Kind::String;
    is_text(one) && is_text(other) && [one, other].into_iter().any(|value| text(value).contains('\n'))
}

fn text(value: Value<'_>) -> Cow<'_, str> {
    value.as_str().unwrap_or_default()
}

fn number(value: Value<'_>) -> Cow<'_, str> {
    Cow::Borrowed(value.number_text().unwrap_or_default())
}

/// How a URL of the service itself is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OwnUrl {
    Relative,
    Absolute,
}

/// How a URL is written, if it is one of the service that the request went to.
fn own_url(url: &str, request: &Target) -> Option<OwnUrl> {
    let target = Target::parse(url);
    if target.host.is_present() {
        let is_own = target.host == request.host && target.port == request.port;
        return is_own.then_some(OwnUrl::Absolute);
    }
    let first = url.split(['/', '?', '#']).next().unwrap_or_default();
    (!first.contains(':') && !url.starts_with("//")).then_some(OwnUrl::Relative)
}
