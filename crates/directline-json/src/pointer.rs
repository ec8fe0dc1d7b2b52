//! JSON Pointer (RFC 6901), from pointer to value and back.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::iter::Children;
use crate::node::Tag;
use crate::{Document, Kind, Value};

impl Document<'_> {
    /// The value that a JSON Pointer (RFC 6901) leads to; of repeated members the first.
    ///
    /// ```
    /// let document = directline_json::Document::parse(br#"{"a/b": [10, 20]}"#);
    /// let twenty = document.pointer("/a~1b/1").unwrap();
    /// assert_eq!(twenty.number_text(), Some("20"));
    /// assert_eq!(twenty.pointer(), "/a~1b/1");
    /// assert!(document.pointer("/a~1b/01").is_none());
    /// ```
    pub fn pointer(&self, pointer: &str) -> Option<Value<'_>> {
        let root = self.root()?;
        let Some(tokens) = pointer.strip_prefix('/') else {
            return pointer.is_empty().then_some(root);
        };
        tokens.split('/').try_fold(root, |value, token| {
            let token = unescape(token)?;
            match value.kind() {
                Kind::Object => value.get(&token),
                Kind::Array => value.elements().nth(index(&token)?),
                _ => None,
            }
        })
    }

    /// The pointer of the innermost value around a byte offset; at a member's name, of that member. Empty, which
    /// stands for the whole document, if there is none.
    ///
    /// ```
    /// let document = directline_json::Document::parse(br#"{"a": [1, 22]}"#);
    /// assert_eq!(document.pointer_at(1), "/a");
    /// assert_eq!(document.pointer_at(11), "/a/1");
    /// ```
    pub fn pointer_at(&self, offset: usize) -> String {
        let holds = |node: Value<'_>| {
            let span = node.span();
            span.start <= offset && offset < span.end
        };
        self.root().map(|root| descend(root, holds)).unwrap_or_default()
    }
}

impl Value<'_> {
    /// The JSON Pointer (RFC 6901) of this value; empty for the root. A repeated member has the pointer of the first.
    ///
    /// Takes time in proportion to the number of siblings on the way from the root.
    pub fn pointer(self) -> String {
        let index = self.index;
        let Some(root) = self.document.root() else {
            return String::new();
        };
        descend(root, |node| node.index <= index && index < node.node().next())
    }
}

/// Goes down from the root, each time to the child (or the child of the name) that fits, and writes down the way.
fn descend<'d>(root: Value<'d>, fits: impl Fn(Value<'d>) -> bool) -> String {
    let mut path = String::new();
    let mut here = root;
    loop {
        let child = match here.tag() {
            Tag::Array => {
                here.elements().enumerate().find(|&(_, child)| fits(child)).map(|(index, child)| {
                    let _ = write!(path, "/{index}");
                    child
                })
            }
            Tag::Object => {
                let mut children = Children::new(here, Tag::Object);
                let found =
                    std::iter::from_fn(|| children.pair()).find(|&(name, value)| fits(name) || fits(value));
                found.map(|(name, value)| {
                    path.push('/');
                    escape_into(&mut path, &name.document.source.decode(name.node()));
                    value
                })
            }
            _ => None,
        };
        match child {
            Some(child) => here = child,
            None => return path,
        }
    }
}

/// Resolves `~0` and `~1`; `None` for any other tilde.
fn unescape(token: &str) -> Option<Cow<'_, str>> {
    if !token.contains('~') {
        return Some(Cow::Borrowed(token));
    }
    let mut plain = String::with_capacity(token.len());
    let mut chars = token.chars();
    while let Some(char) = chars.next() {
        plain.push(match char {
            '~' => match chars.next()? {
                '0' => '~',
                '1' => '/',
                _ => return None,
            },
            other => other,
        });
    }
    Some(Cow::Owned(plain))
}

/// Appends a name with `~` and `/` escaped.
fn escape_into(path: &mut String, name: &str) {
    for char in name.chars() {
        match char {
            '~' => path.push_str("~0"),
            '/' => path.push_str("~1"),
            other => path.push(other),
        }
    }
}

/// An array index as RFC 6901, section 4 has it: digits without a leading zero.
fn index(token: &str) -> Option<usize> {
    let canonical = token == "0" || matches!(token.as_bytes().first(), Some(b'1'..=b'9'));
    canonical.then(|| token.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use crate::Document;

    /// The document and the results of RFC 6901, section 5.
    #[test]
    fn the_examples_of_the_rfc() {
        let source = r#"{"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6,
            " ": 7, "m~n": 8}"#;
        let document = Document::parse(source.as_bytes());
        let cases = [
            ("", source),
            ("/foo", r#"["bar", "baz"]"#),
            ("/foo/0", r#""bar""#),
            ("/", "0"),
            ("/a~1b", "1"),
            ("/c%d", "2"),
            ("/e^f", "3"),
            ("/g|h", "4"),
            (r"/i\j", "5"),
            ("/k\"l", "6"),
            ("/ ", "7"),
            ("/m~0n", "8"),
        ];
        for (pointer, raw) in cases {
            let value = document.pointer(pointer).unwrap();
            assert_eq!(value.raw_str(), Some(raw), "{pointer}");
            assert_eq!(value.pointer(), pointer);
            assert_eq!(document.pointer_at(value.span().start), pointer);
        }
    }

    #[test]
    fn pointers_that_lead_nowhere() {
        let document = Document::parse(br#"{"foo": ["bar"], "m~n": 8}"#);
        for pointer in
            ["foo", "/bar", "/foo/1", "/foo/00", "/foo/-", "/foo/+0", "/foo/0/x", "/m~n", "/m~2n", "/foo/"]
        {
            assert!(document.pointer(pointer).is_none(), "{pointer}");
        }
        assert!(Document::parse(b"").pointer("").is_none());
    }

    #[test]
    fn offsets_between_values_belong_to_the_container() {
        let document = Document::parse(br#" {"a": [1, 2]} "#);
        for (offset, pointer) in
            [(0, ""), (1, ""), (2, "/a"), (5, ""), (7, "/a"), (8, "/a/0"), (9, "/a"), (99, "")]
        {
            assert_eq!(document.pointer_at(offset), pointer, "{offset}");
        }
    }
}
