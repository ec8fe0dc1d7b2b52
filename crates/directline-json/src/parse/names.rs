//! Repeated member names, found when an object closes.
//!
//! All open objects share one stack of names, so an object costs no allocation. Each name has a 32-bit fingerprint;
//! in a small object every pair of fingerprints is compared, and only if two are the same, or the object is large,
//! a hash table of the names themselves decides. So the usual object costs little, and no input costs more than
//! linear time.

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
    pub(crate) fn push(&mut self, source: Source<'_>, node: Node, index: usize) {
        let fingerprint = if node.tag() == Tag::Plain {
            let inside = inside(node.span());
            fingerprint(source.bytes.get(inside.start..).unwrap_or_default(), inside.len())
        } else {
            let name = source.decode(node);
            fingerprint(name.as_bytes(), name.len())
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
        if count > SMALL || any_equal(names) {
            let object = Object { names, source, nodes };
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

/// Whether two of these are the same; only called for few.
#[inline]
fn any_equal(names: &[Name]) -> bool {
    let mut rest = names;
    while let Some((first, others)) = rest.split_first() {
        if others.iter().any(|other| other.fingerprint == first.fingerprint) {
            return true;
        }
        rest = others;
    }
    false
}

/// A number that is most often different for different names: from the length, the first and the last eight bytes.
///
/// The name is the first `length` bytes; that more may follow saves a loop over a short one.
#[inline]
fn fingerprint(bytes: &[u8], length: usize) -> u32 {
    const WORD: usize = 8;
    let Some(head) = bytes.first_chunk() else {
        let name = bytes.iter().take(length).rev();
        return mixed(name.fold(0, |word, &byte| (word << 8) | u64::from(byte)), 0, length);
    };
    let head = u64::from_le_bytes(*head);
    if length < WORD {
        // What follows the name is taken away.
        return mixed(head & !(u64::MAX << (8 * length)), 0, length);
    }
    let tail = bytes.get(length - WORD..).and_then(<[u8]>::first_chunk);
    mixed(head, tail.map_or(0, |tail| u64::from_le_bytes(*tail)), length)
}

#[inline]
fn mixed(head: u64, tail: u64, length: usize) -> u32 {
    const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
    let mixed = (head ^ tail.rotate_left(23) ^ length as u64).wrapping_mul(SPREAD);
    narrow((mixed >> 32) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_does_not_depend_on_what_follows() {
        for length in 0..20 {
            let name = &b"abcdefghijklmnopqrst"[..length];
            let alone = fingerprint(name, length);
            for more in ["\"", "\":1}", "\": \"a long text\"}"] {
                assert_eq!(fingerprint(&[name, more.as_bytes()].concat(), length), alone, "{length}");
            }
        }
    }

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
        let mut names =
            names.map(|name| Name { fingerprint: fingerprint(name.as_bytes(), name.len()), node: 0 });
        assert!(!any_equal(&names));
        names[3] = names[9];
        assert!(any_equal(&names));
    }
}
