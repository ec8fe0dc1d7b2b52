//! The values of cookies in header fields.

use std::ops::Range;

/// A cookie in a field: its name and where its value stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cookie<'t> {
    /// Its name; empty if there is none.
    pub name: &'t str,
    /// Its value, without quotes.
    pub value: Range<usize>,
}

/// The cookies in the value of a field `Cookie` or `Set-Cookie`, of which there may be several in one: some exporters
/// join fields of one name with commas or line feeds, which JSON may have escaped.
///
/// ```
/// use directline_validator::redact::cookies;
///
/// let field = "a=1; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT, b=\"2\"; HttpOnly";
/// let values: Vec<_> = cookies("Set-Cookie", field).into_iter().map(|one| (one.name, &field[one.value])).collect();
/// assert_eq!(values, [("a", "1"), ("b", "2")]);
/// assert_eq!(cookies("Cookie", "a=1; b=2").len(), 2);
/// ```
pub fn cookies<'t>(field: &str, text: &'t str) -> Vec<Cookie<'t>> {
    let is_set = field.to_ascii_lowercase().contains("set-");
    // What follows the first pair of Set-Cookie are attributes.
    let pairs = if is_set { 1 } else { usize::MAX };
    let mut all = Vec::new();
    for line in lines(text, is_set) {
        let mut at = line.start;
        for pair in text.get(line).unwrap_or_default().split(';').take(pairs) {
            let (name, value) = pair.split_once('=').unwrap_or(("", pair));
            let inner = value.trim().trim_matches(['"', '\\']);
            let start = at.saturating_add(pair.len()).saturating_sub(value.len());
            let start = start.saturating_add(value.find(inner).unwrap_or(0));
            if !inner.is_empty() {
                all.push(Cookie { name: name.trim(), value: start..start.saturating_add(inner.len()) });
            }
            at = at.saturating_add(pair.len()).saturating_add(1);
        }
    }
    all
}

/// The fields that were joined to this value.
fn lines(text: &str, is_set: bool) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, letter) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        let mark = match letter {
            '\r' | '\n' => 1,
            '\\' if rest.starts_with("\\n") || rest.starts_with("\\r") => 2,
            ',' if is_set && begins_cookie(rest.get(1..).unwrap_or_default()) => 1,
            _ => continue,
        };
        lines.push(start..at);
        start = at.saturating_add(mark);
    }
    lines.push(start..text.len());
    lines
}

/// Whether a name and an equals sign follow, as in no date.
fn begins_cookie(text: &str) -> bool {
    /// Longer names are no names of cookies.
    const LONGEST: usize = 256;

    let name = text.trim_start_matches([' ', '\t']).as_bytes();
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte);
    let length = name.iter().take(LONGEST).take_while(|byte| is_name(byte)).count();
    length > 0 && name.get(length) == Some(&b'=')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_fields_are_taken_apart() {
        let rows = [
            ("Set-Cookie", "a=1; Path=/\nb=2; Path=/", &["1", "2"][..]),
            ("Set-Cookie", r"a=1; Path=/\nb=2; Path=/", &["1", "2"]),
            ("Set-Cookie", "a=1; Path=/,b=2,c=3", &["1", "2", "3"]),
            ("set-cookie", "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT", &["1"]),
            ("Set-Cookie", r#"a=\"1\"; HttpOnly"#, &["1"]),
            ("Cookie", "a=1,b; c=2", &["1,b", "2"]),
            ("Cookie", "alone", &["alone"]),
            ("Cookie", "a=; ;", &[]),
        ];
        for (field, text, expected) in rows {
            let found: Vec<&str> =
                cookies(field, text).into_iter().map(|one| text.get(one.value).unwrap()).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
