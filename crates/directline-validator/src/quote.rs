//! Recorded text in findings: masked, shortened, never more than a line's worth.

use directline_json::{Kind, Value};

use crate::redact::{MARK, Secrets};

/// Longest recorded text that a finding quotes, in characters.
const LONGEST: usize = 60;

/// Recorded text in double quotes, masked and shortened.
pub(crate) fn text(recorded: &str) -> String {
    format!("\"{}\"", plain(recorded))
}

/// Recorded text, masked and shortened, without quotes.
pub(crate) fn plain(recorded: &str) -> String {
    // Masking comes first: a cut must not leave half a secret.
    let window =
        recorded.char_indices().nth(4096).map_or(recorded, |(at, _)| recorded.get(..at).unwrap_or_default());
    let masked = Secrets::new().mask(window);
    match masked.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", masked.get(..at).unwrap_or_default()),
        None => masked,
    }
}

/// A JSON value in a few words: `number 12`, `string "abc"`, `object with 3 members`.
pub(crate) fn value(value: Value<'_>) -> String {
    match value.kind() {
        Kind::Null => "null".into(),
        Kind::Bool => if value.as_bool() == Some(true) { "true" } else { "false" }.into(),
        Kind::Number => format!("number {}", plain(value.number_text().unwrap_or_default())),
        Kind::String => format!("string {}", text(&value.as_str().unwrap_or_default())),
        Kind::Array => count("array", value.len(), "element"),
        Kind::Object => count("object", value.len(), "member"),
    }
}

/// A JSON value of a member whose name may mark it as secret.
pub(crate) fn member(name: &str, value: Value<'_>) -> String {
    if value.kind() == Kind::String && crate::redact::is_secret_name(name) {
        format!("string \"{MARK}\"")
    } else {
        self::value(value)
    }
}

fn count(what: &str, number: usize, of: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{what} with {number} {of}{plural}")
}
