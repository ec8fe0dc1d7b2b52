//! Credentials in header fields.

use std::ops::Range;

use directline_validator::redact::{Found, What, cookies, is_hidden, is_secret_header};

/// Longer names are no names of fields.
const LONGEST_NAME: usize = 100;

/// The credentials in the header fields of HTTP messages, and in lines that look like fields.
pub(super) fn in_messages(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0_usize;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let start = at;
        at = at.saturating_add(line.len());
        let Some((name, _)) = line.split_once(':').filter(|(name, _)| name.len() <= LONGEST_NAME) else {
            continue;
        };
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        let is_field = !name.is_empty() && name.trim_end().bytes().all(is_name);
        if !is_field || !is_secret_header(name.trim_end()) {
            continue;
        }
        // A value may go on in the next line.
        while lines.peek().is_some_and(|next| next.starts_with([' ', '\t'])) {
            at = at.saturating_add(lines.next().map_or(0, str::len));
        }
        found.extend(in_value(name.trim_end(), text, start.saturating_add(name.len()).saturating_add(1)..at));
    }
    found
}

/// The credentials in the value of a field, which stands in the text.
pub(super) fn in_value(name: &str, text: &str, range: Range<usize>) -> Vec<Found> {
    let value = text.get(range.clone()).unwrap_or_default();
    let lower = name.to_ascii_lowercase();
    let trimmed = value.trim();
    if trimmed.is_empty() || is_hidden(trimmed) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut add = |piece: &str, at: usize, what: &What| {
        let inner = piece.trim().trim_matches('"');
        let skipped = piece.find(inner).unwrap_or(0);
        let start = range.start.saturating_add(at).saturating_add(skipped);
        if !inner.is_empty() {
            found.push(Found { range: start..start.saturating_add(inner.len()), what: what.clone() });
        }
    };
    if lower.contains("cookie") {
        for one in cookies(name, value) {
            add(
                value.get(one.value.clone()).unwrap_or_default(),
                one.value.start,
                &What::Named(format!("cookie {}", one.name)),
            );
        }
        return found;
    }
    let what = What::Named(format!("header {name}"));
    let mut at = 0_usize;
    let mut is_first = true;
    for word in value.split(|c: char| c.is_whitespace() || matches!(c, ';' | ',')) {
        let after = at.saturating_add(word.len());
        let has_more = is_first && !value.get(after..).unwrap_or_default().trim_start().is_empty();
        // A scheme is no secret, known or not, and the name of a parameter is none.
        let is_scheme = has_more
            && word.len() <= 20
            && word.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
        if !word.is_empty() && !is_scheme {
            let parameter = word.split_once('=').filter(|(name, value)| {
                name.bytes().all(|byte| byte.is_ascii_alphabetic()) && !value.trim_matches('=').is_empty()
            });
            let value = parameter.map_or(word, |(_, value)| value);
            add(value, after.saturating_sub(value.len()), &what);
        }
        is_first &= word.is_empty();
        at = after.saturating_add(
            value.get(after..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8),
        );
    }
    found
}
