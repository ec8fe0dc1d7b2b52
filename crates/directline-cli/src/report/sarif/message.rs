//! The texts of SARIF messages, in which brackets make links and braces are placeholders.

use serde::Serialize;

/// A message without links and placeholders.
#[derive(Serialize)]
pub(super) struct Message {
    text: String,
}

impl Message {
    /// The text, escaped as SARIF 2.1.0, sections 3.11.5 and 3.11.6, asks.
    pub(super) fn new(text: &str) -> Self {
        let mut escaped = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '[' | ']' | '\\' => escaped.push('\\'),
                '{' | '}' => escaped.push(c),
                _ => {}
            }
            escaped.push(c);
        }
        Self { text: escaped }
    }
}

#[cfg(test)]
mod tests {
    use super::Message;

    #[test]
    fn a_recorded_text_makes_no_link_and_no_placeholder() {
        let rows = [
            ("plain, text", "plain, text"),
            ("[click](https://evil.example)", "\\[click\\](https://evil.example)"),
            ("{0} {1}", "{{0}} {{1}}"),
            ("a\\[b", "a\\\\\\[b"),
        ];
        for (text, expected) in rows {
            assert_eq!(Message::new(text).text, expected);
        }
    }
}
