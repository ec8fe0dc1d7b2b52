//! Reads a value as its exact JSON text.
//!
//! `serde_json` hands out source text through a protocol of its own (its `RawValue`): asked for a newtype struct of a
//! reserved name, it presents a map with that name as the only key and the text as the value. Every reader that follows the
//! protocol keeps the text exactly. From any other deserializer the value is written down as JSON, member by member in
//! the order in which they come.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::json_text::{MAX_DEPTH, check};

/// The reserved name of the raw-value protocol.
const TOKEN: &str = "$serde_json::private::RawValue";

/// The exact JSON text of the next value, well-formed and without surrounding white space.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let mut out = String::new();
    deserializer.deserialize_newtype_struct(TOKEN, Transcriber { out: &mut out, depth: 0 })?;
    let checked = check(&out).map_err(D::Error::custom)?;
    Ok(if checked.len() == out.len() { out } else { checked.to_owned() })
}

/// Writes an exact JSON text by the same protocol.
pub(crate) fn serialize<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let raw: &RawValue = serde_json::from_str(text).map_err(serde::ser::Error::custom)?;
    raw.serialize(serializer)
}

/// Appends the value to `out` as JSON text. `depth` counts the values around it.
struct Transcriber<'a> {
    out: &'a mut String,
    depth: usize,
}

impl Transcriber<'_> {
    /// The transcriber of a value inside this one.
    fn inner<E: Error>(&mut self) -> Result<Transcriber<'_>, E> {
        if self.depth > MAX_DEPTH {
            return Err(E::custom("nested too deep"));
        }
        Ok(Transcriber { out: self.out, depth: self.depth.saturating_add(1) })
    }

    /// Appends what `serde_json` writes for a string or a number.
    fn push<E: Error>(self, value: &(impl Serialize + ?Sized)) -> Result<(), E> {
        self.out.push_str(&serde_json::to_string(value).map_err(E::custom)?);
        Ok(())
    }

    /// Appends an object whose first name has been read.
    fn object<'de, A: MapAccess<'de>>(mut self, first: Option<String>, mut map: A) -> Result<(), A::Error> {
        self.out.push('{');
        let mut name = first;
        let mut separator = "";
        while let Some(text) = name {
            self.out.push_str(separator);
            separator = ",";
            self.inner()?.push(&text)?;
            self.out.push(':');
            map.next_value_seed(self.inner()?)?;
            name = map.next_key_seed(Name)?;
        }
        self.out.push('}');
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Transcriber<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Transcriber<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    /// Every deserializer that does not know the protocol.
    fn visit_newtype_struct<D: Deserializer<'de>>(mut self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self.inner()?)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let first = map.next_key_seed(Name)?;
        // Deeper down the name is a member like any other: no reader answers with the protocol unless it is asked.
        if self.depth == 0 && first.as_deref() == Some(TOKEN) {
            *self.out = map.next_value_seed(Name)?;
            return Ok(());
        }
        self.object(first, map)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        self.out.push('[');
        let start = self.out.len();
        loop {
            // The comma is written before it is known that an element follows, and taken back if none does.
            let end = self.out.len();
            if end > start {
                self.out.push(',');
            }
            if seq.next_element_seed(self.inner()?)?.is_none() {
                self.out.truncate(end);
                break;
            }
        }
        self.out.push(']');
        Ok(())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.push(value)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.push(&value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.push(&value)
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<(), E> {
        self.push(&value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.push(&value)
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<(), E> {
        self.push(&value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        // JSON has no such number, and `serde_json` would write `null`.
        if !value.is_finite() {
            return Err(E::custom("a number that is not finite"));
        }
        self.push(&value)
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.push(&())
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.push(&())
    }

    fn visit_some<D: Deserializer<'de>>(mut self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self.inner()?)
    }
}

/// A member name, or the text of the protocol: a string.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        crate::text::string(deserializer)
    }
}
