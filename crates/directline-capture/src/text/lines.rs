//! What a line of an editor file is.

use std::borrow::Cow;
use std::ops::Range;

use super::variables;
use crate::http::{begins_message, line_at, request_line, status_line};

/// The lines of a text from `at` on: where each stands without its end, and where the next begins.
pub(super) fn lines(bytes: &[u8], mut at: usize) -> impl Iterator<Item = (Range<usize>, usize)> + use<'_> {
    std::iter::from_fn(move || {
        let line = line_at(bytes, at)?;
        at = line.next;
        Some((line.text, line.next))
    })
}

/// The line without white space at its ends.
pub(super) fn trimmed(bytes: &[u8], line: &Range<usize>) -> Range<usize> {
    let text = bytes.get(line.clone()).unwrap_or_default();
    let left = text.len().saturating_sub(text.trim_ascii_start().len());
    let start = line.start.saturating_add(left);
    start..start.saturating_add(text.trim_ascii().len())
}

/// Whether a line begins a request: with a method, or with the URL alone.
pub(super) fn is_request(line: &[u8]) -> bool {
    let line = squeezed(line.trim_ascii_end());
    begins_message(&line) && status_line(&line).is_none() || is_url(&line)
}

/// Whether a line begins a request with a method, which no line of a body does by chance.
pub(super) fn is_whole_request(line: &[u8]) -> bool {
    is_request(line) && request_line(&squeezed(line.trim_ascii_end())).is_some()
}

/// Whether a line is a URL without a method, which stands for GET, perhaps with a version behind it.
pub(super) fn is_url(line: &[u8]) -> bool {
    let lower = line.get(..8).unwrap_or(line).to_ascii_lowercase();
    let begins = lower.starts_with(b"http://") || lower.starts_with(b"https://") || variable_first(line);
    let mut words = line.split(|byte| matches!(byte, b' ' | b'\t')).filter(|word| !word.is_empty());
    let _url = words.next();
    begins && words.next().is_none_or(|word| word.starts_with(b"HTTP/")) && words.next().is_none()
}

/// The line without the white space in `{{ base }}`.
pub(super) fn squeezed(line: &[u8]) -> Cow<'_, [u8]> {
    if variables::next(line, 0).is_none() {
        return line.into();
    }
    let (mut text, mut at) = (Vec::new(), 0);
    while let Some(found) = variables::next(line, at) {
        text.extend_from_slice(line.get(at..found.start).unwrap_or_default());
        let name = line.get(found.clone()).unwrap_or_default().iter();
        text.extend(name.filter(|byte| !byte.is_ascii_whitespace()));
        at = found.end;
    }
    text.extend_from_slice(line.get(at..).unwrap_or_default());
    text.into()
}

/// `{{base}}/path`.
fn variable_first(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"{{") else { return false };
    let end = memchr::memmem::find(rest, b"}}");
    end.and_then(|end| rest.get(end.saturating_add(2)..)).is_some_and(|rest| rest.starts_with(b"/"))
}

/// `###`, with or without a title.
pub(super) fn is_separator(line: &[u8]) -> bool {
    line.starts_with(b"###") || is_rule(line)
}

/// What httpYac prints between exchanges: a row of dashes, `=== title ===`.
fn is_rule(line: &[u8]) -> bool {
    let line = line.trim_ascii_end();
    let dashes = line.len() >= 10 && line.iter().all(|&byte| byte == b'-');
    dashes || (line.len() >= 7 && line.starts_with(b"=== ") && line.ends_with(b" ==="))
}

/// `# …`, `// …`.
pub(super) fn is_comment(line: &[u8]) -> bool {
    line.starts_with(b"#") || line.starts_with(b"//")
}

/// `@name = value`: the name and where the value begins.
pub(super) fn definition(line: &[u8]) -> Option<(&[u8], usize)> {
    let rest = line.strip_prefix(b"@")?;
    let equals = memchr::memchr(b'=', rest)?;
    let name = rest.get(..equals)?.trim_ascii();
    let is_name = !name.is_empty()
        && name.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    is_name.then(|| (name, equals.saturating_add(2)))
}

/// A file whose content is the body, or a part of it: `< ./file`, `<@ file`, `<@latin1 file`.
pub(super) fn included(line: &[u8]) -> Option<Include<'_>> {
    let rest = line.strip_prefix(b"<")?;
    let has_variables = rest.starts_with(b"@");
    let rest = rest.strip_prefix(b"@").unwrap_or(rest);
    let space = rest.iter().position(|byte| matches!(byte, b' ' | b'\t'))?;
    let (coding, name) = rest.split_at_checked(space)?;
    let name = std::str::from_utf8(name).ok()?.trim();
    let is_coding = coding.is_empty() || (has_variables && coding.iter().all(u8::is_ascii_alphanumeric));
    // An element of a page is no file.
    let is_name = !name.is_empty() && !name.starts_with("{%") && !name.ends_with('>');
    (is_coding && is_name).then_some(Include { name, has_variables })
}

/// A file that is named in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Include<'t> {
    pub(super) name: &'t str,
    /// Whether variables in it are filled in.
    pub(super) has_variables: bool,
}

/// What ends a body in an editor file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Behind {
    /// A script, up to `%}`.
    Script,
    /// A script of httpYac, up to `}}`.
    Braces,
    /// One line: a script's name, an assertion, where a response goes.
    Line,
    /// The name of a file with a response.
    Reference,
    /// A response.
    Response,
    /// Its status and nothing else (`=> 200 (5 ms, 12 B)`, as httpYac prints it in short).
    Status,
    /// The times that a tool prints.
    Timings,
}

/// `=> 200 (…`.
fn is_short(line: &[u8]) -> bool {
    let digits = line.strip_prefix(b"=> ").and_then(|rest| rest.get(..3));
    digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_digit))
        && line.get(6..).is_some_and(|rest| rest.starts_with(b" ("))
}

/// A title, as httpYac prints it: `=== title ===`.
pub(super) fn is_title(line: &[u8]) -> bool {
    is_rule(line) && line.starts_with(b"=")
}

/// What a line begins that is no part of a request's body.
pub(super) fn behind(line: &[u8]) -> Option<Behind> {
    if status_line(line).is_some() {
        return Some(Behind::Response);
    }
    if line.starts_with(b"<> ") {
        return Some(Behind::Reference);
    }
    if is_short(line) {
        return Some(Behind::Status);
    }
    if line.starts_with(b"> {%") || line.starts_with(b"< {%") {
        return Some(Behind::Script);
    }
    let text = line.trim_ascii_end();
    if text == b"{{" || (text.starts_with(b"{{@") && memchr::memmem::find(text, b"}}").is_none()) {
        return Some(Behind::Braces);
    }
    if text == b"Timings:" {
        return Some(Behind::Timings);
    }
    let one =
        [&b"> "[..], b">> ", b">>! ", b"?? ", b"[x] ", b"[-] "].iter().any(|mark| line.starts_with(mark));
    one.then_some(Behind::Line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_begin_requests_or_do_not() {
        let rows = [
            ("GET /a", true),
            ("POST {{base}}/api HTTP/1.1", true),
            ("https://h/a", true),
            ("https://h/a HTTP/1.1", true),
            ("{{base}}/a", true),
            ("GET {{ base }}/a", true),
            ("https://h/a is a page", false),
            ("{{base}}", false),
            ("HTTP/1.1 200 OK", false),
            ("Content-Type: text/plain", false),
            ("", false),
        ];
        for (line, expected) in rows {
            assert_eq!(is_request(line.as_bytes()), expected, "{line}");
        }
    }

    #[test]
    fn marks_are_told_from_bodies() {
        assert_eq!(definition(b"@base = http://h"), Some((&b"base"[..], 7)));
        assert_eq!(definition(b"@a=b"), Some((&b"a"[..], 3)));
        assert_eq!((definition(b"@ = b"), definition(b"@a b"), definition(b"a = b")), (None, None, None));
        let rows = [
            ("< ./a.jpg", Some(("./a.jpg", false))),
            ("<@ a b.json", Some(("a b.json", true))),
            ("<@latin1 a", Some(("a", true))),
            ("< {% x %}", None),
            ("<html>", None),
            ("<a b>", None),
            ("<", None),
        ];
        for (line, expected) in rows {
            let found = included(line.as_bytes()).map(|include| (include.name, include.has_variables));
            assert_eq!(found, expected, "{line}");
        }
        let rows = [
            ("> {%", Some(Behind::Script)),
            ("> ./x.js", Some(Behind::Line)),
            (">>! ./x.json", Some(Behind::Line)),
            ("?? status == 200", Some(Behind::Line)),
            ("<> 2021-08-24T234838.200.json", Some(Behind::Reference)),
            ("HTTP/1.1 200  - OK", Some(Behind::Response)),
            ("{{", Some(Behind::Braces)),
            ("{{@response", Some(Behind::Braces)),
            ("=> 200 (5 ms, 12 B)", Some(Behind::Status)),
            ("=> 20", None),
            ("{{a}}", None),
            ("{", None),
            ("--boundary", None),
        ];
        for (line, expected) in rows {
            assert_eq!(behind(line.as_bytes()), expected, "{line}");
        }
        assert!(
            is_separator(b"### x") && is_separator(b"---------------------") && is_separator(b"=== x ===")
        );
        assert!(!is_separator(b"## x") && !is_separator(b"--------------------------a1"));
    }
}
