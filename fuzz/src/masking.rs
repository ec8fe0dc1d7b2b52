//! Masks: in any text, what is a secret is replaced, and nothing else moves.

use std::ops::Range;

use directline_validator::redact::{
    MARK, Secrets, Spellings, StandIns, cookies, find, find_in_name, is_hidden,
};

use crate::canary::{PLAIN, SHAPED, must_not_show};
use crate::escape;
use crate::reading::fingerprint;

/// Takes bytes for a text with a known secret and one that its shape tells somewhere in it.
pub(crate) fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let at = usize::try_from(fingerprint(bytes)).unwrap_or(0) % (text.len() + 1);
    let (before, after) = text.split_at(text.floor_char_boundary(at));
    let text = format!("{before}{PLAIN}{after}");
    let mut secrets = Secrets::new();
    secrets.learn(PLAIN);
    masked(&secrets, &text, PLAIN);
    // A shape needs an end to be one.
    masked(&Secrets::new(), &format!("{before} {SHAPED} {after}"), SHAPED);
    stood_in(&text);
}

fn masked(secrets: &Secrets, text: &str, secret: &str) {
    must_not_show(&secrets.mask(text), secret);
    must_not_show(&secrets.mask_sentence(text), secret);
    must_not_show(&secrets.mask_file_name(text), secret);
    let ranges = secrets.ranges(text);
    inside(&ranges, text);
    assert!(ranges.windows(2).all(|pair| pair[0].end < pair[1].start), "{ranges:?} of {text:?}");
    assert_eq!(secrets.holds(text), !ranges.is_empty());
    assert_eq!(secrets.mask(text).matches(MARK).count(), ranges.len() + outside(text, &ranges));
    assert!(!escape::terminal(text).contains(escape::is_active));
}

/// How many marks the text had before, outside of what was replaced.
fn outside(text: &str, ranges: &[Range<usize>]) -> usize {
    let marks = text.match_indices(MARK);
    let touches = |at: usize| ranges.iter().any(|range| at < range.end && range.start < at + MARK.len());
    marks.filter(|(at, _)| !touches(*at)).count()
}

/// A copy with stand-ins is as long, and what was found is found in it no more.
fn stood_in(text: &str) {
    let spellings = Spellings::of([PLAIN]);
    let mut found = find(text);
    // As a copy does: what is hidden already stays.
    found.retain(|one| !text.get(one.range.clone()).is_none_or(is_hidden));
    found.extend(spellings.find(text));
    inside(&found.iter().map(|one| one.range.clone()).collect::<Vec<_>>(), text);
    let mut stand_ins = StandIns::default();
    let written = stand_ins.rewrite(text, &found, &spellings);
    assert_eq!(written.len(), text.len(), "{written:?} for {text:?}");
    must_not_show(&written, PLAIN);
    inside(&find_in_name(text).into_iter().map(|one| one.range).collect::<Vec<_>>(), text);
    for field in ["cookie", "set-cookie"] {
        let _ = cookies(field, text);
    }
}

fn inside(ranges: &[Range<usize>], text: &str) {
    for range in ranges {
        assert!(text.get(range.clone()).is_some(), "{range:?} cuts {text:?}");
    }
}
