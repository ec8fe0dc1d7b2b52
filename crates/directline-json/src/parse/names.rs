//! Repeated member names, found when an object closes.
//!
//! All open objects share one stack of names, so an object costs no allocation. Each name has a 32-bit fingerprint;
//! in a small object every pair of fingerprints is compared, and only if two names are the same, or the object is large,
//! a hash table of the names decides. So the usual object costs little, and no input costs more than linear time.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::log::DefectLog;
use crate::node::{Node, Tag, narrow};
use crate::text::{Source, inside};
use crate::{DefectKind, Span};

/// Up to this many members fingerprints are compared pair by pair.
const SMALL: usize = 32;

/// The names of all open objects, the innermost last.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names(Vec<Name>);

#[derive(Clone, Copy, Debug)]
struct Name {
    fingerprint: u32,
    node: u32,
}

/// A name that occurs more than once: places in the stack.
struct Repeated {
    first: usize,
    second: usize,
    count: usize,
}

impl Names {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    #[inline]
    pub(crate) fn push(&mut self, source: Source<'_>, tag: Tag, name: Span, index: usize) {
        let fingerprint = match tag {
            Tag::Plain => fingerprint(source.slice(inside(name))),
            _ => fingerprint_of_decoded(source, Node::leaf(tag, name.start, name.end, index)),
        };
        self.0.push(Name { fingerprint, node: narrow(index) });
    }

    /// Forgets the last name.
    pub(crate) fn pop(&mut self) {
        self.0.pop();
    }

    /// Ends the object whose names start at `first`: logs repeated names and returns the number of members.
    pub(crate) fn close(
        &mut self,
        first: usize,
        source: Source<'_>,
        nodes: &[Node],
        log: &mut DefectLog,
    ) -> usize {
        let names = self.0.get(first..).unwrap_or_default();
        let count = names.len();
        let object = Object { names, source, nodes };
        if count > SMALL || object.any_equal() {
            object.report(&object.repeated(), log);
        }
        self.0.truncate(first);
        count
    }
}

/// The names of one object.
struct Object<'a, 's> {
    names: &'a [Name],
    source: Source<'s>,
    nodes: &'a [Node],
}

impl<'s> Object<'_, 's> {
    fn name(&self, place: usize) -> Cow<'s, str> {
        self.node(place).map(|node| self.source.decode(node)).unwrap_or_default()
    }

    fn span(&self, place: usize) -> Span {
        self.node(place).map(Node::span).unwrap_or_default()
    }

    fn node(&self, place: usize) -> Option<Node> {
        let name = self.names.get(place)?;
        self.nodes.get(name.node as usize).copied()
    }

    /// Whether two names are the same, or may be because of escapes; only asked for few.
    #[inline]
    fn any_equal(&self) -> bool {
        let mut rest = self.names;
        while let Some((one, others)) = rest.split_first() {
            let mut alike = others.iter().filter(|other| other.fingerprint == one.fingerprint);
            if alike.any(|other| self.may_be_same(*one, *other)) {
                return true;
            }
            rest = others;
        }
        false
    }

    #[cold]
    fn may_be_same(&self, one: Name, other: Name) -> bool {
        let node = |name: Name| self.nodes.get(name.node as usize).copied();
        node(one).zip(node(other)).is_none_or(|(one, other)| {
            let is_plain = one.is(Tag::Plain) && other.is(Tag::Plain);
            !is_plain || self.source.slice(inside(one.span())) == self.source.slice(inside(other.span()))
        })
    }

    /// Puts the names into a table one after the other and returns those that occur more than once.
    fn repeated(&self) -> Vec<Repeated> {
        /// Where a name was first, and its place in the list of repeated ones, if it is there.
        struct Seen {
            first: usize,
            repeated: Option<usize>,
        }
        let mut repeated: Vec<Repeated> = Vec::new();
        let mut seen: HashMap<Cow<'_, str>, Seen> = HashMap::with_capacity(self.names.len());
        for place in 0..self.names.len() {
            let mut known = match seen.entry(self.name(place)) {
                Entry::Occupied(known) => known,
                Entry::Vacant(free) => {
                    free.insert(Seen { first: place, repeated: None });
                    continue;
                }
            };
            let known = known.get_mut();
            if let Some(counted) = known.repeated.and_then(|index| repeated.get_mut(index)) {
                counted.count += 1;
            } else {
                known.repeated = Some(repeated.len());
                repeated.push(Repeated { first: known.first, second: place, count: 2 });
            }
        }
        repeated
    }

    fn report(&self, repeated: &[Repeated], log: &mut DefectLog) {
        for known in repeated {
            if log.is_full() {
                log.drop_one();
                continue;
            }
            let kind = DefectKind::DuplicateMember {
                first: self.span(known.first),
                name: self.name(known.first).into(),
                count: known.count,
            };
            log.push(kind, self.span(known.second));
        }
    }
}

/// A number that is most often different for different names: from the length and three of the bytes.
#[inline]
fn fingerprint(name: &[u8]) -> u32 {
    let byte = |at: usize| u32::from(name.get(at).copied().unwrap_or_default());
    let (first, middle, last) = (byte(0), byte(name.len() / 2), byte(name.len().saturating_sub(1)));
    (first << 24) | (middle << 16) | (last << 8) | (narrow(name.len()) & 0xff)
}

#[cold]
fn fingerprint_of_decoded(source: Source<'_>, name: Node) -> u32 {
    fingerprint(source.decode(name).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    #[test]
    fn names_of_practice_have_different_fingerprints() {
        let names = [
            "id",
            "conversationId",
            "created",
            "from",
            "text",
            "channelData",
            "images",
            "attachments",
            "eTag",
            "messages",
            "watermark",
            "name",
            "value",
            "",
            "a",
            "b",
        ];
        let mut fingerprints = names.map(|name| fingerprint(name.as_bytes())).to_vec();
        fingerprints.sort_unstable();
        fingerprints.dedup();
        assert_eq!(fingerprints.len(), names.len());
    }
}
