//! Finds the end of one JSON value, chunk by chunk.

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

    /// On to the next string, or to the end of the value.
    #[inline]
    fn between(&mut self, rest: &[u8]) -> (usize, Step) {
        let mut depth = self.depth;
        for (at, byte) in rest.iter().enumerate() {
            match byte {
                b'"' => {
                    (self.depth, self.state) = (depth, State::String);
                    return (at.saturating_add(1), Step::More);
                }
                b'{' | b'[' => depth = depth.saturating_add(1),
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        self.depth = 0;
                        return (at.saturating_add(1), Step::Done);
                    }
                }
                _ => {}
            }
        }
        self.depth = depth;
        (rest.len(), Step::More)
    }

    /// On to the end of the string, or to a backslash at the end of the chunk.
    #[inline]
    fn string(&mut self, rest: &[u8]) -> (usize, Step) {
        let mut at = 0_usize;
        while let Some(text) = rest.get(at..).filter(|text| !text.is_empty()) {
            let length = plain_run(text);
            at = at.saturating_add(length);
            match text.get(length) {
                None => {}
                Some(b'"') => {
                    self.state = State::Between;
                    let step = if self.depth == 0 { Step::Done } else { Step::More };
                    return (at.saturating_add(1), step);
                }
                Some(_) if length.saturating_add(1) == text.len() => {
                    self.state = State::Escape;
                    return (rest.len(), Step::More);
                }
                Some(_) => at = at.saturating_add(2),
            }
        }
        (rest.len(), Step::More)
    }
}

/// How many bytes there are before a quote or a backslash: mostly a few, so they are looked at by words.
#[inline]
fn plain_run(text: &[u8]) -> usize {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let (words, rest) = text.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let (quotes, backslashes) = (word ^ (0x22 * EACH), word ^ (0x5c * EACH));
        // The high bit of each byte that is zero; above the lowest one it can be wrong, because a subtraction borrows.
        let zeros = (quotes.wrapping_sub(EACH) & !quotes) | (backslashes.wrapping_sub(EACH) & !backslashes);
        let found = zeros & (0x80 * EACH);
        if found != 0 {
            return index.saturating_mul(8).saturating_add((found.trailing_zeros() >> 3) as usize);
        }
    }
    let tail = rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\')).count();
    text.len().saturating_sub(rest.len()).saturating_add(tail)
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
