//! What is wrong with a document, and where.

use std::fmt;

use crate::{Span, SyntaxError};

/// One thing that is wrong with a document.
///
/// Displayed as the text of its [`kind`](Self::kind), without the place.
///
/// ```
/// let document = directline_json::Document::parse(b"[1, 2,]");
/// let defect = &document.defects()[0];
/// assert_eq!(defect.to_string(), "a comma after the last entry: remove it");
/// assert_eq!((defect.span.start, defect.span.end), (5, 6));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defect {
    /// What is wrong.
    pub kind: DefectKind,
    /// Where it stands. For something that is missing, the byte found in its place, or the end of the text.
    /// Never reaches beyond the source.
    pub span: Span,
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}

/// The kinds of defects.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DefectKind {
    /// A name occurs more than once in one object (RFC 8259, section 4: names should be unique). There is one such
    /// defect per object and name, and its span is the second occurrence.
    DuplicateMember {
        /// Where the name stands first, quotes included.
        first: Span,
        /// The decoded name.
        name: Box<str>,
        /// How many times the name occurs, at least two.
        count: usize,
    },
    /// Half of a surrogate pair, written as an escape: it stands for no character (RFC 8259, section 8.2).
    LoneSurrogate,
    /// U+FEFF before the value (RFC 8259, section 8.1: must not be added).
    ByteOrderMark,
    /// Bytes that are not UTF-8.
    InvalidUtf8,
    /// An array or object inside more than [`Limits::max_depth`](crate::Limits::max_depth) others; it was skipped.
    TooDeep {
        /// The limit.
        max_depth: usize,
    },
    /// The document is longer than [`Limits::max_bytes`](crate::Limits::max_bytes); it was not read.
    TooLarge {
        /// The limit, in bytes.
        max_bytes: usize,
    },
    /// The bytes depart from the grammar.
    Syntax(SyntaxError),
}

impl DefectKind {
    /// Whether the tree cannot be trusted: syntax, invalid UTF-8, depth or size. The others (repeated members, lone
    /// surrogates, a byte order mark) are defects of meaning in a text that can be read.
    pub fn breaks_syntax(&self) -> bool {
        match self {
            Self::DuplicateMember { .. } | Self::LoneSurrogate | Self::ByteOrderMark => false,
            Self::InvalidUtf8 | Self::TooDeep { .. } | Self::TooLarge { .. } | Self::Syntax(_) => true,
        }
    }
}

impl From<SyntaxError> for DefectKind {
    fn from(error: SyntaxError) -> Self {
        Self::Syntax(error)
    }
}

impl fmt::Display for DefectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DuplicateMember { name, count, .. } => {
                write!(f, "member {} occurs {count} times in one object", Shortened(name))
            }
            Self::LoneSurrogate => {
                f.write_str("half of a surrogate pair: the escape stands for no character")
            }
            Self::ByteOrderMark => f.write_str("a byte order mark before the JSON value: remove it"),
            Self::InvalidUtf8 => f.write_str("bytes that are not UTF-8"),
            Self::TooDeep { max_depth } => {
                write!(f, "more than {max_depth} arrays and objects inside each other")
            }
            Self::TooLarge { max_bytes } => write!(f, "more than {max_bytes} bytes"),
            Self::Syntax(error) => error.fmt(f),
        }
    }
}

/// A name in quotes and with escapes, cut where it gets long.
struct Shortened<'a>(&'a str);

impl fmt::Display for Shortened<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LONGEST: usize = 64;
        match self.0.char_indices().nth(LONGEST) {
            Some((cut, _)) => write!(f, "{:?}…", self.0.get(..cut).unwrap_or_default()),
            None => write!(f, "{:?}", self.0),
        }
    }
}
