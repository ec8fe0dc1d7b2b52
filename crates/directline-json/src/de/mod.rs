//! The strict serde `Deserializer` on top of the tree.
//!
//! Strict means: a document with any defect is refused, a struct is read from an object only, an enum from a string or
//! an object with one member, and each error says where. Numbers go to the visitor as integers if they are written as
//! such and fit.

mod access;
mod error;
mod key;
mod node;
mod raw;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Visitor};

pub use self::error::Error;
use self::node::{Filter, Reader};
use crate::{DefectKind, Document, Span, Value};

/// Reads a value from JSON bytes, strictly: a document with any defect (a repeated member, a lone surrogate, a byte
/// order mark, ...) is refused.
///
/// To borrow from the source, keep the [`Document`] and use [`Value::deserialize`].
///
/// # Errors
///
/// The first defect of the document, or what the type does not accept, each with its place.
///
/// ```
/// #[derive(serde::Deserialize, PartialEq, Debug)]
/// struct Point { x: i32, y: i32 }
///
/// let point: Point = directline_json::from_slice(br#"{"x": 1, "y": -2}"#).unwrap();
/// assert_eq!(point, Point { x: 1, y: -2 });
///
/// let error = directline_json::from_slice::<Point>(br#"{"x": 1, "y": "a"}"#).unwrap_err();
/// assert_eq!(error.to_string(), "invalid type: string \"a\", expected i32 at byte 14");
/// ```
pub fn from_slice<T: DeserializeOwned>(source: &[u8]) -> Result<T, Error> {
    let document = Document::parse(source);
    match document.root() {
        Some(root) => root.deserialize(),
        None => Err(refusal(&document)),
    }
}

impl<'d> Value<'d> {
    /// Reads a Rust value from this JSON value, strictly: refused if the document has any defect, wherever it stands.
    ///
    /// # Errors
    ///
    /// The first defect of the document, or what the type does not accept, each with its place.
    ///
    /// ```
    /// let document = directline_json::Document::parse(br#"{"names": ["a", "b"]}"#);
    /// let names: Vec<&str> = document.pointer("/names").unwrap().deserialize().unwrap();
    /// assert_eq!(names, ["a", "b"]);
    /// ```
    pub fn deserialize<T: Deserialize<'d>>(self) -> Result<T, Error> {
        T::deserialize(self)
    }

    /// Reads a Rust value leniently: defects that leave the tree intact are tolerated, and elements and members for
    /// whose value `keep` is false are left out, as if they were not there.
    ///
    /// Of a repeated member the first is read; a lone surrogate is read as U+FFFD.
    ///
    /// # Errors
    ///
    /// The first defect that [breaks the syntax](crate::DefectKind::breaks_syntax), or what the type does not
    /// accept, each with its place.
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use directline_json::{Document, Kind};
    ///
    /// let document = Document::parse(br#"{"a": 1, "b": "two", "a": 3}"#);
    /// let root = document.root().unwrap();
    /// let numbers: BTreeMap<&str, u8> = root.deserialize_where(|value| value.kind() != Kind::String).unwrap();
    /// assert_eq!(numbers, BTreeMap::from([("a", 1)]));
    /// ```
    pub fn deserialize_where<T: Deserialize<'d>>(self, keep: impl Fn(Value<'d>) -> bool) -> Result<T, Error> {
        let document = self.document;
        if !document.is_well_formed() {
            return Err(refusal(document));
        }
        let mut kinds = document.defects().iter().map(|defect| &defect.kind);
        let repeats = document.defects_dropped() > 0
            || kinds.any(|kind| matches!(kind, DefectKind::DuplicateMember { .. }));
        let filter = Filter { keep: &keep, repeats };
        T::deserialize(Reader::new(self, Some(filter)))
    }

    /// The reader of this value, if the document has no defect.
    fn reader(self) -> Result<Reader<'d, 'd>, Error> {
        if self.document.is_clean() { Ok(Reader::new(self, None)) } else { Err(refusal(self.document)) }
    }
}

/// The error for a document with a defect. One that breaks the syntax comes before the others.
fn refusal(document: &Document<'_>) -> Error {
    let mut defects = document.defects().iter();
    let breaking = defects.clone().find(|defect| defect.kind.breaks_syntax());
    match breaking.or_else(|| defects.next()) {
        Some(defect) => Error::at(defect, defect.span),
        None => Error::at("the document has defects", Span::default()),
    }
}

/// Passes each hint on to the [`Reader`] once the document is known to be clean.
macro_rules! strictly {
    ($($method:ident($($argument:ident: $type:ty),*))*) => {$(
        fn $method<V: Visitor<'de>>(self, $($argument: $type,)* visitor: V) -> Result<V::Value, Error> {
            self.reader()?.$method($($argument,)* visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Value<'de> {
    type Error = Error;

    strictly! {
        deserialize_any()
        deserialize_bool()
        deserialize_i8()
        deserialize_i16()
        deserialize_i32()
        deserialize_i64()
        deserialize_i128()
        deserialize_u8()
        deserialize_u16()
        deserialize_u32()
        deserialize_u64()
        deserialize_u128()
        deserialize_f32()
        deserialize_f64()
        deserialize_char()
        deserialize_str()
        deserialize_string()
        deserialize_bytes()
        deserialize_byte_buf()
        deserialize_option()
        deserialize_unit()
        deserialize_unit_struct(name: &'static str)
        deserialize_newtype_struct(name: &'static str)
        deserialize_seq()
        deserialize_tuple(len: usize)
        deserialize_tuple_struct(name: &'static str, len: usize)
        deserialize_map()
        deserialize_struct(name: &'static str, fields: &'static [&'static str])
        deserialize_enum(name: &'static str, variants: &'static [&'static str])
        deserialize_identifier()
        deserialize_ignored_any()
    }
}
