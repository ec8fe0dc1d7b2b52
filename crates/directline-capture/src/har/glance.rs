//! Whether an entry may have a placeholder where a credential was, without reading it as JSON.
//!
//! Only the usual spelling of a header is understood, `{"name": "Authorization", "value": "…"}` without escapes. Whatever
//! else could be one makes the answer yes, and the entry is read.

use directline_exchange::HeaderValue;
use memchr::{memchr2, memchr2_iter, memmem};

use crate::placeholder;

/// False if no header of the entry that may hold a credential has a placeholder.
pub(super) fn may_hide(entry: &[u8]) -> bool {
    let is_suspect = |at: usize, to_end: usize, names: &[&str]| {
        // Few of these letters stand in a name, and the quote is quickly seen.
        let end = at.saturating_add(to_end);
        entry.get(end) == Some(&b'"')
            && names.iter().any(|name| {
                let around = end.checked_sub(name.len()).and_then(|start| around(entry, start, name));
                around.is_some_and(|(before, after)| may_be_hidden(before, after))
            })
    };
    // Letters can be written as escapes. Of each name the rarest letter is looked for, which stands so far from its end.
    memmem::find(entry, b"\\u00").is_some()
        || memchr2_iter(b'z', b'Z', entry).any(|at| is_suspect(at, 6, &["authorization"]))
        || memchr2_iter(b'k', b'K', entry).any(|at| is_suspect(at, 3, &["cookie", "set-cookie"]))
}

/// What stands before and after the string `name` that starts there, without regard to case.
fn around<'e>(entry: &'e [u8], start: usize, name: &str) -> Option<(&'e [u8], &'e [u8])> {
    let (before, rest) = entry.split_at_checked(start)?;
    let before = before.strip_suffix(b"\"")?;
    let (found, after) = rest.split_at_checked(name.len())?;
    let after = after.strip_prefix(b"\"")?;
    found.eq_ignore_ascii_case(name.as_bytes()).then_some((before, after))
}

fn may_be_hidden(before: &[u8], after: &[u8]) -> bool {
    let Some(key) = before.trim_ascii_end().strip_suffix(b":") else { return true };
    let key = key.trim_ascii_end();
    if key.ends_with(b"\"value\"") {
        // It is the value of another header.
        return false;
    }
    let opens = key.strip_suffix(b"\"name\"").is_some_and(|before| before.trim_ascii_end().ends_with(b"{"));
    !opens
        || value(after).is_none_or(|value| !matches!(placeholder::header_value(value), HeaderValue::Seen(_)))
}

/// The value that comes next, if it is one without escapes.
fn value(after: &[u8]) -> Option<&[u8]> {
    let mut rest = after;
    for token in [&b","[..], b"\"value\"", b":", b"\""] {
        rest = rest.trim_ascii_start().strip_prefix(token)?;
    }
    let (value, end) = rest.split_at_checked(memchr2(b'"', b'\\', rest)?)?;
    let is_whole = end.starts_with(b"\"") && std::str::from_utf8(value).is_ok();
    is_whole.then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_usual_header_is_understood_and_any_other_is_read() {
        for (entry, expected) in [
            (r#"{"name":"authorization","value":"Bearer abc"}"#, false),
            ("{ \"name\" : \"Cookie\" ,\n \"value\" : \"a=b\" , \"comment\": 1}", false),
            (r#"{"name":"x-authorization","value":"REDACTED"}"#, false),
            (r#"{"name":"Vary","value":"Cookie"}"#, false),
            (r#""text":"{\"name\":\"cookie\",\"value\":\"***\"}""#, false),
            (r#"{"name":"Authorization","value":"Bearer REDACTED"}"#, true),
            (r#"{"name":"SET-COOKIE","value":"***"}"#, true),
            (r#"{"value":"***","name":"cookie"}"#, true),
            (r#"{"value":"***","name":"cookie","value":"a=b"}"#, true),
            (r#"{"name":"cookie","value":"a\"b"}"#, true),
            (r#"{"name":"\u0063ookie","value":"***"}"#, true),
            (r#"{"cookie":"***"}"#, true),
            (r#"["cookie"]"#, true),
            (r#"{"name":"cookie","value":"#, true),
            (r#""cookie""#, true),
            (r#""cookie"#, false),
        ] {
            assert_eq!(may_hide(entry.as_bytes()), expected, "{entry}");
        }
    }
}
