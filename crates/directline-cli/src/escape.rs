//! Escaping: nothing recorded moves a cursor, rings a bell or turns text around.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

/// Whether a terminal or a viewer may act on a character instead of showing it: controls, line and
/// paragraph separators, direction marks and overrides, invisible and tag characters.
pub(crate) fn is_active(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether bytes are printable ASCII alone, as nearly all text is. A look at all of them at once is quicker than one that
/// stops.
pub(crate) fn is_plain(text: &[u8]) -> bool {
    text.iter().fold(true, |all, byte| all & matches!(byte, b' '..=b'~'))
}

/// The text with active characters written as `\u{1b}`, for a terminal or a log. Line ends too: recorded
/// text stands on one line.
pub(crate) fn terminal(text: &str) -> String {
    if (is_plain(text.as_bytes()) || !text.contains(is_active)) && !text.contains("##") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len().saturating_add(16));
    for (at, c) in text.char_indices() {
        push_terminal(&mut out, text, at, c);
    }
    out
}

/// Whether the reader of a log takes what follows for a command. Azure Pipelines reads `##[` and `##vso[`, anywhere in a
/// line; others have `##teamcity[`.
fn begins_command(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let word = after.strip_prefix('#').filter(|_| before.ends_with('#'));
    word.is_some_and(|word| word.trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('['))
}

/// Appends the character at `at` of the text as [`terminal`] shows it.
pub(crate) fn push_terminal(out: &mut String, text: &str, at: usize, c: char) {
    match c {
        '#' if begins_command(text, at) => out.push_str("\\u{23}"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        c if is_active(c) => {
            // Writing to a string does not fail.
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        }
        c => out.push(c),
    }
}

/// How long the record of an exchange is that conforms, with some room.
const USUAL_RECORD: usize = 512;

/// Writes `value` as JSON on one line, active characters as `\uXXXX`.
pub(crate) fn write_json(out: &mut (impl Write + ?Sized), value: &impl Serialize) -> io::Result<()> {
    let mut record = Vec::with_capacity(USUAL_RECORD);
    serde_json::to_writer(&mut record, value)?;
    if is_plain(&record) {
        return out.write_all(&record);
    }
    let record = String::from_utf8(record).map_err(io::Error::other)?;
    let mut rest = record.as_str();
    // They stand in strings only: between them, JSON on one line has none.
    while let Some((at, c)) = rest.char_indices().find(|(_, c)| is_active(*c)) {
        let (before, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.write_all(before.as_bytes())?;
        for unit in c.encode_utf16(&mut [0; 2]) {
            write!(out, "\\u{unit:04x}")?;
        }
        rest = after.get(c.len_utf8()..).unwrap_or_default();
    }
    out.write_all(rest.as_bytes())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn json(text: &str) -> String {
        let mut out = Vec::new();
        write_json(&mut out, &text).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn active_characters_are_written_out() {
        let rows = [
            ("a\u{1b}[31mb", "a\\u{1b}[31mb", "\"a\\u001b[31mb\""),
            ("\u{9b}31m", "\\u{9b}31m", "\"\\u009b31m\""),
            ("x\u{7f}", "x\\u{7f}", "\"x\\u007f\""),
            ("\u{202e}txt", "\\u{202e}txt", "\"\\u202etxt\""),
            ("\u{e0041}", "\\u{e0041}", "\"\\udb40\\udc41\""),
            ("a\r\nb\t", "a\\r\\nb\\t", "\"a\\r\\nb\\t\""),
            ("grün ✓ 👍", "grün ✓ 👍", "\"grün ✓ 👍\""),
            ("a ###[e] ##vso[x]", "a ##\\u{23}[e] #\\u{23}vso[x]", "\"a ###[e] ##vso[x]\""),
            ("## a #[b] ##vs", "## a #[b] ##vs", "\"## a #[b] ##vs\""),
        ];
        for (text, on_terminal, in_json) in rows {
            assert_eq!(terminal(text), on_terminal);
            assert_eq!(json(text), in_json);
        }
    }

    proptest! {
        #[test]
        fn escaped_text_is_inert_and_json_means_the_same(text in any::<String>()) {
            prop_assert!(!terminal(&text).contains(is_active));
            let written = json(&text);
            prop_assert!(!written.contains(is_active));
            prop_assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
        }
    }
}
