//! Finds secrets by where they stand and by what they look like.

use std::ops::Range;

use super::containers;
use super::known::is_no_secret;
use super::names::{is_secret_name, is_secret_parameter};
use super::words::{Run, SHORTEST_SHAPE, TOKEN, class, has_secret_shape, looks_secret, runs};
use crate::scope::DOCUMENTED_HOST;

/// Words that follow the name of a scheme in prose.
const PROSE: [&str; 16] = [
    "or",
    "and",
    "with",
    "scheme",
    "token",
    "tokens",
    "secret",
    "header",
    "followed",
    "credential",
    "a",
    "the",
    "is",
    "in",
    "as",
    "without",
];

/// What tells a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign<'t> {
    /// A name before it: of a member, a parameter or a header.
    Name(&'t str),
    /// An authentication scheme before it.
    Scheme,
    /// It is the user information of a URL.
    UserInfo,
    /// It looks like one.
    Shape,
}

/// Adds where secrets stand in the text.
pub(super) fn find(text: &str, found: &mut Vec<Range<usize>>) {
    scan(text, |range, _| found.push(range));
}

/// Hands out where secrets stand in the text, and what tells them.
pub(super) fn scan<'t>(text: &'t str, add: impl FnMut(Range<usize>, Sign<'t>)) {
    if may_hold_any(text) {
        scan_closely(text, add);
    }
}

/// Whether something stands in the text without which it has no secret: most headers of most exchanges have none.
fn may_hold_any(text: &str) -> bool {
    // The run of this place, what it is made of, and the last one before, which may be a name.
    let (mut start, mut classes, mut word) = (0, 0, 0..0);
    let looks_secret = |start: usize, end: usize, classes: u8| {
        Run::may_look_secret(end.saturating_sub(start), classes)
            && text.get(start..end).is_some_and(|run| Run { bytes: run.as_bytes(), classes }.looks_secret())
    };
    for (at, byte) in text.bytes().enumerate() {
        let class = class(byte);
        if class & TOKEN != 0 {
            classes |= class;
            continue;
        }
        if start < at {
            if looks_secret(start, at, classes) {
                return true;
            }
            word = start..at;
        }
        (start, classes) = (at.saturating_add(1), 0);
        if class == 0 {
            continue;
        }
        let may = match byte {
            b'=' | b':' => text.get(std::mem::take(&mut word)).is_some_and(announces),
            // A scheme: basic, bearer, BotConnector.
            b' ' | b'\t' => {
                let before = at.checked_sub(1).and_then(|before| text.as_bytes().get(before));
                matches!(before, Some(b'c' | b'C' | b'r' | b'R'))
            }
            // A tag, user information.
            _ => true,
        };
        if may {
            return true;
        }
    }
    looks_secret(start, text.len(), classes)
}

/// Whether a word before a colon or an equals sign announces a secret.
fn announces(word: &str) -> bool {
    !word.is_empty() && (is_secret_parameter(word) || containers::is_disposition(word))
}

/// The same, looked at in any case.
fn scan_closely<'t>(text: &'t str, mut add: impl FnMut(Range<usize>, Sign<'t>)) {
    let mut named_end = 0;
    for run in runs(text) {
        let word = text.get(run.clone()).unwrap_or_default();
        if let Some(shape) = shape(text, &run) {
            add(shape, Sign::Shape);
        }
        // What a name announces is masked whole; names inside it announce nothing more.
        if run.start < named_end {
            continue;
        }
        let after = text.get(run.end..).unwrap_or_default();
        let before = text.get(..run.start).unwrap_or_default();
        let place =
            |value: Range<usize>| run.end.saturating_add(value.start)..run.end.saturating_add(value.end);
        if let Some((values, end)) = containers::texts(word, after) {
            named_end = run.end.saturating_add(end);
            for value in values {
                add(place(value), Sign::Name(word));
            }
        } else if let Some(value) = containers::element(word, before, after) {
            named_end = run.end.saturating_add(value.end);
            add(place(value), Sign::Name(word));
        } else if let Some(value) = announced(word, before, after) {
            // A scheme that is written twice announces what follows the second one.
            if is_scheme(word) && after.get(value.clone()).is_some_and(is_scheme) {
                continue;
            }
            // What scripts write for a value that they do not have.
            if after.get(value.clone()).is_some_and(is_no_secret) {
                continue;
            }
            named_end = run.end.saturating_add(value.end);
            let sign = if is_scheme(word) { Sign::Scheme } else { Sign::Name(word) };
            add(place(value), sign);
        }
    }
    // Header lines tell the names of parts.
    if text.contains(':') {
        containers::parts(text, |range, name| add(range, Sign::Name(name)));
    }
    if text.contains('@') {
        user_info(text, |range| add(range, Sign::UserInfo));
    }
}

/// Adds the words that look like secrets, wherever they stand.
pub(super) fn find_shapes(text: &str, found: &mut Vec<Range<usize>>) {
    found.extend(runs(text).filter_map(|run| shape(text, &run)));
}

/// What of a run looks like a credential: all of it but the letter of an escape before it.
fn shape(text: &str, run: &Range<usize>) -> Option<Range<usize>> {
    let before = text.get(..run.start)?;
    let word = text.get(run.clone())?;
    if word.len() < SHORTEST_SHAPE && !word.contains('.') {
        return None;
    }
    let escape = match word.as_bytes() {
        _ if !before.ends_with('\\') => 0,
        [b'u', digits @ ..]
            if digits.iter().take(4).filter(|digit| digit.is_ascii_hexdigit()).count() == 4 =>
        {
            5
        }
        [b'b' | b'f' | b'n' | b'r' | b't', ..] => 1,
        _ => 0,
    };
    let word = word.get(escape..).filter(|word| looks_secret(word))?;
    // What separates the parts of a form is random, and no secret.
    let is_boundary = || {
        let name = before.trim_end_matches(['"', '\\']).strip_suffix('=').unwrap_or_default().as_bytes();
        let start = name.len().saturating_sub("boundary".len());
        name.get(start..).is_some_and(|name| name.eq_ignore_ascii_case(b"boundary"))
    };
    let is_secret = has_secret_shape(word) || !is_boundary();
    is_secret.then(|| run.start.saturating_add(escape)..run.end)
}

/// The secret that `word`, followed by `after`, announces, as a range of `after`: `Bearer x`, `token=x`,
/// `"token": "x y"`.
fn announced(word: &str, before: &str, after: &str) -> Option<Range<usize>> {
    if is_scheme(word) && after.starts_with([' ', '\t']) {
        return unquoted(after, 0).filter(|value| {
            let next = after.get(value.clone()).unwrap_or_default();
            !PROSE.contains(&next.trim_end_matches(['.', ',', ':']))
        });
    }
    let sign = after.trim_start_matches(['"', '\'', '\\', ' ']);
    let value = sign.strip_prefix(['=', ':']).filter(|value| !value.starts_with("//"))?;
    let is_parameter = || before.ends_with(['?', '&']) && after.starts_with('=') && is_secret_parameter(word);
    if !is_secret_name(word) && !is_parameter() {
        return None;
    }
    let at = after.len().saturating_sub(value.len());
    // After `Authorization: Bearer` the secret is what the scheme announces.
    quoted(after, at).or_else(|| {
        unquoted(after, at).filter(|value| !is_scheme(after.get(value.clone()).unwrap_or_default()))
    })
}

/// Whether a word is an authentication scheme: the secret is what follows.
pub(super) fn is_scheme(word: &str) -> bool {
    ["bearer", "botconnector", "basic"].iter().any(|scheme| word.eq_ignore_ascii_case(scheme))
}

/// The content of the string that begins at or after `at`, after white space: up to the quote that ends it.
fn quoted(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    let opening = rest.trim_start_matches([' ', '\t', '\r', '\n']);
    let quote = opening.trim_start_matches('\\');
    // A string inside a string: its quotes are escaped as often at both ends.
    let escapes = opening.len().saturating_sub(quote.len());
    let mark = quote.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let start = text.len().saturating_sub(quote.len()).saturating_add(1);
    let mut backslashes = 0_usize;
    for (offset, byte) in text.get(start..)?.bytes().enumerate() {
        match byte {
            b'\\' => backslashes = backslashes.saturating_add(1),
            _ if char::from(byte) == mark && ends(backslashes, escapes) => {
                return Some(start..start.saturating_add(offset).saturating_sub(escapes.min(backslashes)));
            }
            _ => backslashes = 0,
        }
    }
    Some(start..text.len())
}

/// Whether a quote after that many backslashes ends a string that was opened after `escapes` of them.
fn ends(backslashes: usize, escapes: usize) -> bool {
    if escapes == 0 { backslashes.is_multiple_of(2) } else { backslashes <= escapes }
}

/// The word that begins at or after `at`, after white space: up to what separates parameters and words.
fn unquoted(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    let value = rest.trim_start_matches([' ', '\t']);
    let start = text.len().saturating_sub(value.len());
    let separates = |c: char| c.is_whitespace() || "&;,\"'<>()[]{}".contains(c);
    let length = value.find(separates).unwrap_or(value.len());
    (length > 0).then(|| start..start.saturating_add(length))
}

/// Adds user information of URLs: what stands between the slashes and `@`, as browsers read it (backslashes
/// are slashes, and two are enough), and `name:password@` at the beginning of a word.
fn user_info(text: &str, mut push: impl FnMut(Range<usize>)) {
    let is_slash = |c: char| matches!(c, '/' | '\\');
    let is_edge = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>');
    let mut add = |start: usize, authority: &str| {
        let Some((user, _)) = authority.rsplit_once('@') else { return };
        // The host of the service in front of another one is no secret but a deceit.
        if !user.is_empty() && !user.eq_ignore_ascii_case(DOCUMENTED_HOST) {
            push(start..start.saturating_add(user.len()));
        }
    };
    let mut at = 0_usize;
    for word in text.split(is_edge) {
        let mut rest = word;
        let (name, _) = word.split_once('@').unwrap_or_default();
        if name.contains(':') && !name.contains(is_slash) {
            add(at, word.split(is_slash).next().unwrap_or_default());
        }
        while let Some(slash) = rest.find(is_slash) {
            let after = rest.get(slash..).unwrap_or_default();
            let authority = after.trim_start_matches(is_slash);
            let slashes = after.len().saturating_sub(authority.len());
            let start = at.saturating_add(word.len().saturating_sub(authority.len()));
            if slashes > 1 {
                let ends = |c: char| is_slash(c) || matches!(c, '?' | '#');
                add(start, authority.split(ends).next().unwrap_or_default());
            }
            rest = authority;
        }
        at = at.saturating_add(word.len());
        at = at.saturating_add(text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_text_that_may_hold_none_holds_none(
            text in "([a-zA-Z0-9 ./=:@<>\"_-]|bearer |Basic |token|\\.cwA\\.|\\.dAA\\.|eyJ|[a-zA-Z0-9]{22,26}){0,8}",
        ) {
            let mut found = Vec::new();
            scan_closely(&text, |range, _| found.push(range));
            prop_assert!(may_hold_any(&text) || found.is_empty(), "{text:?}: {found:?}");
        }
    }
}
