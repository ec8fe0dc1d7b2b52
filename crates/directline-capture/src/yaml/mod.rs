//! YAML as a tree of data that knows where everything stands.
//!
//! Tags are data here: nothing is ever instantiated. Aliases are followed and never copied, and how much they may stand
//! for is bounded ([`build`]), so that a small file cannot become a large amount of work.

mod build;
mod spelling;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use directline_exchange::{Coding, Origin, Segment};
use granit_parser::ScalarStyle;

pub(crate) use build::parse;

/// The first document of a YAML text, as far as it could be read.
#[derive(Debug)]
pub(crate) struct Tree {
    source: Arc<Vec<u8>>,
    records: Vec<Record>,
    /// Why reading ended early, if it did.
    pub(crate) fault: Option<Fault>,
}

/// Why the rest of a text cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Byte of the text.
    pub(crate) at: usize,
    /// What is wrong.
    pub(crate) what: String,
    /// Whether the text seems to be cut there.
    pub(crate) is_cut: bool,
}

#[derive(Debug)]
struct Record {
    kind: Kind,
    tag: Tag,
    style: ScalarStyle,
    /// Where it stands; of a collection only the start counts.
    span: Range<usize>,
    /// The text of a scalar, where it differs from what stands at `span`.
    text: Option<Box<str>>,
    /// The children; those of a map are keys and values in turn.
    children: Vec<u32>,
    /// How many nodes and bytes it stands for, aliases followed; 0 until it ends.
    weight: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Scalar,
    List,
    Map,
    Alias(u32),
}

/// What a tag says of a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tag {
    None,
    /// `!!binary`, or `!binary` as Ruby writes it: base64.
    Binary,
    /// Any other.
    Other,
}

/// A value of a tree; an alias is what it stands for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node<'t> {
    tree: &'t Tree,
    index: u32,
    record: &'t Record,
}

impl Tree {
    /// The root, if there is one.
    pub(crate) fn root(&self) -> Option<Node<'_>> {
        self.node(0)
    }

    /// The node with this [index](Node::index).
    pub(crate) fn node(&self, index: u32) -> Option<Node<'_>> {
        let at = |index: u32| {
            Some(Node { tree: self, index, record: self.records.get(usize::try_from(index).ok()?)? })
        };
        let node = at(index)?;
        match node.record.kind {
            // The target of an alias is never an alias.
            Kind::Alias(target) => at(target),
            _ => Some(node),
        }
    }
}

impl<'t> Node<'t> {
    /// Its number in the tree.
    pub(crate) fn index(self) -> u32 {
        self.index
    }

    /// Element `index` of a list.
    pub(crate) fn element(self, index: usize) -> Option<Self> {
        let children = if self.is_list() { self.record.children.as_slice() } else { &[] };
        self.tree.node(*children.get(index)?)
    }

    /// Whether its end was seen.
    pub(crate) fn is_whole(self) -> bool {
        self.record.weight > 0
    }

    /// Byte of the text at which it begins.
    pub(crate) fn start(self) -> usize {
        self.record.span.start
    }

    pub(crate) fn is_map(self) -> bool {
        self.record.kind == Kind::Map
    }

    pub(crate) fn is_list(self) -> bool {
        self.record.kind == Kind::List
    }

    /// Whether it is nothing: no text, `~` or `null`, not in quotes.
    pub(crate) fn is_null(self) -> bool {
        const NULLS: [&str; 5] = ["", "~", "null", "Null", "NULL"];
        self.record.tag == Tag::None
            && self.record.style == ScalarStyle::Plain
            && self.text().is_some_and(|text| NULLS.contains(&text))
    }

    /// The elements of a list.
    pub(crate) fn elements(self) -> impl Iterator<Item = Node<'t>> + use<'t> {
        let children = if self.is_list() { self.record.children.as_slice() } else { &[] };
        children.iter().filter_map(move |child| self.tree.node(*child))
    }

    /// The members of a map, in the order of the text.
    pub(crate) fn members(self) -> impl DoubleEndedIterator<Item = (Node<'t>, Node<'t>)> + use<'t> {
        let children = if self.is_map() { self.record.children.as_slice() } else { &[] };
        let pairs = children.chunks_exact(2);
        pairs.filter_map(move |pair| Some((self.tree.node(*pair.first()?)?, self.tree.node(*pair.last()?)?)))
    }

    /// The text of a scalar; base64 where it [is binary](Self::is_binary).
    pub(crate) fn text(self) -> Option<&'t str> {
        if self.record.kind != Kind::Scalar {
            return None;
        }
        match &self.record.text {
            Some(text) => Some(text),
            None => str::from_utf8(self.tree.source.get(self.record.span.clone())?).ok(),
        }
    }

    /// Whether a tag says that the text is base64.
    pub(crate) fn is_binary(self) -> bool {
        self.record.tag == Tag::Binary
    }

    /// Where the UTF-8 of the text stands.
    pub(crate) fn origin(self) -> Origin {
        let segments = match self.text() {
            Some("") | None => return self.at(Coding::Verbatim),
            Some(text) => {
                spelling::align(&self.tree.source, self.record.span.clone(), self.record.style, text)
            }
        };
        self.of_segments(segments)
    }

    /// Where the bytes stand that the characters of the text stand for, one for one.
    pub(crate) fn latin1_origin(self) -> Origin {
        let text = self.text().unwrap_or_default();
        let segments = spelling::align(&self.tree.source, self.record.span.clone(), self.record.style, text);
        self.of_segments(segments.map(|segments| spelling::by_character(text, &segments)))
    }

    /// Where what is coded in the text begins. Base64 is found again whatever the style: what is none of its
    /// characters does not count in either.
    pub(crate) fn at(self, coding: Coding) -> Origin {
        let is_quoted = matches!(self.record.style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted);
        let start = self.record.span.start.saturating_add(usize::from(is_quoted));
        Origin { file: 0, start: start as u64, coding }
    }

    fn of_segments(self, segments: Option<Vec<Segment>>) -> Origin {
        match segments.as_deref() {
            None | Some([]) => self.at(Coding::Opaque),
            Some([only]) => Origin::verbatim(0, only.file),
            Some([first, ..]) => {
                let start = first.file;
                Origin { file: 0, start, coding: Coding::Segments(segments.unwrap_or_default().into()) }
            }
        }
    }
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.record, other.record)
    }
}

/// A text as a map of members, for keys that are compared with names.
impl<'t> Node<'t> {
    /// The value of the last member called `name`, as the readers of all languages have it.
    pub(crate) fn get(self, name: &str) -> Option<Node<'t>> {
        let mut members = self.members().rev();
        members.find(|(key, _)| key.name().as_deref() == Some(name)).map(|(_, value)| value)
    }

    /// The text of a key; old versions of Ruby write names as binary.
    fn name(self) -> Option<Cow<'t, str>> {
        let text = self.text()?;
        if !self.is_binary() {
            return Some(Cow::Borrowed(text));
        }
        crate::coding::base64(text).and_then(|bytes| String::from_utf8(bytes).ok()).map(Cow::Owned)
    }
}
