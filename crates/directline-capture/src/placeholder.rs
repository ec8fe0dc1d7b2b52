//! Values that stand where a credential was: `REDACTED`, `<TOKEN>`, `{{secret}}`.

use directline_exchange::{HeaderValue, Reason, is_placeholder};

/// The value of a recorded header: as it is, or hidden if a placeholder stands in its place.
///
/// The whole value must be a placeholder, after an optional scheme word (`Bearer <TOKEN>`), which is then observed.
pub(crate) fn header_value(bytes: &[u8]) -> HeaderValue {
    let seen = || HeaderValue::Seen(bytes.into());
    std::str::from_utf8(bytes).ok().and_then(hidden).unwrap_or_else(seen)
}

/// The same of a text.
pub(crate) fn header_text(text: &str) -> HeaderValue {
    hidden(text).unwrap_or_else(|| HeaderValue::Seen(text.into()))
}

/// The same for a format whose writers can say that a value is hidden: only where a credential is expected.
pub(crate) fn of_credential(name: &str, bytes: &[u8]) -> HeaderValue {
    const CREDENTIALS: [&str; 3] = ["authorization", "cookie", "set-cookie"];
    let name = name.trim_ascii();
    if CREDENTIALS.iter().any(|known| name.eq_ignore_ascii_case(known)) {
        header_value(bytes)
    } else {
        HeaderValue::Seen(bytes.into())
    }
}

/// What is known of a value that a placeholder hides.
fn hidden(value: &str) -> Option<HeaderValue> {
    const REASON: Reason = Reason::RedactedByExporter;
    let value = value.trim();
    // The scheme first: `Bearer ****1234` is a mask as a whole, too.
    if let Some(end) = value.bytes().position(|byte| matches!(byte, b' ' | b'\t'))
        && let Some((scheme, rest)) = value.split_at_checked(end)
        && !scheme.is_empty()
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        && is_placeholder(rest.trim_start())
    {
        return Some(HeaderValue::SchemeOnly { scheme: scheme.into(), reason: REASON });
    }
    is_placeholder(value).then_some(HeaderValue::Hidden(REASON))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_hide_values_and_nothing_else_does() {
        // The scheme that is seen; "" for a value that is wholly hidden.
        let rows: [(&str, Option<&str>); 32] = [
            ("REDACTED", Some("")),
            ("[REDACTED]", Some("")),
            ("[redacted]", Some("")),
            ("<TOKEN>", Some("")),
            ("<your secret here>", Some("")),
            ("{{secret}}", Some("")),
            ("{{$guid}}", Some("")),
            ("***", Some("")),
            ("DUMMY", Some("")),
            ("XXXX", Some("")),
            ("XXXXXX…", Some("")),
            ("SECRET", Some("")),
            ("TOKEN", Some("")),
            ("TOKEN…", Some("")),
            ("…", Some("")),
            ("...", Some("")),
            ("Bearer REDACTED", Some("Bearer")),
            ("Bearer <TOKEN>", Some("Bearer")),
            ("Bearer   {{token}}", Some("Bearer")),
            ("Bearer SECRET_OR_TOKEN", Some("Bearer")),
            ("BotConnector xxxxxxxx", Some("BotConnector")),
            ("", None),
            ("Bearer", None),
            ("Bearer abc.def", None),
            ("secret", None),
            ("redacted", Some("")),
            ("[Authorization redacted]", Some("")),
            ("Bearer [Authorization redacted]", Some("Bearer")),
            ("Bearer [Filtered]", Some("Bearer")),
            ("Bearer ****1234", Some("Bearer")),
            ("TOKENabc", None),
            ("<a> and <b>", None),
        ];
        for (value, expected) in rows {
            let found = hidden(value).map(|found| match found {
                HeaderValue::SchemeOnly { scheme, .. } => scheme,
                _ => String::new(),
            });
            assert_eq!(found.as_deref(), expected, "{value}");
        }
    }
}
