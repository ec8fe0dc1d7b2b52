//! Header fields that come again and again, and what they say of secrets.

use directline_exchange::Header;

use super::known::Known;

/// How many are remembered.
const MOST: usize = 1 << BITS;

/// The number of a place has so many bits.
const BITS: u32 = 9;

/// How long a name and a value may be together.
const LONGEST: usize = 512;

/// Header fields with the secrets in them: most fields are the same in exchange after exchange, and have none. They need
/// not be looked at again.
///
/// ```
/// use directline_exchange::{Exchange, Target};
/// use directline_validator::{Validator, redact::Familiar};
///
/// let (validator, mut familiar) = (Validator::new(), Familiar::default());
/// let mut exchange = Exchange::new("GET", Target::parse("https://directline.botframework.com/"));
/// exchange.request.headers.push("Accept", "text/html");
/// exchange.request.headers.push("Authorization", "Bearer my-own-secret");
/// for _ in 0..2 {
///     let (_, secrets) = validator.examine_and_learn_with(&exchange, &mut familiar);
///     assert_eq!(secrets.mask("not my-own-secret again"), "not [redacted] again");
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Familiar {
    /// Each in its place, where the last one that belongs there stands.
    fields: Vec<Field>,
}

/// A field.
#[derive(Clone, Debug)]
struct Field {
    /// Its name, and the value behind it.
    text: Vec<u8>,
    /// Where the value begins; beyond the text of what is no field.
    value_at: usize,
    secrets: Known,
}

impl Default for Familiar {
    fn default() -> Self {
        let none = Field { text: Vec::new(), value_at: usize::MAX, secrets: Known::default() };
        Self { fields: vec![none; MOST] }
    }
}

impl Familiar {
    /// The secrets in a field with this value, which `learn` finds where the field is not familiar; `None` of one that
    /// is too long to be remembered.
    pub(super) fn secrets(
        &mut self,
        header: &Header,
        value: &[u8],
        learn: impl FnOnce(&mut Known),
    ) -> Option<&Known> {
        let name = header.name.as_bytes();
        if name.len().saturating_add(value.len()) > LONGEST {
            return None;
        }
        let field = self.fields.get_mut(place(name, value))?;
        let known = field.text.split_at_checked(field.value_at);
        if known != Some((name, value)) {
            field.secrets.clear();
            learn(&mut field.secrets);
            field.text.clear();
            field.text.extend_from_slice(name);
            field.text.extend_from_slice(value);
            field.value_at = name.len();
        }
        Some(&field.secrets)
    }
}

/// Where a field belongs: one look at how long its parts are and how they end.
fn place(name: &[u8], value: &[u8]) -> usize {
    let short = |text: &[u8]| text.iter().fold(0, |end: u32, byte| end << 8 | u32::from(*byte));
    let end =
        |text: &[u8]| text.last_chunk::<4>().map_or_else(|| short(text), |end| u32::from_le_bytes(*end));
    let length = |text: &[u8]| u32::try_from(text.len()).unwrap_or(0);
    let lengths = length(name) << 8 ^ length(value);
    let mixed = (lengths ^ end(name).rotate_left(7) ^ end(value)).wrapping_mul(0x9e37_79b1);
    usize::try_from(mixed >> (u32::BITS - BITS)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use directline_exchange::Headers;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_field_has_a_place() {
        let places: BTreeSet<usize> =
            (0..4 * MOST).map(|number| place(b"content-length", number.to_string().as_bytes())).collect();
        assert!(places.iter().all(|place| *place < MOST) && places.len() > MOST / 2, "{}", places.len());
    }

    proptest! {
        /// Each field has its own secrets, however many came before it.
        #[test]
        fn a_field_that_differs_anywhere_is_looked_at(
            fields in proptest::collection::vec(("[ab]{0,3}", "[ab]{0,5}|a{600}"), 2..9),
        ) {
            let mut headers = Headers::new();
            for (name, value) in &fields {
                headers.push(name.as_str(), value.as_str());
            }
            let mut familiar = Familiar::default();
            for header in headers.iter().chain(&headers) {
                let value = header.bytes().unwrap();
                let word = format!("{}: {value:?} is long enough", header.name);
                let secrets = familiar.secrets(header, value, |known| known.learn(&word));
                prop_assert_eq!(secrets.is_none(), value.len() > LONGEST);
                if let Some(secrets) = secrets {
                    prop_assert_eq!(secrets.words().collect::<Vec<_>>(), [word.as_str()]);
                }
            }
        }
    }
}
