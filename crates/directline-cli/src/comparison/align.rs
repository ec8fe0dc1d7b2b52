//! Which elements of two arrays belong together.

use std::borrow::Cow;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::mem::discriminant;
use std::ops::Range;

use directline_json::{Kind, Value};
use directline_types::Operation;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::place::Place;
use super::volatile::Volatile;

/// How many elements that have no equal at the same end of the arrays are aligned; more are compared one by one.
const MOST: usize = 512;

/// Pairs of positions, recorded and fresh, in order. What has none in the other array stands alone.
pub(super) fn align(
    recorded: &[Value<'_>],
    fresh: &[Value<'_>],
    place: &mut Place,
    operation: Option<Operation>,
) -> Pairs {
    let keys = |values: &[Value<'_>], place: &mut Place| -> Vec<u64> {
        values.iter().map(|value| key(*value, place, operation)).collect()
    };
    let (old, new) = (keys(recorded, place), keys(fresh, place));
    let same =
        |pairs: &mut dyn Iterator<Item = (&u64, &u64)>| pairs.take_while(|(one, other)| one == other).count();
    let before = same(&mut old.iter().zip(&new));
    let shorter = old.len().min(new.len()).saturating_sub(before);
    let behind = same(&mut old.iter().rev().zip(new.iter().rev()).take(shorter));
    let inner = |keys: &[u64]| keys.len().saturating_sub(behind);
    let (old_inner, new_inner) =
        (old.get(before..inner(&old)).unwrap_or(&[]), new.get(before..inner(&new)).unwrap_or(&[]));
    let ops = if old_inner.len() > MOST || new_inner.len() > MOST {
        vec![DiffOp::Replace {
            old_index: 0,
            old_len: old_inner.len(),
            new_index: 0,
            new_len: new_inner.len(),
        }]
    } else {
        capture_diff_slices(Algorithm::Myers, old_inner, new_inner)
    };
    let mut pairs: Vec<_> = (0..before).map(|at| (Some(at), Some(at))).collect();
    for op in ops {
        let (old, new) = (shifted(&op.old_range(), before), shifted(&op.new_range(), before));
        let is_replaced = matches!(op, DiffOp::Replace { .. });
        match (recorded.get(old.clone()), fresh.get(new.clone())) {
            (Some(was), Some(is)) if is_replaced && was.len().max(is.len()) <= MOST => {
                pairs.extend(by_sender(was, is).into_iter().map(|(one, other)| {
                    let at =
                        |at: Option<usize>, range: &Range<usize>| at.map(|at| range.start.saturating_add(at));
                    (at(one, &old), at(other, &new))
                }));
            }
            _ => pairs.extend(in_order(&old, &new)),
        }
    }
    pairs.extend(
        (0..behind).map(|at| (Some(inner(&old).saturating_add(at)), Some(inner(&new).saturating_add(at)))),
    );
    pairs
}

/// Pairs of positions.
type Pairs = Vec<(Option<usize>, Option<usize>)>;

/// What differs, paired by who sent it: a message of the client is no answer of a bot.
fn by_sender(recorded: &[Value<'_>], fresh: &[Value<'_>]) -> Pairs {
    let sender = |value: &Value<'_>| value.get("from").and_then(Value::as_str).map(Cow::into_owned);
    let (old, new): (Vec<_>, Vec<_>) =
        (recorded.iter().map(sender).collect(), fresh.iter().map(sender).collect());
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    ops.iter().flat_map(|op| in_order(&op.old_range(), &op.new_range())).collect()
}

/// The first with the first, the second with the second; what is left stands alone.
fn in_order(old: &Range<usize>, new: &Range<usize>) -> Pairs {
    let at =
        |range: &Range<usize>, step: usize| (step < range.len()).then(|| range.start.saturating_add(step));
    (0..old.len().max(new.len())).map(|step| (at(old, step), at(new, step))).collect()
}

fn shifted(range: &Range<usize>, by: usize) -> Range<usize> {
    range.start.saturating_add(by)..range.end.saturating_add(by)
}

/// Equal for values that differ at most in what may differ.
fn key(value: Value<'_>, place: &mut Place, operation: Option<Operation>) -> u64 {
    let mut hasher = DefaultHasher::new();
    discriminant(&value.kind()).hash(&mut hasher);
    if Volatile::at(place.pattern(), operation).is_some() {
        return hasher.finish();
    }
    match value.kind() {
        // Numbers may be written in several ways.
        Kind::Null | Kind::Number => {}
        Kind::Bool => value.as_bool().hash(&mut hasher),
        Kind::String => value.as_str().unwrap_or_default().hash(&mut hasher),
        Kind::Array => {
            for (index, element) in value.elements().enumerate() {
                place.at_index(index, |place| key(element, place, operation)).hash(&mut hasher);
            }
        }
        Kind::Object => {
            // In any order.
            let mut sum = 0_u64;
            for member in value.members() {
                let below = place.at_member(&member.key, |place| key(member.value, place, operation));
                let mut hasher = DefaultHasher::new();
                (member.key, below).hash(&mut hasher);
                sum = sum.wrapping_add(hasher.finish());
            }
            sum.hash(&mut hasher);
        }
    }
    hasher.finish()
}
