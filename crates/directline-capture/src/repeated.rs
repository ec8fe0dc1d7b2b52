//! Header fields that come again and again: the same JSON text is the same field.

use std::fmt;
use std::hash::BuildHasher as _;

use directline_exchange::{Coding, Header, Origin};
use directline_json::Value;
use foldhash::fast::FixedState;

use crate::base::Base;

/// How many are remembered.
const MOST: usize = 512;

/// How long the text of one may be.
const LONGEST: usize = 1024;

/// The fields that were read, by the text that they were read from. Nothing else decides what a text says.
#[derive(Default)]
pub(crate) struct Repeated {
    /// Each in its place, where the last one that came twice stands.
    places: Vec<Place>,
}

#[derive(Clone, Default)]
struct Place {
    /// The hash of the last text that was no other's second: one that comes once takes nobody's place.
    once: u64,
    field: Option<Box<Field>>,
}

#[derive(Clone)]
struct Field {
    text: Box<[u8]>,
    /// Its places are counted from the beginning of the text.
    header: Header,
}

impl fmt::Debug for Repeated {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = self.places.iter().filter(|place| place.field.is_some());
        out.debug_struct("Repeated").field("fields", &fields.count()).finish_non_exhaustive()
    }
}

impl Repeated {
    /// The field that a value says, which `read` reads if it is not known.
    pub(crate) fn field<E>(
        &mut self,
        value: Value<'_>,
        base: Base,
        read: impl FnOnce() -> Result<Header, E>,
    ) -> Result<Header, E> {
        let text = value.raw();
        if text.len() > LONGEST {
            return read();
        }
        if self.places.is_empty() {
            self.places = vec![Place::default(); MOST];
        }
        let hash = FixedState::default().hash_one(text);
        let Some(place) = usize::try_from(hash % MOST as u64).ok().and_then(|at| self.places.get_mut(at))
        else {
            return read();
        };
        let start = base.verbatim(value).start;
        if let Some(field) = place.field.as_ref().filter(|field| *field.text == *text) {
            return Ok(moved(&field.header, |at| Origin {
                file: base.file,
                start: start.saturating_add(at.start),
                ..at
            }));
        }
        let header = read()?;
        if place.once != hash {
            place.once = hash;
        } else if is_movable(&header) {
            let header = moved(&header, |at| Origin { start: at.start.saturating_sub(start), ..at });
            place.field = Some(Box::new(Field { text: text.into(), header }));
        }
        Ok(header)
    }
}

/// Whether its places are places of its beginning, and all else follows.
fn is_movable(header: &Header) -> bool {
    let origins = [&header.name_origin, &header.value_origin];
    !origins.into_iter().any(|origin| matches!(origin.coding, Coding::Segments(_)))
}

/// The same field elsewhere.
fn moved(header: &Header, to: impl Fn(Origin) -> Origin) -> Header {
    Header {
        name: header.name.clone(),
        value: header.value.clone(),
        name_origin: to(header.name_origin.clone()),
        value_origin: to(header.value_origin.clone()),
    }
}

#[cfg(test)]
mod tests {
    use directline_exchange::HeaderValue;
    use directline_json::Document;
    use proptest::prelude::*;

    use super::*;

    /// A field whose name is the first element and whose value is the second.
    fn read(value: Value<'_>, base: Base) -> Result<Header, ()> {
        let mut parts = value.elements();
        let (Some(name), Some(text)) = (parts.next(), parts.next()) else { return Err(()) };
        let written = text.as_str().unwrap_or_default();
        Ok(Header {
            name: name.as_str().unwrap_or_default().as_ref().into(),
            value: HeaderValue::Seen(written.as_ref().into()),
            name_origin: base.text(name),
            value_origin: base.text(text),
        })
    }

    #[test]
    fn what_came_twice_is_not_read_again() {
        let mut repeated = Repeated::default();
        let mut count = 0;
        for _ in 0..5 {
            let document = Document::parse(br#"["accept", "a"]"#);
            let (value, base) = (document.root().unwrap(), Base { file: 0, start: 7 });
            let again = repeated.field(value, base, || {
                count += 1;
                read(value, base)
            });
            assert_eq!(again, read(value, base));
        }
        assert_eq!(count, 2);
        assert_eq!(format!("{repeated:?}"), "Repeated { fields: 1, .. }");
    }

    proptest! {
        /// Whatever came before it, and wherever it stands.
        #[test]
        fn a_field_is_what_reading_it_says(
            fields in proptest::collection::vec(
                ("[ab]{0,2}", "[ab]{0,2}|é|\\\\u0041|a{1500}", 0..1_000_u64, 0..3_u32),
                2..40,
            ),
        ) {
            let mut repeated = Repeated::default();
            for (name, value, start, file) in fields.iter().chain(&fields) {
                let text = format!("{}[\"{name}\",\"{value}\"]", " ".repeat(name.len()));
                let document = Document::parse(text.as_bytes());
                let (value, base) = (document.root().unwrap(), Base { file: *file, start: *start });
                prop_assert_eq!(repeated.field(value, base, || read(value, base)), read(value, base));
            }
        }
    }
}
