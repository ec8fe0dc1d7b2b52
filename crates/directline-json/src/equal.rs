//! Equality of JSON values, without recursion.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::node::Tag;
use crate::{Kind, Value, same_number};

/// Whether both stand for the same JSON value; see [`Value::same_value`].
pub(crate) fn same_value(one: Value<'_>, other: Value<'_>) -> bool {
    let mut pending = vec![(one, other)];
    while let Some((one, other)) = pending.pop() {
        let same = match (one.kind(), other.kind()) {
            (Kind::Null, Kind::Null) => true,
            (Kind::Bool, Kind::Bool) => (one.tag() == Tag::True) == (other.tag() == Tag::True),
            (Kind::Number, Kind::Number) => match (one.number_text(), other.number_text()) {
                (Some(one), Some(other)) => same_number(one, other),
                _ => one.raw() == other.raw(),
            },
            (Kind::String, Kind::String) => one.as_str() == other.as_str(),
            (Kind::Array, Kind::Array) => {
                pending.extend(one.elements().zip(other.elements()));
                one.len() == other.len()
            }
            (Kind::Object, Kind::Object) => {
                one.len() == other.len() && match_members(one, other, &mut pending)
            }
            _ => false,
        };
        if !same {
            return false;
        }
    }
    true
}

/// Finds for each member of `one` its counterpart in `other`, which has as many; false if one has none.
fn match_members<'a, 'b>(
    one: Value<'a>,
    other: Value<'b>,
    pending: &mut Vec<(Value<'a>, Value<'b>)>,
) -> bool {
    let mut left = one.members();
    let mut right = other.members();
    // Most often the order is the same: then no table is needed.
    loop {
        let ahead = (left.clone(), right.clone());
        match (left.next(), right.next()) {
            (Some(a), Some(b)) if a.key == b.key => pending.push((a.value, b.value)),
            (None, None) => return true,
            _ => {
                (left, right) = ahead;
                break;
            }
        }
    }
    let mut table: HashMap<Cow<'_, str>, Vec<Value<'_>>> = HashMap::with_capacity(right.len());
    for member in right {
        table.entry(member.key).or_default().push(member.value);
    }
    for values in table.values_mut() {
        values.reverse();
    }
    left.all(|member| match table.get_mut(&member.key).and_then(Vec::pop) {
        Some(value) => {
            pending.push((member.value, value));
            true
        }
        None => false,
    })
}

#[cfg(test)]
mod tests {
    use crate::Document;

    fn same(one: &str, other: &str) -> bool {
        let one = Document::parse(one.as_bytes());
        let other = Document::parse(other.as_bytes());
        let (one, other) = (one.root().unwrap(), other.root().unwrap());
        assert_eq!(one.same_value(other), other.same_value(one), "equality is symmetric");
        one.same_value(other)
    }

    #[test]
    fn equal() {
        for (one, other) in [
            ("null", " null "),
            ("[1, 2]", "[1.0,2e0]"),
            (r#"{"a":1,"b":2,"c":3}"#, r#"{"c":3,"b":2,"a":1}"#),
            (r#"{"a":1,"b":[{"c":"x"}]}"#, r#"{"b":[{"c":"\u0078"}],"\u0061":1}"#),
            (r#"{"a":1,"b":0,"a":2}"#, r#"{"b":0,"a":1,"a":2}"#),
            ("{}", "{ }"),
        ] {
            assert!(same(one, other), "{one} {other}");
        }
    }

    #[test]
    fn different() {
        for (one, other) in [
            ("null", "false"),
            ("true", "false"),
            ("1", "\"1\""),
            ("[]", "{}"),
            ("[1,2]", "[2,1]"),
            ("[1]", "[1,1]"),
            (r#"{"a":1}"#, r#"{"a":null}"#),
            (r#"{"a":1,"b":2}"#, r#"{"a":1,"c":2}"#),
            (r#"{"a":1,"b":0,"a":2}"#, r#"{"b":0,"a":2,"a":1}"#),
            (r#"{"a":1,"a":1,"b":1}"#, r#"{"b":1,"b":1,"a":1}"#),
            (r#""é""#, "\"e\u{301}\""),
        ] {
            assert!(!same(one, other), "{one} {other}");
        }
    }
}
