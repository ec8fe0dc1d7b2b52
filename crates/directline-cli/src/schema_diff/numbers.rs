//! Numbers that no `u64`, `i64` or double holds: in values they are rounded, so their texts are compared.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use directline_json::{Document, Kind, Value, same_number};

use super::change::{Breaks, Change, In};
use super::place::named;

/// Texts of this length have so few digits that doubles tell them apart.
const ALWAYS_HELD: usize = 15;

/// The change, if a number that is rounded stands in one text where the other has none or another one.
pub(super) fn rounded(old: &str, new: &str) -> Option<Change> {
    let (old, new) = (Document::parse(old.as_bytes()), Document::parse(new.as_bytes()));
    let of = |document| {
        let mut found = HashMap::new();
        gather(document, &DefaultHasher::new(), &mut found);
        found
    };
    let (old, new) = (of(old.root()?), of(new.root()?));
    let is_same = |place, text: &str| old.get(place).is_some_and(|was| same_number(was, text));
    let come = new.iter().filter(|(place, text)| !is_same(*place, text)).map(|(_, text)| *text).min();
    let gone = old.iter().filter(|(place, _)| !new.contains_key(place)).map(|(_, text)| *text).min();
    let (stands_in, text) = match (come, gone) {
        (Some(text), _) => (In::New, text),
        (None, text) => (In::Old, text?),
    };
    let message = format!("a number cannot be compared, because it is rounded when read: {}", named(text));
    Some(Change { pointer: String::new(), stands_in, message, breaks: Breaks::UNKNOWN })
}

/// Gathers the rounded numbers in a value, each by a hash of its place.
fn gather<'d>(value: Value<'d>, place: &DefaultHasher, found: &mut HashMap<u64, &'d str>) {
    match value.kind() {
        Kind::Number => {
            if let Some(text) = value.number_text().filter(|text| !is_held(value, text)) {
                found.insert(place.finish(), text);
            }
        }
        Kind::Array => {
            for (index, element) in value.elements().enumerate() {
                let mut place = place.clone();
                index.hash(&mut place);
                gather(element, &place, found);
            }
        }
        Kind::Object => {
            for member in value.members() {
                let mut place = place.clone();
                member.key.hash(&mut place);
                gather(member.value, &place, found);
            }
        }
        Kind::Null | Kind::Bool | Kind::String => {}
    }
}

/// Whether a number that is read is the one that is written.
fn is_held(value: Value<'_>, text: &str) -> bool {
    let is_short = text.len() <= ALWAYS_HELD && !text.contains(['e', 'E']);
    if is_short || value.as_u64().is_some() || value.as_i64().is_some() {
        return true;
    }
    // The shortest text of a double: no other double has it.
    value.as_f64().is_some_and(|number| same_number(&format!("{number:e}"), text))
}
