//! Bodies that a recording holds as text: which bytes they were, and which are lost.

use directline_exchange::{Body, Coding, Content, Fidelity, Gap, Observed, Origin, Reason};

use crate::Limits;

/// How many lost places are told apart; from there on, all is lost.
pub(crate) const MOST_GAPS: usize = 10_000;

/// A body of which nothing is known but that there was one, or not even that.
pub(crate) fn unknown(reason: Reason) -> Body {
    Observed::NotObservable(reason)
}

/// Complete bytes; no byte at all is an absent body.
pub(crate) fn exact(bytes: Vec<u8>, origin: Origin, limits: &Limits) -> Body {
    content(bytes, Vec::new(), origin, limits)
}

pub(crate) fn content(bytes: Vec<u8>, gaps: Vec<Gap>, origin: Origin, limits: &Limits) -> Body {
    if bytes.len() > limits.max_body_bytes {
        return unknown(Reason::LimitReached);
    }
    if bytes.is_empty() && gaps.is_empty() {
        return Observed::Absent;
    }
    Observed::Present(Content { bytes, gaps, fidelity: Fidelity::Exact, origin })
}

/// One byte per character, if no character is beyond U+00FF.
pub(crate) fn latin1(text: &str) -> Option<Vec<u8>> {
    text.chars().map(|char| u8::try_from(char).ok()).collect()
}

/// Whether the text was decoded from bytes that were no text.
pub(crate) fn is_lossy(text: &str) -> bool {
    text.contains(char::REPLACEMENT_CHARACTER)
}

/// The runs of U+FFFD in a text.
pub(crate) fn lost_places(text: &str) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    for (at, lost) in text.match_indices(char::REPLACEMENT_CHARACTER) {
        let end = at.saturating_add(lost.len());
        let full = gaps.len() >= MOST_GAPS;
        match gaps.last_mut() {
            Some(last) if last.range.end == at => last.range.end = end,
            Some(last) if full => {
                last.range.end = text.len();
                break;
            }
            _ => gaps.push(Gap { range: at..end, reason: Reason::BodyLossy }),
        }
    }
    gaps
}

/// A lost end.
pub(crate) fn lost_end(length: usize, reason: Reason) -> Gap {
    Gap { range: length..length, reason }
}

/// A text with lost characters, of which `length` says how many bytes were sent.
pub(crate) fn lossy(text: &str, length: Option<u64>, origin: Origin, limits: &Limits) -> Body {
    let mut gaps = lost_places(text);
    // Each U+FFFD stands for one to three bytes: within these bounds no byte is missing elsewhere.
    let most = text.len() as u64;
    let lost = text.matches(char::REPLACEMENT_CHARACTER).count() as u64;
    let least = most.saturating_sub(lost.saturating_mul(2));
    match length {
        Some(length) if length > most => gaps.push(lost_end(text.len(), Reason::BodyTruncated)),
        Some(length) if length < least => gaps.push(lost_end(text.len(), Reason::BodyLossy)),
        _ => {}
    }
    content(text.as_bytes().to_vec(), gaps, origin, limits)
}

/// The origin of the same string with one byte per character.
pub(crate) fn as_latin1(origin: &Origin) -> Origin {
    Origin { coding: Coding::JsonLatin1, ..origin.clone() }
}
