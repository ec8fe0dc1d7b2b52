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
            let (taken, step) = self.token(rest);
            at = at.saturating_add(taken);
            if step != Step::More {
                return (at, step);
            }
        }
        (at, Step::More)
    }

    /// Passes over at least one byte, or ends.
    fn token(&mut self, rest: &[u8]) -> (usize, Step) {
        match self.state {
            State::Escape => {
                self.state = State::String;
                (1, Step::More)
            }
            State::String => match memchr::memchr2(b'"', b'\\', rest) {
                None => (rest.len(), Step::More),
                Some(at) if rest.get(at) == Some(&b'\\') => {
                    self.state = State::Escape;
                    (at.saturating_add(1), Step::More)
                }
                Some(at) => (at.saturating_add(1), self.after_value()),
            },
            State::Word => match rest.iter().position(|&byte| ends_word(byte)) {
                Some(at) => (at, Step::Done),
                None => (rest.len(), Step::More),
            },
            State::Start => self.structure(rest),
            State::Between => {
                let next = rest.iter().position(|byte| matches!(byte, b'"' | b'{' | b'[' | b'}' | b']'));
                match next {
                    None => (rest.len(), Step::More),
                    Some(0) => self.structure(rest),
                    Some(at) => (at, Step::More),
                }
            }
        }
    }

    fn structure(&mut self, rest: &[u8]) -> (usize, Step) {
        match rest.first() {
            Some(b'"') => self.state = State::String,
            Some(b'{' | b'[') => {
                self.depth = self.depth.saturating_add(1);
                self.state = State::Between;
            }
            Some(b'}' | b']') if self.state == State::Between => {
                self.depth = self.depth.saturating_sub(1);
                return (1, self.after_value());
            }
            Some(byte) if !ends_word(*byte) => self.state = State::Word,
            _ => return (0, Step::Bad),
        }
        (1, Step::More)
    }

    fn after_value(&mut self) -> Step {
        self.state = State::Between;
        if self.depth == 0 { Step::Done } else { Step::More }
    }
}

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
