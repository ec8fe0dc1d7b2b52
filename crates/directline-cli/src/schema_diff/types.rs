//! Sets of the types that JSON Schema knows, and of values.

use std::collections::BTreeMap;

use serde_json::Value;

use super::place::quoted;

/// A set of types. `number` is a whole number or one that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Types(u8);

const INTEGER: u8 = 1 << 5;

/// The names of types with what they hold; the wider name first.
const NAMES: [(&str, u8); 7] = [
    ("object", 1),
    ("array", 1 << 1),
    ("string", 1 << 2),
    ("boolean", 1 << 3),
    ("null", 1 << 4),
    ("number", INTEGER | (1 << 6)),
    ("integer", INTEGER),
];

impl Types {
    pub(super) const NONE: Self = Self(0);
    pub(super) const ALL: Self = Self(0x7f);
    pub(super) const OBJECT: Self = Self(1);
    pub(super) const ARRAY: Self = Self(1 << 1);
    pub(super) const STRING: Self = Self(1 << 2);
    pub(super) const NULL: Self = Self(1 << 4);
    pub(super) const NUMBER: Self = Self(INTEGER | (1 << 6));

    /// The type of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, bits)| Self(*bits))
    }

    /// The type of a value. 1.0 is an integer: draft-07 and later say so.
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::NULL,
            Value::Bool(_) => Self(1 << 3),
            Value::String(_) => Self::STRING,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
            Value::Number(number) => {
                let is_whole = number.as_f64().is_none_or(|number| number.fract() == 0.0);
                Self(if is_whole { INTEGER } else { 1 << 6 })
            }
        }
    }

    /// Both together.
    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both.
    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What is in this one only.
    pub(super) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether nothing is in it.
    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether they have something in common.
    pub(super) fn meets(self, other: Self) -> bool {
        !self.and(other).is_empty()
    }

    /// `string or null`.
    pub(super) fn words(self) -> String {
        if self == Self::ALL {
            return "any value".to_owned();
        }
        let mut rest = self.0;
        let mut names = Vec::new();
        for (name, bits) in NAMES {
            if rest & bits == bits {
                names.push(name);
                rest &= !bits;
            }
        }
        if rest != 0 {
            names.push("a number that is no integer");
        }
        if names.is_empty() { "nothing".to_owned() } else { crate::near::either(&names) }
    }
}

/// A set of values, each with its words, by a text that is equal for equal values.
pub(super) type Values = BTreeMap<String, (String, Types)>;

/// The set of these values.
pub(super) fn values<'v>(values: impl IntoIterator<Item = &'v Value>) -> Values {
    values.into_iter().map(|value| (canonical(value), (quoted(value), Types::of(value)))).collect()
}

/// A text that two values share exactly if JSON Schema calls them equal.
pub(super) fn canonical(value: &Value) -> String {
    match value {
        Value::Number(number) => match number.as_f64() {
            // Below 2^53 every whole number is exact.
            Some(float) if float.abs() < 9e15 && number.is_f64() => format!("{float}"),
            _ => number.to_string(),
        },
        Value::Array(elements) => {
            let elements: Vec<String> = elements.iter().map(canonical).collect();
            format!("[{}]", elements.join(","))
        }
        Value::Object(members) => {
            let mut members: Vec<String> = members
                .iter()
                .map(|(name, value)| format!("{}:{}", Value::from(name.as_str()), canonical(value)))
                .collect();
            members.sort();
            format!("{{{}}}", members.join(","))
        }
        other => other.to_string(),
    }
}
