//! Finds the end of one JSON value, chunk by chunk.

use memchr::memchr2;

/// How far a value has been seen.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Scan {
    /// Open arrays and objects.
    depth: u64,
    state: State,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Before the value.
    #[default]
    Start,
    /// Between the tokens of an array or object.
    Between,
    /// In a string.
    String,
    /// In a string, after a backslash.
    Escape,
    /// In a number or word.
    Word,
}

/// The outcome of looking at a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The value goes on after the chunk.
    More,
    /// The value has ended.
    Done,
    /// No value begins here.
    Bad,
}

impl Scan {
    /// Looks at the next chunk: how many of its bytes belong to the value, and what follows.
    pub(crate) fn feed(&mut self, chunk: &[u8]) -> (usize, Step) {
        let mut at = 0_usize;
        while let Some(rest) = chunk.get(at..).filter(|rest| !rest.is_empty()) {
            let (taken, step) = match self.state {
                State::Start => self.start(rest),
                State::Word => match rest.iter().position(|&byte| ends_word(byte)) {
                    Some(at) => (at, Step::Done),
                    None => (rest.len(), Step::More),
                },
                State::Between => self.between(rest),
                State::String => self.string(rest),
                State::Escape => {
                    self.state = State::String;
                    (1, Step::More)
                }
            };
            at = at.saturating_add(taken);
            if step != Step::More {
                return (at, step);
            }
        }
        (at, Step::More)
    }

    fn start(&mut self, rest: &[u8]) -> (usize, Step) {
        match rest.first() {
            Some(b'"') => self.state = State::String,
            Some(b'{' | b'[') => {
                self.depth = 1;
                self.state = State::Between;
            }
            Some(byte) if !ends_word(*byte) => self.state = State::Word,
            _ => return (0, Step::Bad),
        }
        (1, Step::More)
    }

    /// On to the end of the value, or of the chunk.
    fn between(&mut self, rest: &[u8]) -> (usize, Step) {
        let (mut depth, mut at) = (self.depth, 0_usize);
        while let Some(byte) = rest.get(at) {
            at = at.saturating_add(1);
            match byte {
                b'"' => {
                    let Some(after) = whole_string(rest, at) else {
                        (self.depth, self.state) = (depth, State::String);
                        return (at, Step::More);
                    };
                    at = after;
                }
                b'{' | b'[' => depth = depth.saturating_add(1),
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        self.depth = 0;
                        return (at, Step::Done);
                    }
                }
                _ => {}
            }
        }
        self.depth = depth;
        (at, Step::More)
    }

    /// On to the end of the string, or to a backslash at the end of the chunk.
    fn string(&mut self, rest: &[u8]) -> (usize, Step) {
        let mut at = 0_usize;
        while let Some(length) = memchr2(b'"', b'\\', rest.get(at..).unwrap_or_default()) {
            at = at.saturating_add(length);
            if rest.get(at) == Some(&b'"') {
                self.state = State::Between;
                let step = if self.depth == 0 { Step::Done } else { Step::More };
                return (at.saturating_add(1), step);
            }
            at = at.saturating_add(2);
            if at > rest.len() {
                self.state = State::Escape;
            }
        }
        (rest.len(), Step::More)
    }
}

/// The place after a string whose text begins at `at`, if its end is in the same chunk and not too near to its end. Most
/// strings are short: they are looked at by words.
#[inline]
fn whole_string(chunk: &[u8], mut at: usize) -> Option<usize> {
    const EACH: u64 = 0x0101_0101_0101_0101;
    loop {
        let word = u64::from_le_bytes(*chunk.get(at..)?.first_chunk()?);
        let (quotes, backslashes) = (word ^ (0x22 * EACH), word ^ (0x5c * EACH));
        // The high bit of each byte that is zero; above the lowest one it can be wrong, because a subtraction borrows.
        let zeros = (quotes.wrapping_sub(EACH) & !quotes) | (backslashes.wrapping_sub(EACH) & !backslashes);
        let found = zeros & (0x80 * EACH);
        if found == 0 {
            at = at.saturating_add(8);
            continue;
        }
        at = at.saturating_add((found.trailing_zeros() >> 3) as usize);
        if chunk.get(at) == Some(&b'"') {
            return Some(at.saturating_add(1));
        }
        at = at.saturating_add(2);
    }
}

#[inline]
fn ends_word(byte: u8) -> bool {
    matches!(byte, b',' | b']' | b'}' | b':' | b'"' | b'{' | b'[' | b' ' | b'\t' | b'\r' | b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_ends_at_the_same_byte_however_it_is_cut() {
        let rows: [(&[u8], usize); 10] = [
            (b"{},", 2),
            (b"[1, [2]] ", 8),
            (br#""a\"b", "#, 6),
            (br#"{"a": "}"}}"#, 10),
            (br#""\\","#, 4),
            (b"12.5]", 4),
            (b"null\n", 4),
            (br#"{"x":"\\\""}]"#, 12),
            (br#"[{"a":[]}]"#, 10),
            (b"true}", 4),
        ];
        for (text, end) in rows {
            for size in 1..=text.len() {
                let (mut scan, mut at) = (Scan::default(), 0);
                for chunk in text.chunks(size) {
                    let (taken, step) = scan.feed(chunk);
                    at += taken;
                    if step != Step::More {
                        assert_eq!(step, Step::Done);
                        break;
                    }
                }
                assert_eq!(at, end, "{} in chunks of {size}", String::from_utf8_lossy(text));
            }
        }
        for text in [&b","[..], b"]", b":"] {
            assert_eq!(Scan::default().feed(text), (0, Step::Bad));
        }
    }
}
