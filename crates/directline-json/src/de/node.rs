//! The `Deserializer` of one value in a document that is known to be clean.

use std::borrow::Cow;

use serde::de::{Deserializer, Error as _, Unexpected, Visitor};

use super::access::{Entries, Items};
use super::error::Error;
use super::key::Key;
use super::raw;
use crate::{Kind, Value};

/// How many arrays and objects a visitor may go down: visitors recurse, and the stack ends somewhere.
pub(crate) const MAX_DEPTH: usize = 512;

/// A value and how deep below the start it is.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a, 'de> {
    pub(crate) value: Value<'de>,
    /// What to leave out; `None` in a strict reader, which leaves out nothing.
    pub(crate) filter: Option<Filter<'a, 'de>>,
    depth: usize,
}

/// What a lenient reader leaves out.
#[derive(Clone, Copy)]
pub(crate) struct Filter<'a, 'de> {
    /// Whether an element, or a member with this value, is read.
    pub(crate) keep: &'a dyn Fn(Value<'de>) -> bool,
    /// Whether the document has repeated members, of which only the first is read.
    pub(crate) repeats: bool,
}

impl<'a, 'de> Reader<'a, 'de> {
    pub(crate) fn new(value: Value<'de>, filter: Option<Filter<'a, 'de>>) -> Self {
        Self { value, filter, depth: 0 }
    }

    /// The reader of an element or member.
    pub(crate) fn child(self, value: Value<'de>) -> Self {
        Self { value, depth: self.depth.saturating_add(1), ..self }
    }

    /// Gives an error without a place that of this value.
    fn placed<T>(self, result: Result<T, Error>) -> Result<T, Error> {
        result.map_err(|error| error.or_at(self.value.span()))
    }

    fn any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.depth > MAX_DEPTH {
            return Err(Error::custom(format_args!(
                "more than {MAX_DEPTH} arrays and objects inside each other"
            )));
        }
        match self.value.kind() {
            Kind::Null => visitor.visit_unit(),
            Kind::Bool => visitor.visit_bool(self.value.as_bool().unwrap_or_default()),
            Kind::Number => self.number(visitor),
            Kind::String => self.string(visitor),
            Kind::Array => self.array(visitor),
            Kind::Object => self.object(visitor),
        }
    }

    /// An integer if it is written as one and fits 64 bits, else a double. `-0` is a double: no integer has its sign.
    fn number<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let text = self.value.number_text().unwrap_or_default();
        if let Ok(number) = text.parse::<u64>() {
            visitor.visit_u64(number)
        } else if text != "-0"
            && let Ok(number) = text.parse::<i64>()
        {
            visitor.visit_i64(number)
        } else {
            visitor.visit_f64(finite(text)?)
        }
    }

    fn integer<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value.number_text() {
            Some("-0") => visitor.visit_i64(0),
            _ => self.any(visitor),
        }
    }

    fn wide_integer<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let text = self.value.number_text().unwrap_or_default();
        if let Ok(number) = text.parse::<u128>() {
            visitor.visit_u128(number)
        } else if let Ok(number) = text.parse::<i128>() {
            visitor.visit_i128(number)
        } else {
            self.any(visitor)
        }
    }

    fn string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value.as_str() {
            Some(Cow::Borrowed(text)) => visitor.visit_borrowed_str(text),
            Some(Cow::Owned(text)) => visitor.visit_string(text),
            None => self.any(visitor),
        }
    }

    fn array<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let mut items = Items::new(self);
        let value = visitor.visit_seq(&mut items)?;
        items.end()?;
        Ok(value)
    }

    fn object<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let mut entries = Entries::new(self);
        let value = visitor.visit_map(&mut entries)?;
        entries.end()?;
        Ok(value)
    }

    fn variant<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value.kind() {
            Kind::String => visitor.visit_enum(Key::new(self.value.as_str().unwrap_or_default())),
            Kind::Object => visitor.visit_enum(Entries::new(self)),
            _ => Err(Error::invalid_type(self.unexpected(), &"a string or an object with one member")),
        }
    }

    /// The value in serde's words.
    fn unexpected(self) -> Unexpected<'static> {
        match self.value.kind() {
            Kind::Null => Unexpected::Unit,
            Kind::Bool => Unexpected::Bool(self.value.as_bool().unwrap_or_default()),
            Kind::Number => Unexpected::Other("number"),
            Kind::String => Unexpected::Other("string"),
            Kind::Array => Unexpected::Seq,
            Kind::Object => Unexpected::Map,
        }
    }
}

/// The double nearest to the number.
fn finite<T: std::str::FromStr + Into<f64> + Copy>(text: &str) -> Result<T, Error> {
    match text.parse::<T>() {
        Ok(number) if number.into().is_finite() => Ok(number),
        _ => Err(Error::custom("number out of range")),
    }
}

/// Methods that hand the visitor to one of the functions above.
macro_rules! by {
    ($($function:ident: $($method:ident)*;)*) => {$($(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.placed(self.$function(visitor))
        }
    )*)*};
}

impl<'de> Deserializer<'de> for Reader<'_, 'de> {
    type Error = Error;

    by! {
        any: deserialize_any deserialize_bool deserialize_char deserialize_str deserialize_string deserialize_bytes
            deserialize_byte_buf deserialize_unit deserialize_seq deserialize_map deserialize_identifier;
        integer: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
            deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64;
        wide_integer: deserialize_i128 deserialize_u128;
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.placed(match self.value.number_text() {
            Some(text) => finite(text).and_then(|number| visitor.visit_f32(number)),
            None => self.any(visitor),
        })
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.placed(match self.value.number_text() {
            Some(text) => finite(text).and_then(|number| visitor.visit_f64(number)),
            None => self.any(visitor),
        })
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.placed(if self.value.is_null() { visitor.visit_none() } else { visitor.visit_some(self) })
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.placed(if name == raw::TOKEN {
            visitor.visit_map(raw::RawText::new(self.value))
        } else {
            visitor.visit_newtype_struct(self)
        })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.placed(match self.value.kind() {
            Kind::Array => Err(Error::invalid_type(Unexpected::Seq, &visitor)),
            _ => self.any(visitor),
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.placed(self.variant(visitor))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.placed(visitor.visit_unit())
    }
}
