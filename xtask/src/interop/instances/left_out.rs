//! Which JSON texts are not shown to any engine, because their parsers, not their validators, come apart on them.
//!
//! No schema can do anything about these: the value that the validator sees is another one in each language. Everything
//! else is shown to every engine, but for the limits that an engine names.

use std::collections::HashSet;

use serde::de::IgnoredAny;

use super::tree::{NoTree, Tree};

/// Why a text is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LeftOut {
    /// It is not JSON.
    NotJson,
    /// It has a number such as `1e400` or `1e-400`.
    Number,
    /// It has a string with half of a surrogate pair.
    LoneSurrogate,
    /// It has an object with a member twice.
    RepeatedMember,
    /// It is nested very deeply.
    Deep,
}

impl LeftOut {
    /// What it has, and what parsers do about it.
    pub(super) fn reason(self) -> &'static str {
        match self {
            Self::NotJson => "no JSON text",
            Self::Number => {
                "a number beyond the range of a double, such as 1e400 (JavaScript and Python read infinity, Perl a string, C++ refuses it) or 1e-400 (most read 0, Go a fraction)"
            }
            Self::LoneSurrogate => {
                "a lone surrogate (JavaScript and Python read it, Go replaces it, Ruby, PHP, Perl and C++ refuse it)"
            }
            Self::RepeatedMember => {
                "a repeated member (the strict types refuse it, most parsers keep the last)"
            }
            Self::Deep => "more than 90 levels of nesting (the parsers have limits from 100 on)",
        }
    }
}

/// Reads a text, if every parser reads it alike.
pub(super) fn read(text: &str) -> Result<Tree, LeftOut> {
    if serde_json::from_str::<IgnoredAny>(text).is_err() {
        return Err(LeftOut::NotJson);
    }
    let tree = Tree::read(text).map_err(|error| match error {
        NoTree::Deep => LeftOut::Deep,
        // The text is JSON: what was in the way can only be a name with a lone surrogate.
        NoTree::Broken => LeftOut::LoneSurrogate,
    })?;
    if tree.any(&|value| matches!(value, Tree::Object(members) if is_repeated(members))) {
        return Err(LeftOut::RepeatedMember);
    }
    if tree.any(&|value| matches!(value, Tree::Scalar(text) if is_half(text))) {
        return Err(LeftOut::LoneSurrogate);
    }
    if tree.any(&|value| matches!(value, Tree::Scalar(text) if is_beyond(text))) {
        return Err(LeftOut::Number);
    }
    Ok(tree)
}

fn is_repeated(members: &[(String, Tree)]) -> bool {
    let mut names = HashSet::new();
    !members.iter().all(|(name, _)| names.insert(name))
}

/// The text is that of a JSON value: a string that cannot be read has a lone surrogate.
fn is_half(scalar: &str) -> bool {
    scalar.starts_with('"') && serde_json::from_str::<String>(scalar).is_err()
}

fn is_beyond(scalar: &str) -> bool {
    if !scalar.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
        return false;
    }
    let digits = scalar.split(['e', 'E']).next().unwrap_or_default();
    let is_zero = !digits.contains(|digit: char| matches!(digit, '1'..='9'));
    scalar.parse::<f64>().is_ok_and(|number| number.is_infinite() || (number == 0.0) != is_zero)
}

#[cfg(test)]
mod tests {
    use super::{LeftOut, read};

    #[test]
    fn only_what_parsers_read_differently_is_left_out() {
        for (text, expected) in [
            (r#" {"a":[1.0,-0,1e308,"\ud83d\ude00",{"":null}]} "#, None),
            ("123456789012345678901234567890", None),
            ("[0e400,-0.0,5e-324]", None),
            ("{", Some(LeftOut::NotJson)),
            ("[1e400]", Some(LeftOut::Number)),
            ("[-0.1e-400]", Some(LeftOut::Number)),
            (r#"{"a":"\ud83d"}"#, Some(LeftOut::LoneSurrogate)),
            (r#"{"\ude00":1}"#, Some(LeftOut::LoneSurrogate)),
            (r#"[{"a":1,"\u0061":2}]"#, Some(LeftOut::RepeatedMember)),
            (&format!("{}{}", "[".repeat(91), "]".repeat(91)), Some(LeftOut::Deep)),
        ] {
            assert_eq!(read(text).err(), expected, "{text}");
        }
    }
}
