//! Text in Markdown that stays text, whatever it says.
//!
//! Escaping by backslashes is not enough: GitHub looks for mentions, references and emoji in what is shown, after the
//! backslashes are gone. It leaves code alone, so every word that is not plain stands in code.

use std::fmt::Write as _;

use crate::escape;

/// What may stand around a word that is in code, outside the code.
const CLOSING: [char; 4] = [')', ',', '.', ';'];

/// A sentence: its plain words as they are, others in code, without the punctuation around them.
pub(super) fn prose(text: &str) -> String {
    let text = escape::terminal(text);
    // What a reader of Markdown would take away.
    if text.is_empty() || text.contains("  ") || text.starts_with(' ') || text.ends_with(' ') {
        return code(&text);
    }
    let mut out = String::with_capacity(text.len().saturating_add(16));
    let mut odd: Vec<&str> = Vec::new();
    let mut push = |words: &str| {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(words);
    };
    for (number, word) in text.split(' ').enumerate() {
        if is_plain(word, number == 0) {
            if !odd.is_empty() {
                push(&spanned(&odd.join(" ")));
                odd.clear();
            }
            push(word);
        } else {
            odd.push(word);
            // A list of words is one span each.
            if word.ends_with(',') {
                push(&spanned(&odd.join(" ")));
                odd.clear();
            }
        }
    }
    if !odd.is_empty() {
        push(&spanned(&odd.join(" ")));
    }
    out
}

/// Words in a code span, the punctuation around them outside. A bracket that is opened within stays with what closes it.
fn spanned(words: &str) -> String {
    let inner = words.trim_start_matches('(');
    let before = words.get(..words.len().saturating_sub(inner.len())).unwrap_or_default();
    let mut core = inner;
    while let Some(shorter) = core.strip_suffix(CLOSING) {
        let is_own =
            core.ends_with(')') && core.contains('(') || core.ends_with('"') && shorter.contains('"');
        if is_own || shorter.is_empty() {
            break;
        }
        core = shorter;
    }
    let after = inner.get(core.len()..).unwrap_or_default();
    // A word that is nothing but punctuation is code as a whole, and so is `1.`, which begins a list.
    if core.chars().all(|c| !c.is_alphanumeric()) || is_number(core) {
        return code(words);
    }
    format!("{before}{}{after}", code(core))
}

/// Whether nothing can come of a word: letters and digits, with a little punctuation around.
fn is_plain(word: &str, is_first: bool) -> bool {
    if matches!(word, "·" | "–" | "—" | "…" | "%") || word == "-" && !is_first {
        return true;
    }
    let inner = word.trim_start_matches(['"', '(', '\'']);
    let inner = inner.trim_end_matches(['"', ')', '\'', ',', '.', ';', ':', '?', '…']);
    if is_number(inner) {
        // `1.` begins a list.
        return inner.len() < 7 && !(is_first && word.ends_with(['.', ')']));
    }
    // `GH-1` is an issue, `deadbeef` a commit.
    let is_reference = inner.contains('-') && inner.contains(char::is_numeric);
    let is_commit = inner.len() >= 7 && inner.bytes().all(|byte| byte.is_ascii_hexdigit());
    inner.starts_with(char::is_alphanumeric)
        && inner.ends_with(char::is_alphanumeric)
        && inner.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’'))
        && !is_reference
        && !is_commit
}

/// Whether a text is a number or a version.
fn is_number(text: &str) -> bool {
    text.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Text in a code span.
pub(super) fn code(text: &str) -> String {
    let text = escape::terminal(text);
    if text.is_empty() {
        return String::new();
    }
    let fence = "`".repeat(longest_run(&text).saturating_add(1));
    let is_blank = text.bytes().all(|byte| byte == b' ');
    let is_padded = text.starts_with(' ') && text.ends_with(' ') && !is_blank;
    let space = if is_padded || text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// Text as code in a table, where a bar ends the cell even within a code span.
pub(super) fn cell(text: &str) -> String {
    let text = escape::terminal(text);
    if !text.contains(['|', '\\']) {
        return code(&text);
    }
    let mut out = "<code>".to_owned();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || c == ' ' {
            out.push(c);
        } else {
            // Writing to a string does not fail.
            let _ = write!(out, "&#{};", u32::from(c));
        }
    }
    out.push_str("</code>");
    out
}

/// Lines in a code block, which end in no line end.
pub(super) fn block(language: &str, lines: &str) -> String {
    let fence = "`".repeat(longest_run(lines).saturating_add(1).max(3));
    format!("{fence}{language}\n{lines}\n{fence}\n")
}

/// The length of the longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_stay_and_others_become_code() {
        for (text, markdown) in [
            ("text is not a string", "text is not a string"),
            ("MessageSet.watermark is not a string", "`MessageSet.watermark` is not a string"),
            ("ask @user and #1 or :tada: now", "ask `@user` and `#1` or `:tada:` now"),
            ("see https://a.example and www.a.example", "see `https://a.example` and `www.a.example`"),
            ("a <b>x</b> *c* _d_ [e](f)", "a `<b>x</b> *c* _d_ [e](f)`"),
            (
                "(DL-151, API reference; see also DL-015, EX-28)",
                "(`DL-151`, API reference; see also `DL-015`, `EX-28`)",
            ),
            ("say f(x), or \"a-1\".", "say `f(x)`, or `\"a-1\"`."),
            ("(#1)", "(`#1`)"),
            ("!!, :) and :?", "`!!,` `:)` and `:?`"),
            ("GH-1 or deadbeef or 12345678", "`GH-1` or `deadbeef` or `12345678`"),
            ("1. no list", "`1.` no list"),
            ("- no list - but", "`-` no list - but"),
            ("Direct Line API 1.1, \"50\" (4)", "Direct Line API 1.1, \"50\" (4)"),
            ("a  b", "`a  b`"),
            (" a", "` a`"),
            ("say `x` and ``y", "say `` `x` `` and ``` ``y ```"),
            ("line\nend", "`line\\nend`"),
            ("(9 errors, 2 warnings)", "(9 errors, 2 warnings)"),
        ] {
            assert_eq!(prose(text), markdown, "{text}");
        }
    }

    #[test]
    fn a_bar_ends_no_cell() {
        assert_eq!(cell("a.har:1:2"), "`a.har:1:2`");
        assert_eq!(cell("a|b"), "<code>a&#124;b</code>");
        assert_eq!(cell("a\\|<i>"), "<code>a&#92;&#124;&#60;i&#62;</code>");
    }

    #[test]
    fn a_fence_is_longer_than_what_it_holds() {
        assert_eq!(block("text", "a"), "```text\na\n```\n");
        assert_eq!(block("text", "````"), "`````text\n````\n`````\n");
    }
}
