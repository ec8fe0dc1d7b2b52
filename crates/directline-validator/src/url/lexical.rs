//! What can be said of a URL by looking at its characters, before any parser repairs it.

use std::borrow::Cow;

/// Characters that no URL may hold and that readers drop, encode or take for others: spaces, control
/// characters, backslashes.
pub(super) fn is_forbidden(character: char) -> bool {
    character == ' ' || character == '\\' || character.is_control()
}

/// Where the authority, the part that names the host, ends.
pub(super) fn ends_authority(character: char) -> bool {
    matches!(character, '/' | '\\' | '?' | '#')
}

/// What browsers read as a slash.
pub(super) fn is_slash(character: char) -> bool {
    matches!(character, '/' | '\\')
}

/// The scheme, if the text begins with one, and what stands behind the colon (RFC 3986, section 3.1: a
/// letter, then letters, digits, `+`, `-` and `.`).
pub(super) fn scheme(text: &str) -> Option<(&str, &str)> {
    let is_inside = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let length = text.bytes().position(|byte| !is_inside(byte))?;
    let (scheme, rest) = text.split_at_checked(length)?;
    let rest = rest.strip_prefix(':')?;
    scheme.starts_with(|first: char| first.is_ascii_alphabetic()).then_some((scheme, rest))
}

/// Whether a scheme is `http` or `https`, in any letter case.
pub(super) fn is_http(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

/// The text as parsers see it: without white space and control characters around it, and without tabs
/// and line breaks (WHATWG URL Standard, section 4.4, steps 1 to 3 of the basic URL parser).
pub(super) fn as_parsed(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim_matches(|character| character <= ' ');
    if trimmed.contains(['\t', '\n', '\r']) {
        Cow::Owned(trimmed.replace(['\t', '\n', '\r'], ""))
    } else {
        Cow::Borrowed(trimmed)
    }
}

/// What stands between `scheme://` and the path, if anything does.
pub(super) fn authority(text: &str) -> Option<&str> {
    let (_, rest) = scheme(text)?;
    let rest = rest.strip_prefix("//")?;
    rest.split(ends_authority).next().filter(|authority| !authority.is_empty())
}

/// Whether the path of a relative reference has the segment `.` or `..`, plain or percent-encoded.
pub(super) fn has_dot_segments(text: &str) -> bool {
    let path = text.split(['?', '#']).next().unwrap_or_default();
    path.split(['/', '\\']).any(|segment| {
        // The longest spelling is `%2e%2e`; a copy of anything longer is not needed.
        let is_short = segment.len() <= "%2e%2e".len();
        is_short && matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
    })
}
