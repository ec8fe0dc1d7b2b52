//! The protocol of `serde_json::value::RawValue`: the text of a value as it is written.
//!
//! `RawValue` asks for a newtype struct of a private name and expects a map with that name as its only key and the
//! text, borrowed, as its value. The name is part of no promise of that crate; a test holds it.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, Error as _, MapAccess};

use super::error::Error;
use crate::Value;

/// The name that `RawValue` asks for.
pub(crate) const TOKEN: &str = "$serde_json::private::RawValue";

/// The map with the text of one value.
pub(crate) struct RawText<'de> {
    value: Value<'de>,
    key_read: bool,
}

impl<'de> RawText<'de> {
    pub(crate) fn new(value: Value<'de>) -> Self {
        Self { value, key_read: false }
    }
}

impl<'de> MapAccess<'de> for RawText<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        if std::mem::replace(&mut self.key_read, true) {
            return Ok(None);
        }
        seed.deserialize(BorrowedStrDeserializer::new(TOKEN)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        match self.value.raw_str() {
            Some(text) => seed.deserialize(BorrowedStrDeserializer::new(text)),
            None => Err(Error::custom("the text is not UTF-8")),
        }
    }
}
