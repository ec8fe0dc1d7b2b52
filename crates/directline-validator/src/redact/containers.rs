//! Secrets that stand deeper than beside their name: in parts of forms, in arrays and objects, between the tags of XML.

use std::ops::Range;

use super::names::{is_secret_container, is_secret_name, says_no_secret};

/// How much of an array or object is looked at.
const MOST_BYTES: usize = 64 << 10;

/// Adds the values of the parts of a form (`multipart/form-data`) whose names mark them as secrets.
pub(super) fn parts<'t>(text: &'t str, mut add: impl FnMut(Range<usize>, &'t str)) {
    let (mut head, mut value): (Option<&str>, Option<(usize, &str)>) = (None, None);
    let mut at = 0_usize;
    for line in text.split_inclusive('\n') {
        let start = at;
        at = at.saturating_add(line.len());
        let is_edge = line.starts_with("--");
        match (value, head) {
            (Some((from, name)), _) if is_edge => {
                add(without_line_end(text, from..start), name);
                (head, value) = (None, None);
            }
            (None, Some(name)) if line.trim().is_empty() => value = Some((at, name)),
            (None, _) if is_edge => head = None,
            (None, None) => head = part_name(line).filter(|name| is_secret_name(name)),
            (Some(_), _) | (None, Some(_)) => {}
        }
    }
    if let Some((from, name)) = value {
        add(without_line_end(text, from..text.len()), name);
    }
}

fn without_line_end(text: &str, range: Range<usize>) -> Range<usize> {
    let value = text.get(range.clone()).unwrap_or_default();
    range.start..range.start.saturating_add(value.trim_end_matches(['\r', '\n']).len())
}

/// Whether the field with this name gives names to parts.
pub(super) fn is_disposition(field: &str) -> bool {
    field.eq_ignore_ascii_case("content-disposition")
}

/// The name that a line gives to a part.
fn part_name(line: &str) -> Option<&str> {
    let (field, value) = line.split_once(':')?;
    if !is_disposition(field.trim()) {
        return None;
    }
    let parameters = value.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let mut names = parameters.filter(|(name, _)| name.trim().eq_ignore_ascii_case("name"));
    names.next().map(|(_, name)| name.trim().trim_matches('"'))
}

/// The texts in the array or object that `word`, followed by `after`, announces, as ranges of `after`, and where it ends.
pub(super) fn texts(word: &str, after: &str) -> Option<(Vec<Range<usize>>, usize)> {
    let value = after.strip_prefix('"')?.trim_start().strip_prefix(':')?.trim_start();
    if !value.starts_with(['[', '{']) || !is_secret_container(word) {
        return None;
    }
    let base = after.len().saturating_sub(value.len());
    let mut texts: Vec<Range<usize>> = Vec::new();
    let (mut depth, mut open, mut name) = (0_usize, None, None);
    let mut is_escaped = false;
    for (at, byte) in value.bytes().enumerate().take(MOST_BYTES) {
        let here = base.saturating_add(at);
        match (open, byte) {
            (Some(_), _) if is_escaped => is_escaped = false,
            (Some(_), b'\\') => is_escaped = true,
            (Some(start), b'"') => {
                open = None;
                let rest = value.get(at.saturating_add(1)..).unwrap_or_default().trim_start();
                if rest.starts_with(':') {
                    name = after.get(start..here);
                } else if !name.take().is_some_and(says_no_secret) {
                    texts.push(start..here);
                }
                // No end of a string, but a quote in it whose escape this reading undid.
                if !rest.is_empty() && !rest.starts_with([',', ']', '}', ':', '"', '\\']) {
                    return Some((texts, here));
                }
            }
            (None, b'"') => open = Some(here.saturating_add(1)),
            (None, b'[' | b'{') => depth = depth.saturating_add(1),
            (None, b']' | b'}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return Some((texts, here));
        }
    }
    let end = after.floor_char_boundary(base.saturating_add(value.len().min(MOST_BYTES)));
    // What a cut goes through may be one.
    texts.extend(open.filter(|start| *start < end).map(|start| start..end));
    Some((texts, end))
}

/// The text of the element that `word` is the name of, between `before` and `after`, as a range of `after`.
pub(super) fn element(word: &str, before: &str, after: &str) -> Option<Range<usize>> {
    let is_tag = before.ends_with(['<', ':']) && after.starts_with('>');
    let text = after.get(1..).filter(|_| is_tag && is_secret_name(word))?;
    let length = text.find('<').filter(|length| *length > 0)?;
    Some(1..length.saturating_add(1))
}
