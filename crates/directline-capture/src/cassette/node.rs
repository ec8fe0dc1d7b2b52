//! One view of the two notations of cassettes: YAML and JSON.

use std::borrow::Cow;

use directline_exchange::{Coding, Origin, Segment};
use directline_json::{Kind, Span, Value};

use crate::base::Base;
use crate::{coding, stored, yaml};

/// A value of a cassette.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Node<'t> {
    /// A value of JSON, and where its text stands in the file.
    Json(Value<'t>, Base),
    /// A value of YAML, of which the file is the text.
    Yaml(yaml::Node<'t>),
}

/// A text of a cassette, and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Text<'t> {
    /// The text as it is written; base64 if [binary](Self::is_binary).
    written: Cow<'t, str>,
    is_binary: bool,
    at: At<'t>,
}

#[derive(Clone, Copy, Debug)]
enum At<'t> {
    Value(Value<'t>, Base),
    Key(Span, Base),
    Yaml(yaml::Node<'t>),
}

type Members<'t> = Box<dyn Iterator<Item = (Text<'t>, Node<'t>)> + 't>;

impl<'t> Node<'t> {
    /// The member `name` of a map, unless it is null.
    pub(crate) fn get(self, name: &str) -> Option<Self> {
        let found = match self {
            Self::Json(value, base) => Self::Json(value.get(name)?, base),
            Self::Yaml(node) => Self::Yaml(node.get(name)?),
        };
        Some(found).filter(|found| !found.is_null())
    }

    /// Whether a map has a member `name`, null or not.
    pub(crate) fn has(self, name: &str) -> bool {
        match self {
            Self::Json(value, _) => value.get(name).is_some(),
            Self::Yaml(node) => node.get(name).is_some(),
        }
    }

    /// The members of a map.
    pub(crate) fn members(self) -> Members<'t> {
        match self {
            Self::Json(value, base) => Box::new(value.members().map(move |member| {
                let at = At::Key(member.key_span, base);
                (Text { written: member.key, is_binary: false, at }, Self::Json(member.value, base))
            })),
            Self::Yaml(node) => Box::new(node.members().filter_map(|(key, value)| {
                // A key that is no text is none of a recorder's.
                Some((Self::Yaml(key).text()?, Self::Yaml(value)))
            })),
        }
    }

    /// The elements of a list.
    pub(crate) fn elements(self) -> Box<dyn Iterator<Item = Self> + 't> {
        match self {
            Self::Json(value, base) => Box::new(value.elements().map(move |value| Self::Json(value, base))),
            Self::Yaml(node) => Box::new(node.elements().map(Self::Yaml)),
        }
    }

    pub(crate) fn is_null(self) -> bool {
        match self {
            Self::Json(value, _) => value.is_null(),
            Self::Yaml(node) => node.is_null(),
        }
    }

    pub(crate) fn is_map(self) -> bool {
        match self {
            Self::Json(value, _) => value.kind() == Kind::Object,
            Self::Yaml(node) => node.is_map(),
        }
    }

    pub(crate) fn is_list(self) -> bool {
        match self {
            Self::Json(value, _) => value.kind() == Kind::Array,
            Self::Yaml(node) => node.is_list(),
        }
    }

    /// The text of a scalar; that of a number or a truth value is how it is written.
    pub(crate) fn text(self) -> Option<Text<'t>> {
        let (written, is_binary, at) = match self {
            Self::Json(value, base) => {
                let written = match value.kind() {
                    Kind::Object | Kind::Array | Kind::Null => return None,
                    Kind::String => value.as_str()?,
                    _ => Cow::Borrowed(value.raw_str()?),
                };
                (written, false, At::Value(value, base))
            }
            Self::Yaml(node) => (Cow::Borrowed(node.text()?), node.is_binary(), At::Yaml(node)),
        };
        Some(Text { written, is_binary, at })
    }

    /// Where it begins.
    pub(crate) fn origin(self) -> Origin {
        match self {
            Self::Json(value, base) => base.verbatim(value),
            Self::Yaml(node) => Origin::verbatim(0, node.start() as u64),
        }
    }
}

impl<'t> Text<'t> {
    /// Whether it is base64 by its tag.
    pub(crate) fn is_binary(&self) -> bool {
        self.is_binary
    }

    /// The text as it is written.
    pub(crate) fn written(&self) -> &str {
        &self.written
    }

    /// The same, to keep.
    pub(crate) fn into_written(self) -> Cow<'t, str> {
        self.written
    }

    /// The bytes that it stands for: decoded if binary, unless that is impossible.
    pub(crate) fn bytes(&self) -> Cow<'_, [u8]> {
        let decoded = self.is_binary.then(|| coding::base64(&self.written)).flatten();
        decoded.map_or(Cow::Borrowed(self.written.as_bytes()), Cow::Owned)
    }

    /// The bytes as text.
    pub(crate) fn to_text(&self) -> String {
        String::from_utf8_lossy(&self.bytes()).into_owned()
    }

    /// Where the bytes stand.
    pub(crate) fn origin(&self) -> Origin {
        match self.at {
            _ if self.is_binary => self.coded(Coding::JsonBase64),
            At::Value(value, base) if value.kind() == Kind::String => base.text(value),
            At::Value(value, base) => base.verbatim(value),
            At::Key(span, base) => base.key(span),
            At::Yaml(node) => node.origin(),
        }
    }

    /// Where the bytes stand without the first `skipped`, which are white space.
    pub(crate) fn origin_from(&self, skipped: usize) -> Origin {
        let origin = self.origin();
        match (&origin.coding, self.at) {
            _ if skipped == 0 => origin,
            (Coding::Verbatim, _) => Origin { start: origin.start.saturating_add(skipped as u64), ..origin },
            (Coding::JsonString, At::Value(value, base)) => base.trimmed(value).1,
            (Coding::Segments(segments), _) => shifted(segments, skipped as u64),
            _ => origin,
        }
    }

    /// Where the bytes stand if each character is one.
    pub(crate) fn as_latin1(&self) -> Origin {
        match self.at {
            At::Yaml(node) => node.latin1_origin(),
            _ => stored::as_latin1(&self.origin()),
        }
    }

    /// Where what is coded in it begins.
    pub(crate) fn coded(&self, coding: Coding) -> Origin {
        match self.at {
            At::Value(value, base) => base.coded(value, coding),
            At::Key(span, base) => Origin { coding, ..base.key(span) },
            At::Yaml(node) => node.at(coding),
        }
    }
}

/// The pieces without the first `skipped` bytes.
fn shifted(segments: &[Segment], skipped: u64) -> Origin {
    let before = segments.partition_point(|segment| segment.datum <= skipped).saturating_sub(1);
    let rest = segments.get(before..).unwrap_or_default();
    let moved: Vec<Segment> = rest
        .iter()
        .map(|segment| Segment {
            datum: segment.datum.saturating_sub(skipped),
            file: segment.file.saturating_add(skipped.saturating_sub(segment.datum)),
        })
        .collect();
    let start = moved.first().map_or(0, |first| first.file);
    Origin { file: 0, start, coding: Coding::Segments(moved.into()) }
}
