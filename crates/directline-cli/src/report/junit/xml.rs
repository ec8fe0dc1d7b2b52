//! XML 1.0: what may stand in it, and how the rest is shown.

use std::fmt::Write as _;

use crate::escape;

/// A text for an attribute or an element, such that a reader of XML gets it back.
///
/// What XML 1.0 cannot hold (its production `Char`) is written out as `\u{1b}`; what a viewer might act on, and line ends,
/// are character references.
pub(super) fn escaped(text: &str) -> String {
    if escape::is_plain(text.as_bytes()) && !text.contains(['&', '<', '>', '"']) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            // Where `]]>` may not stand.
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if !is_char(c) => {
                // Writing to a string does not fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c if escape::is_active(c) => {
                let _ = write!(out, "&#x{:x};", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// Lines of our own, each escaped.
pub(super) fn lines(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(escaped).collect();
    lines.join("\n")
}

/// The production `Char` of XML 1.0, section 2.2; surrogates are no `char`s.
fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The text with what XML cannot hold written out.
    fn holdable(text: &str) -> String {
        let holdable =
            |c: char| if is_char(c) { c.to_string() } else { format!("\\u{{{:x}}}", u32::from(c)) };
        text.chars().map(holdable).collect()
    }

    proptest! {
        #[test]
        fn any_text_reads_back(text in any::<String>()) {
            let written = format!("<a b=\"{0}\">{0}</a>", escaped(&text));
            prop_assert!(!written.contains(escape::is_active));
            let document = roxmltree::Document::parse(&written).unwrap();
            let element = document.root_element();
            let expected = holdable(&text);
            prop_assert_eq!(element.attribute("b"), Some(expected.as_str()));
            prop_assert_eq!(element.text().unwrap_or_default(), expected);
        }
    }

    #[test]
    fn what_xml_cannot_hold_is_written_out() {
        for (text, expected) in
            [("\0", "\\u{0}"), ("\u{1b}[0m", "\\u{1b}[0m"), ("\u{ffff}", "\\u{ffff}"), ("a]]>b", "a]]&gt;b")]
        {
            assert_eq!(escaped(text), expected);
        }
    }
}
