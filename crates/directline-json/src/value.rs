//! A handle to one value of a document.

use std::borrow::Cow;
use std::fmt;

use crate::iter::Children;
use crate::node::{Node, Tag, narrow};
use crate::text::inside;
use crate::{Document, Elements, Member, Members, Span, equal};

/// The six kinds of JSON values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Bool => "boolean",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        })
    }
}

/// One value of a [`Document`]: a small handle that is free to copy.
///
/// ```
/// use directline_json::{Document, Kind};
///
/// let document = Document::parse(br#"{"count": 2, "tags": ["a", "b"]}"#);
/// let tags = document.root().unwrap().get("tags").unwrap();
/// assert_eq!(tags.kind(), Kind::Array);
/// assert_eq!(tags.raw(), br#"["a", "b"]"#);
/// assert_eq!(tags.elements().filter_map(|tag| tag.as_str()).collect::<String>(), "ab");
/// ```
#[derive(Clone, Copy)]
pub struct Value<'d> {
    pub(crate) document: &'d Document<'d>,
    pub(crate) index: u32,
}

impl<'d> Value<'d> {
    /// The kind of the value.
    pub fn kind(self) -> Kind {
        match self.tag() {
            Tag::Null => Kind::Null,
            Tag::False | Tag::True => Kind::Bool,
            Tag::Number => Kind::Number,
            Tag::Plain | Tag::Escaped | Tag::Bare => Kind::String,
            Tag::Array => Kind::Array,
            Tag::Object => Kind::Object,
        }
    }

    /// Where the value stands in the source, quotes and brackets included.
    pub fn span(self) -> Span {
        self.node().span()
    }

    /// Whether this is `null`.
    pub fn is_null(self) -> bool {
        self.kind() == Kind::Null
    }

    /// The truth value, or `None` if this is no boolean.
    pub fn as_bool(self) -> Option<bool> {
        match self.tag() {
            Tag::True => Some(true),
            Tag::False => Some(false),
            _ => None,
        }
    }

    /// The decoded text, or `None` if this is no string. Borrowed from the source unless there are escapes in it. A
    /// lone surrogate and what is not UTF-8 (both are defects) become U+FFFD.
    pub fn as_str(self) -> Option<Cow<'d, str>> {
        let node = self.node();
        let is_text = node.is(Tag::Plain) || node.is(Tag::Escaped) || node.is(Tag::Bare);
        is_text.then(|| self.document.source.decode(node))
    }

    /// The number as it is written, or `None` if this is no number.
    ///
    /// ```
    /// let document = directline_json::Document::parse(b"1.000000000000000005");
    /// assert_eq!(document.root().unwrap().number_text(), Some("1.000000000000000005"));
    /// ```
    pub fn number_text(self) -> Option<&'d str> {
        (self.kind() == Kind::Number).then(|| self.raw_str()).flatten()
    }

    /// The number, if it is written as an integer and fits; `1.0` does not.
    pub fn as_u64(self) -> Option<u64> {
        self.number_text()?.parse().ok()
    }

    /// The number, if it is written as an integer and fits; `1.0` does not.
    pub fn as_i64(self) -> Option<i64> {
        self.number_text()?.parse().ok()
    }

    /// The number, rounded to the nearest double, or `None` if this is no number or too great for one.
    pub fn as_f64(self) -> Option<f64> {
        let number: f64 = self.number_text()?.parse().ok()?;
        number.is_finite().then_some(number)
    }

    /// The members of an object in the order of the source, repeated ones included; none for other kinds.
    pub fn members(self) -> Members<'d> {
        Members(Children::new(self, Tag::Object))
    }

    /// The elements of an array; none for other kinds.
    pub fn elements(self) -> Elements<'d> {
        Elements(Children::new(self, Tag::Array))
    }

    /// The number of elements or members; 0 for scalars.
    pub fn len(self) -> usize {
        self.node().count()
    }

    /// Whether there are no elements or members.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The value of the first member of that decoded name. Takes time in proportion to the number of members.
    pub fn get(self, name: &str) -> Option<Value<'d>> {
        self.find(name).map(|(_, value)| value)
    }

    /// The first member of that decoded name.
    pub fn member(self, name: &str) -> Option<Member<'d>> {
        let (key, value) = self.find(name)?;
        Some(Member { key: self.document.source.decode(key), key_span: key.span(), value })
    }

    /// The node of the name and the value of the first member of that decoded name.
    fn find(self, name: &str) -> Option<(Node, Value<'d>)> {
        let document = self.document;
        let nodes = document.arena.nodes.as_slice();
        let object = nodes.get(self.id()).filter(|node| node.is(Tag::Object))?;
        // Most names are of another length; two bytes are the quotes.
        let length = narrow(name.len().saturating_add(2));
        let is_text = document.source.text.is_some();
        let mut at = self.index.saturating_add(1);
        for _ in 0..object.count() {
            let [key, value, ..] = nodes.get(at as usize..)? else { return None };
            let is_found = if is_text && key.is(Tag::Plain) {
                key.length() == length && document.source.slice(inside(key.span())) == name.as_bytes()
            } else {
                document.source.says(*key, name)
            };
            if is_found {
                return Some((*key, Value { document, index: at.saturating_add(1) }));
            }
            at = value.next();
        }
        None
    }

    /// A number that no other value of the document has. Values get it in the order of the source, the root has 0.
    pub fn id(self) -> usize {
        self.index as usize
    }

    /// The document that this value belongs to.
    pub fn document(self) -> &'d Document<'d> {
        self.document
    }

    /// The bytes of the value as they stand in the source.
    pub fn raw(self) -> &'d [u8] {
        self.document.source.slice(self.span())
    }

    /// The text of the value as it stands in the source, or `None` if it is not UTF-8.
    pub fn raw_str(self) -> Option<&'d str> {
        match self.document.source.text {
            Some(text) => text.get(self.span().range()),
            None => std::str::from_utf8(self.raw()).ok(),
        }
    }

    /// Whether both stand for the same JSON value, whatever document they belong to.
    ///
    /// Strings are compared decoded, numbers by their mathematical value without rounding, arrays in order, objects
    /// without regard to order. If a name is repeated, its occurrences are compared in their order.
    ///
    /// ```
    /// use directline_json::Document;
    ///
    /// let one = Document::parse(br#"{"a": 1e2, "b": "\u0041"}"#);
    /// let other = Document::parse(br#"{"b": "A", "a": 100.0}"#);
    /// assert!(one.root().unwrap().same_value(other.root().unwrap()));
    /// ```
    pub fn same_value(self, other: Value<'_>) -> bool {
        equal::same_value(self, other)
    }

    #[inline]
    pub(crate) fn node(self) -> Node {
        let node = self.document.arena.nodes.get(self.id()).copied();
        node.unwrap_or_else(|| Node::leaf(Tag::Null, 0, 0, self.id()))
    }

    pub(crate) fn tag(self) -> Tag {
        self.node().tag()
    }
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let span = self.span();
        write!(f, "{} at {}..{}", self.kind(), span.start, span.end)
    }
}
