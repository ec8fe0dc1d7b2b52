//! Text of the wire that may not be UTF-8.

use directline_exchange::{Coding, Origin, Segment};

/// The text at `start` of a file, and where it stands: what belongs to no character is replaced, and what follows keeps
/// its place.
pub(crate) fn lossy(bytes: &[u8], file: u32, start: usize) -> (String, Origin) {
    let origin = Origin::verbatim(file, start as u64);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), origin);
    }
    let (mut text, mut segments) = (String::with_capacity(bytes.len()), Vec::new());
    let mut at = start;
    let mut mark = |text: &str, at: usize| {
        segments.push(Segment { datum: text.len() as u64, file: at as u64 });
    };
    for chunk in bytes.utf8_chunks() {
        if !chunk.valid().is_empty() {
            mark(&text, at);
            text.push_str(chunk.valid());
        }
        at = at.saturating_add(chunk.valid().len());
        if !chunk.invalid().is_empty() {
            mark(&text, at);
            text.push(char::REPLACEMENT_CHARACTER);
        }
        at = at.saturating_add(chunk.invalid().len());
    }
    (text, Origin { coding: Coding::Segments(segments.into()), ..origin })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_a_byte_that_is_no_text_keeps_its_place() {
        let (text, origin) = lossy(b"a\xffb\xfe", 1, 10);
        assert_eq!(text, "a\u{fffd}b\u{fffd}");
        let segment = |datum, file| Segment { datum, file };
        let expected = [segment(0, 10), segment(1, 11), segment(4, 12), segment(5, 13)];
        assert_eq!(origin, Origin { file: 1, start: 10, coding: Coding::Segments(expected.into()) });
        assert_eq!(lossy("é".as_bytes(), 0, 3), ("é".to_owned(), Origin::verbatim(0, 3)));
    }
}
