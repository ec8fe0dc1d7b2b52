//! Reads JSON and says everything that is wrong with it, with the place.
//!
//! One pass over the bytes builds a [`Document`]: a flat list of nodes that remember where they stood. Text is
//! neither copied nor decoded before somebody asks for it, numbers keep the digits they were written with, and
//! what is wrong becomes a list of [`Defect`]s instead of one error: repeated members, lone surrogates, a byte
//! order mark, bytes that are not UTF-8, and faults of syntax, most of which the reader gets past.
//! The grammar is RFC 8259; nothing in here recurses, so no input can exhaust the stack.
//!
//! ```
//! use directline_json::{DefectKind, Document, Kind};
//!
//! let document = Document::parse(br#"{"id": 1.0, "text": "caf\u00e9", "id": 2}"#);
//! let root = document.root().unwrap();
//! assert_eq!(root.kind(), Kind::Object);
//! assert_eq!(root.get("text").and_then(|text| text.as_str()).unwrap(), "café");
//! assert_eq!(root.get("id").and_then(|id| id.number_text()), Some("1.0"));
//!
//! // The tree can be trusted, but a member is repeated: that is a defect of meaning.
//! assert!(document.is_well_formed());
//! let defect = &document.defects()[0];
//! assert!(matches!(defect.kind, DefectKind::DuplicateMember { .. }));
//! assert_eq!(defect.span.start, 33);
//! ```
//!
//! On top stands a strict serde [`Deserializer`](serde::Deserializer): it refuses a document with any defect, and its
//! errors say where.
//!
//! ```
//! let error = directline_json::from_slice::<Vec<u8>>(b"[1, 2, true]").unwrap_err();
//! assert_eq!(error.span.start, 7);
//! ```

mod arena;
mod de;
mod defect;
mod document;
mod equal;
mod iter;
mod limits;
mod node;
mod number;
mod parse;
mod pointer;
mod span;
mod syntax;
mod text;
mod value;

pub use arena::Arena;
pub use de::{Error, from_slice};
pub use defect::{Defect, DefectKind};
pub use document::Document;
pub use iter::{Elements, Member, Members};
pub use limits::Limits;
pub use number::same_number;
pub use span::Span;
pub use syntax::SyntaxError;
pub use value::{Kind, Value};
