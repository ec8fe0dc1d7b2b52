//! Elements, members and variants, one after the other.

use std::borrow::Cow;
use std::collections::HashSet;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess, Unexpected, VariantAccess,
    Visitor,
};

use super::error::Error;
use super::key::Key;
use super::node::Reader;
use crate::{Elements, Member, Members, Span, Value};

/// The elements of an array.
pub(crate) struct Items<'a, 'de> {
    array: Reader<'a, 'de>,
    left: Elements<'de>,
}

impl<'a, 'de> Items<'a, 'de> {
    pub(crate) fn new(array: Reader<'a, 'de>) -> Self {
        Self { array, left: array.value.elements() }
    }

    fn next(&mut self) -> Option<Value<'de>> {
        let filter = self.array.filter;
        self.left.find(|&element| filter.is_none_or(|filter| (filter.keep)(element)))
    }

    /// Refuses elements that the visitor did not ask for.
    pub(crate) fn end(mut self) -> Result<(), Error> {
        match self.next() {
            None => Ok(()),
            Some(extra) => Err(Error::at("one element too many", extra.span())),
        }
    }
}

impl<'de> SeqAccess<'de> for &mut Items<'_, 'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        let Some(element) = self.next() else {
            return Ok(None);
        };
        let read = seed.deserialize(self.array.child(element));
        read.map(Some).map_err(|error| error.or_at(element.span()))
    }

    fn size_hint(&self) -> Option<usize> {
        self.array.filter.is_none().then(|| self.left.len())
    }
}

/// The members of an object; also the single member that names a variant.
pub(crate) struct Entries<'a, 'de> {
    object: Reader<'a, 'de>,
    left: Members<'de>,
    /// The value of the member whose name was read last.
    value: Option<Value<'de>>,
    /// The names so far, where only the first member of a name is read; made when it is needed.
    seen: Option<HashSet<Cow<'de, str>>>,
}

impl<'a, 'de> Entries<'a, 'de> {
    pub(crate) fn new(object: Reader<'a, 'de>) -> Self {
        Self { object, left: object.value.members(), value: None, seen: None }
    }

    fn next(&mut self) -> Option<Member<'de>> {
        let Some(filter) = self.object.filter else {
            return self.left.next();
        };
        let seen = &mut self.seen;
        self.left.find(|member| {
            let first = !filter.repeats || seen.get_or_insert_with(HashSet::new).insert(member.key.clone());
            first && (filter.keep)(member.value)
        })
    }

    /// Refuses members that the visitor did not ask for.
    pub(crate) fn end(mut self) -> Result<(), Error> {
        match self.next() {
            None => Ok(()),
            Some(extra) => Err(Error::at("one member too many", extra.key_span)),
        }
    }

    fn key<K: DeserializeSeed<'de>>(&mut self, member: Member<'de>, seed: K) -> Result<K::Value, Error> {
        self.value = Some(member.value);
        let read = seed.deserialize(Key::new(member.key));
        read.map_err(|error| error.or_at(member.key_span))
    }
}

impl<'de> MapAccess<'de> for &mut Entries<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        match self.next() {
            Some(member) => self.key(member, seed).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let Some(value) = self.value.take() else {
            return Err(Error::custom("a value was asked for before its name"));
        };
        let read = seed.deserialize(self.object.child(value));
        read.map_err(|error| error.or_at(value.span()))
    }

    fn size_hint(&self) -> Option<usize> {
        self.object.filter.is_none().then(|| self.left.len())
    }
}

impl<'a, 'de> EnumAccess<'de> for Entries<'a, 'de> {
    type Error = Error;
    type Variant = Content<'a, 'de>;

    fn variant_seed<S: DeserializeSeed<'de>>(mut self, seed: S) -> Result<(S::Value, Self::Variant), Error> {
        const EXPECTED: &str = "an object with one member, which names the variant, is expected";
        let Some(member) = self.next() else {
            return Err(Error::custom(EXPECTED));
        };
        if let Some(second) = self.next() {
            return Err(Error::at(EXPECTED, second.key_span));
        }
        let content = Content { content: self.object.child(member.value), name: member.key_span };
        Ok((self.key(member, seed)?, content))
    }
}

/// What a variant holds.
pub(crate) struct Content<'a, 'de> {
    content: Reader<'a, 'de>,
    name: Span,
}

impl<'de> VariantAccess<'de> for Content<'_, 'de> {
    type Error = Error;

    /// A variant that holds nothing is a string; `{"A": null}` is not accepted.
    fn unit_variant(self) -> Result<(), Error> {
        let error: Error =
            serde::de::Error::invalid_type(Unexpected::Map, &"a string that names the variant");
        Err(error.or_at(self.name))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self.content)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.content.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.content.deserialize_struct("", fields, visitor)
    }
}
