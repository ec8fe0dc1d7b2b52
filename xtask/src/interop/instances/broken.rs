//! Breaks one place of a value in one of the ways in which real clients and services get it wrong.

use proptest::prelude::RngExt;
use proptest::test_runner::TestRng;

use super::tree::Tree;

/// What may stand where something else should.
const PROBES: [&str; 36] = [
    "null",
    "true",
    "false",
    "0",
    "-0",
    "-1.5",
    "1.0",
    "1E+2",
    "1e308",
    "1e400",
    "1e-400",
    "0.1e-7",
    "9007199254740993",
    "18446744073709551616",
    "123456789012345678901234567890",
    "\"\"",
    "\" \"",
    "\"a\"",
    "\"0\"",
    "\"null\"",
    "\"NotFound\"",
    "\"notFound\"",
    "\"\\ud83d\\ude00\"",
    "\"\u{1f600}\u{1f468}\u{200d}\u{1f469}\"",
    "\"\\u0000\"",
    "\"\u{2028}\u{85}\"",
    "[]",
    "[null]",
    "[[]]",
    "[\"\"]",
    "[{}]",
    "{}",
    "{\"\":0}",
    "{\"0\":\"a\"}",
    "{\"url\":\"a\",\"contentType\":\"b\"}",
    "{\"code\":\"Internal\"}",
];

/// Names that a member may have by mistake, among them those that mean something to a language or to JSON Schema.
const NAMES: [&str; 24] = [
    "",
    " ",
    "0",
    "extra",
    "text",
    "Text",
    "from",
    "url",
    "error",
    "token",
    "eTag",
    "etag",
    "conversation",
    "length",
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "$ref",
    "$id",
    "$schema",
    "$defs",
    "\u{0}",
    "te\u{301}xt",
    "\u{1f600}",
];

/// Breaks one place. The result may be valid all the same: nothing is promised.
pub(super) fn breaks(tree: &mut Tree, rng: &mut TestRng) {
    let place = rng.random_range(0..tree.size());
    let Some(value) = tree.nth(place) else { return };
    let way = rng.random_range(0..12_u8);
    match (way, &mut *value) {
        (0..=2, Tree::Object(members)) => rename(members, rng),
        (3..=4, Tree::Object(members)) => {
            let name = chosen(&NAMES, rng).to_owned();
            members.push((name, Tree::Scalar(chosen(&PROBES, rng).to_owned())));
        }
        (5..=6, Tree::Object(members)) if !members.is_empty() => {
            members.remove(rng.random_range(0..members.len()));
        }
        (7, Tree::Object(members)) => {
            *value = Tree::Array(members.drain(..).map(|(_, value)| value).collect());
        }
        (0..=1, Tree::Array(elements)) => elements.push(Tree::Scalar(chosen(&PROBES, rng).to_owned())),
        (2, Tree::Array(elements)) if !elements.is_empty() => {
            elements.remove(rng.random_range(0..elements.len()));
        }
        (3, Tree::Array(elements)) => {
            let elements = elements.drain(..).enumerate();
            *value = Tree::Object(elements.map(|(index, value)| (index.to_string(), value)).collect());
        }
        (0..=2, Tree::Scalar(text)) => *text = swapped(text),
        (8..=9, _) => *value = Tree::Array(vec![value.clone()]),
        (10, _) => *value = Tree::Object(vec![("value".to_owned(), value.clone())]),
        _ => *value = Tree::Scalar(chosen(&PROBES, rng).to_owned()),
    }
}

/// A number as a string, a string as the number in it, a literal as a string.
fn swapped(text: &str) -> String {
    match text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
        None => format!("\"{text}\""),
        Some(inner) if serde_json::from_str::<serde_json::Number>(inner).is_ok() => inner.to_owned(),
        Some(inner) => inner.len().to_string(),
    }
}

/// Renames a member: another letter case, white space, or another name altogether.
fn rename(members: &mut [(String, Tree)], rng: &mut TestRng) {
    if members.is_empty() {
        return;
    }
    let index = rng.random_range(0..members.len());
    let Some((name, _)) = members.get_mut(index) else { return };
    *name = match rng.random_range(0..5_u8) {
        0 => name.to_uppercase(),
        1 => name.to_lowercase(),
        2 => {
            let mut characters = name.chars();
            characters.next().map_or(String::new(), |first| first.to_uppercase().chain(characters).collect())
        }
        3 => format!("{name} "),
        _ => chosen(&NAMES, rng).to_owned(),
    };
}

fn chosen<'a>(choices: &[&'a str], rng: &mut TestRng) -> &'a str {
    choices.get(rng.random_range(0..choices.len())).copied().unwrap_or_default()
}
