//! Whether an entry may have a placeholder where a credential was, without reading it as JSON.
//!
//! Only the usual spelling of a header is understood, `{"name": "Authorization", "value": "…"}` without escapes. Whatever
//! else of JSON could be one makes the answer yes, and the entry is read. What is no JSON (`'cookie'`) is not looked for:
//! the reader refuses such an entry.

use std::io::Read;
use std::ops::Range;

use directline_exchange::HeaderValue;
use memchr::{memchr2, memchr2_iter, memmem};

use crate::placeholder;

/// How much is looked at in one go, where entries are not told apart.
const WINDOW: u64 = 256 * 1024;
/// So much of a header stands before and after its name, in bytes; of a longer one the answer is yes.
const AROUND: usize = 8 * 1024;

/// False if no header of the entry that may hold a credential has a placeholder.
pub(super) fn may_hide(entry: &[u8]) -> bool {
    may_hide_in(entry, 0..entry.len())
}

/// The same of all entries that `begun` and the rest of a recording hold.
pub(super) fn rest_may_hide(begun: &[u8], mut rest: impl Read) -> bool {
    let (mut window, mut from) = (begun.to_vec(), 0);
    loop {
        let Ok(read) = rest.by_ref().take(WINDOW).read_to_end(&mut window) else { return true };
        let to = if read == 0 { window.len() } else { window.len().saturating_sub(AROUND).max(from) };
        if may_hide_in(&window, from..to) {
            return true;
        }
        if read == 0 {
            return false;
        }
        // What stands before the names that come next is kept.
        let passed = to.saturating_sub(AROUND);
        window.drain(..passed);
        from = to.saturating_sub(passed);
    }
}

/// The same of the headers whose name has its rarest letter in the range.
fn may_hide_in(text: &[u8], range: Range<usize>) -> bool {
    let is_suspect = |at: usize, to_end: usize, names: &[&str]| {
        // Few of these letters stand in a name, and the quote is quickly seen.
        let end = range.start.saturating_add(at).saturating_add(to_end);
        text.get(end) == Some(&b'"')
            && names.iter().any(|name| {
                let around = end.checked_sub(name.len()).and_then(|start| around(text, start, name));
                around.is_some_and(|(before, after)| may_be_hidden(before, after))
            })
    };
    let looked_at = text.get(range.clone()).unwrap_or_default();
    // Of each name the rarest letter is looked for, which stands so far from its end.
    memchr2_iter(b'z', b'Z', looked_at).any(|at| is_suspect(at, 6, &["authorization"]))
        || memchr2_iter(b'k', b'K', looked_at).any(|at| is_suspect(at, 3, &["cookie", "set-cookie"]))
        || has_escaped_letter(text)
}

/// Whether an escape stands there that may be a letter, a hyphen or an underscore of a name, or begins one that is cut.
pub(crate) fn has_escaped_letter(text: &[u8]) -> bool {
    memmem::find_iter(text, b"\\u00").any(|at| {
        let digits = text.get(at.saturating_add(4)..at.saturating_add(6));
        digits.is_none_or(|digits| matches!(digits, [b'4'..=b'7', _] | b"2d" | b"2D"))
    })
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
    fn a_header_is_seen_wherever_it_stands_in_the_rest() {
        let usual = r#"{"name":"authorization","value":"Bearer abc"},"#;
        for before in [0, AROUND, 256 * 1024 - AROUND, 256 * 1024, 600_000] {
            for shift in (0..60).step_by(13) {
                let mut text = usual.repeat(before / usual.len());
                text.push_str(&" ".repeat(shift));
                text.push_str(r#"{"name":"cookie","value":"VALUE"},"#);
                text.push_str(&usual.repeat(400));
                for (value, expected) in
                    [("***", true), ("a=b", false), (r"\u0041", true), (r"a=\u00e9", true)]
                {
                    let text = text.replace("VALUE", value);
                    let (begun, rest) = text.as_bytes().split_at(text.len() / 3);
                    assert_eq!(rest_may_hide(begun, rest), expected, "{before} {shift} {value}");
                }
            }
        }
    }

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
            (r#"{"name":"set\u002dcookie","value":"***"}"#, true),
            (r#"{"name":"set\u002Dcookie","value":"***"}"#, true),
            (r#"{"text":"caf\u00e9 \u003cb\u003e"}"#, false),
            (r#"{"text":"\u006f"}"#, true),
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
