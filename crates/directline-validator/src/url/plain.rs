//! URLs of which a look at their letters is enough.

use super::MAX_LENGTH;

/// Whether a text is a URL of a usual form in which nothing can be wrong: with `http` or `https` and a host of plain
/// labels, or a path from `/` on; in either case of letters that every reader takes for themselves.
pub(crate) fn is_plain(text: &str) -> bool {
    if text.len() > MAX_LENGTH {
        return false;
    }
    let is_path =
        |path: &str| path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/_-.~?=&".contains(&byte));
    let absolute = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match absolute {
        Some(rest) => {
            let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            is_host(host) && is_path(path)
        }
        // A dot begins a segment that leads elsewhere.
        None => text.starts_with('/') && !text.starts_with("//") && !text.contains("/.") && is_path(text),
    }
}

/// Whether these are labels of small letters and digits, the last one no number.
fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        let is_inside = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        (1..=63).contains(&label.len())
            && label.bytes().all(is_inside)
            && !label.starts_with('-')
            && !label.ends_with('-')
            // Hyphens in these places begin a coding.
            && label.get(2..4) != Some("--")
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    host.len() <= 253
        && host.split('.').all(is_label)
        && last.starts_with(|first: char| first.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::url::{Base, examine};

    #[test]
    fn usual_urls_are_plain() {
        for text in [
            "https://directline.botframework.com/attachments/a1/0/original.png?t=abc_DEF-1",
            "http://example.com",
            "/attachments/a1/0/original.png",
        ] {
            assert!(is_plain(text), "{text}");
        }
        for text in [
            "",
            "//a/b",
            "/a/../b",
            "/./a",
            "https://1.2/a",
            "https://xn--a.b/",
            "a/b",
            "https://a@b/",
            "/a b",
        ] {
            assert!(!is_plain(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_wrong_with_a_plain_url(
            text in "(https?://[a-z0-9.-]{1,12}[a-z]?)?/?[a-zA-Z0-9/_.~?=&-]{0,12}",
            base in "https?://[a-z]{1,8}(:[1-9][0-9]{0,3})?",
        ) {
            let base = Base::parse(&base).unwrap();
            let found = examine(&base, &text);
            prop_assert!(!is_plain(&text) || found.faults.is_empty() && found.documented.url.is_ok(), "{text}: {found:?}");
        }
    }
}
