//! A JSON value that keeps its text, so that one place can be changed and the rest stays as it is spelled.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Levels of nesting beyond which common parsers give up (Ruby's after 100, PHP's after 512).
const DEEPEST: usize = 90;

/// A value.
#[derive(Clone, Debug)]
pub(super) enum Tree {
    /// Anything without parts, as it is spelled.
    Scalar(String),
    /// An array.
    Array(Vec<Tree>),
    /// An object; its members in order, also repeated ones.
    Object(Vec<(String, Tree)>),
}

/// Why a text has no tree.
pub(super) enum NoTree {
    /// It is nested too deeply.
    Deep,
    /// It is not JSON, or a member's name holds a lone surrogate.
    Broken,
}

impl Tree {
    /// Reads a text.
    pub(super) fn read(text: &str) -> Result<Self, NoTree> {
        Self::read_at(text, DEEPEST)
    }

    fn read_at(text: &str, levels: usize) -> Result<Self, NoTree> {
        let text = text.trim_matches([' ', '\t', '\r', '\n']);
        let levels = levels.checked_sub(1).ok_or(NoTree::Deep)?;
        match text.as_bytes().first() {
            Some(b'{') => {
                let Members(members) = serde_json::from_str(text).map_err(|_| NoTree::Broken)?;
                let read =
                    |(name, value): (String, &RawValue)| Ok((name, Self::read_at(value.get(), levels)?));
                members.into_iter().map(read).collect::<Result<_, _>>().map(Self::Object)
            }
            Some(b'[') => {
                let elements: Vec<&RawValue> = serde_json::from_str(text).map_err(|_| NoTree::Broken)?;
                let read = |value: &RawValue| Self::read_at(value.get(), levels);
                elements.into_iter().map(read).collect::<Result<_, _>>().map(Self::Array)
            }
            _ => Ok(Self::Scalar(text.to_owned())),
        }
    }

    /// Whether the name of any member is such a one.
    pub(super) fn any_name(&self, is_such: &dyn Fn(&str) -> bool) -> bool {
        self.any(
            &|tree| matches!(tree, Self::Object(members) if members.iter().any(|(name, _)| is_such(name))),
        )
    }

    /// Whether this value or any in it is such a one.
    pub(super) fn any(&self, is_such: &dyn Fn(&Self) -> bool) -> bool {
        is_such(self)
            || match self {
                Self::Scalar(_) => false,
                Self::Array(elements) => elements.iter().any(|element| element.any(is_such)),
                Self::Object(members) => members.iter().any(|(_, value)| value.any(is_such)),
            }
    }

    /// How many values there are, this one included.
    pub(super) fn size(&self) -> usize {
        let inner: usize = match self {
            Self::Scalar(_) => 0,
            Self::Array(elements) => elements.iter().map(Self::size).sum(),
            Self::Object(members) => members.iter().map(|(_, value)| value.size()).sum(),
        };
        inner.saturating_add(1)
    }

    /// The value of this number, in the order of the text; this one is number 0.
    pub(super) fn nth(&mut self, number: usize) -> Option<&mut Self> {
        let Some(mut number) = number.checked_sub(1) else { return Some(self) };
        let inner: Box<dyn Iterator<Item = &mut Self>> = match self {
            Self::Scalar(_) => return None,
            Self::Array(elements) => Box::new(elements.iter_mut()),
            Self::Object(members) => Box::new(members.iter_mut().map(|(_, value)| value)),
        };
        for value in inner {
            let size = value.size();
            if number < size {
                return value.nth(number);
            }
            number = number.saturating_sub(size);
        }
        None
    }
}

impl fmt::Display for Tree {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scalar(text) => formatter.write_str(text),
            Self::Array(elements) => {
                formatter.write_str("[")?;
                for (index, element) in elements.iter().enumerate() {
                    write!(formatter, "{}{element}", if index == 0 { "" } else { "," })?;
                }
                formatter.write_str("]")
            }
            Self::Object(members) => {
                formatter.write_str("{")?;
                for (index, (name, value)) in members.iter().enumerate() {
                    let name = serde_json::to_string(name).map_err(|_| fmt::Error)?;
                    write!(formatter, "{}{name}:{value}", if index == 0 { "" } else { "," })?;
                }
                formatter.write_str("}")
            }
        }
    }
}

/// The members of an object, in order.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}

#[cfg(test)]
mod tests {
    use super::{NoTree, Tree};

    fn read(text: &str) -> Tree {
        Tree::read(text).ok().unwrap()
    }

    #[test]
    fn the_spelling_is_kept() {
        let text = r#"{"a":[1.0,1e400,"\u0061"],"a":{},"é":[]}"#;
        assert_eq!(read(&format!("\n {text} ")).to_string(), text);
    }

    #[test]
    fn every_place_has_a_number() {
        let mut tree = read(r#"{"a":[1,{"b":2}],"c":3}"#);
        assert_eq!(tree.size(), 6);
        let places: Vec<String> = (1..6).map(|number| tree.nth(number).unwrap().to_string()).collect();
        assert_eq!(places, [r#"[1,{"b":2}]"#, "1", r#"{"b":2}"#, "2", "3"]);
        assert!(tree.nth(6).is_none());
    }

    #[test]
    fn depth_is_bounded() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(matches!(Tree::read(&deep), Err(NoTree::Deep | NoTree::Broken)));
    }
}
