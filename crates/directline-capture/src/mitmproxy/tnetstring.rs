//! Tagged netstrings, as mitmproxy writes them: `LENGTH:DATA` and one character that says what the data are.
//!
//! Nothing is built: a [`Node`] is a range of the text, and what is not asked for is never looked at. Each container says how
//! long it is, so that no reading is recursive, however deep the values stand in each other.

use std::borrow::Cow;

use crate::har::Fault;

/// The most digits a length may have.
const MOST_DIGITS: usize = 12;

/// One value: where its data stand, and what they are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node<'b> {
    text: &'b [u8],
    /// Where the data begin.
    pub(super) start: usize,
    end: usize,
    tag: u8,
}

/// The length of the value that begins at `at`, and where its data begin.
pub(super) fn length(text: &[u8], at: usize) -> Option<(usize, usize)> {
    let rest = text.get(at..)?;
    let digits = rest.iter().take(MOST_DIGITS).take_while(|byte| byte.is_ascii_digit()).count();
    let number = std::str::from_utf8(rest.get(..digits)?).ok()?;
    (rest.get(digits) == Some(&b':')).then_some(())?;
    Some((number.parse().ok()?, at.saturating_add(digits).saturating_add(1)))
}

/// Whether a text begins with a dictionary: a length, and a name of lower-case letters as its first value.
pub(crate) fn begins_dictionary(text: &[u8]) -> bool {
    let named = || {
        let (_, start) = length(text, 0)?;
        let (size, start) = length(text, start)?;
        let end = start.checked_add(size)?;
        let name = text.get(start..end)?;
        let is_name = !name.is_empty() && name.iter().all(|byte| byte.is_ascii_lowercase() || *byte == b'_');
        (is_name && matches!(text.get(end), Some(b',' | b';'))).then_some(())
    };
    named().is_some()
}

impl<'b> Node<'b> {
    /// The value that begins at `at` and ends at `end` at the latest, and where the next one begins.
    pub(super) fn read(text: &'b [u8], at: usize, end: usize) -> Result<(Self, usize), Fault> {
        let fault = |what: &str| Err(Fault { at, what: what.to_owned() });
        let text = text.get(..end).unwrap_or(text);
        let Some((size, start)) = length(text, at) else { return fault("expected the length of a value") };
        let after = start.saturating_add(size);
        match text.get(after) {
            None => fault("a value is longer than what holds it"),
            Some(tag @ (b',' | b';' | b'#' | b'^' | b'!' | b'~' | b']' | b'}')) => {
                Ok((Self { text, start, end: after, tag: *tag }, after.saturating_add(1)))
            }
            Some(_) => fault("a value of no known type"),
        }
    }

    /// The data.
    pub(super) fn data(self) -> &'b [u8] {
        self.text.get(self.start..self.end).unwrap_or_default()
    }

    /// The bytes of a text or of bytes.
    pub(super) fn bytes(self) -> Option<&'b [u8]> {
        matches!(self.tag, b',' | b';').then(|| self.data())
    }

    /// The text of a text or of bytes.
    pub(super) fn text(self) -> Option<Cow<'b, str>> {
        self.bytes().map(String::from_utf8_lossy)
    }

    /// A number as it is written.
    pub(super) fn number(self) -> Option<&'b str> {
        let is_number = matches!(self.tag, b'#' | b'^');
        std::str::from_utf8(self.data()).ok().filter(|_| is_number)
    }

    /// Whether there is no value.
    pub(super) fn is_null(self) -> bool {
        self.tag == b'~'
    }

    /// Whether it is a list.
    pub(super) fn is_list(self) -> bool {
        self.tag == b']'
    }

    /// The same, if it is a dictionary that is whole.
    pub(super) fn dictionary(self) -> Result<Self, Fault> {
        if self.tag != b'}' {
            return Err(Fault { at: self.start, what: "expected a dictionary".into() });
        }
        let mut count = 0_usize;
        for child in self.children() {
            let child = child?;
            if count.is_multiple_of(2) && child.bytes().is_none() {
                return Err(Fault { at: child.start, what: "expected the name of a member".into() });
            }
            count = count.saturating_add(1);
        }
        if !count.is_multiple_of(2) {
            return Err(Fault { at: self.end, what: "a name without a value".into() });
        }
        Ok(self)
    }

    /// A member of a dictionary.
    pub(super) fn get(self, name: &str) -> Option<Self> {
        let mut children = self.children().map_while(Result::ok);
        while let (Some(key), Some(value)) = (children.next(), children.next()) {
            if key.bytes() == Some(name.as_bytes()) {
                return Some(value);
            }
        }
        None
    }

    /// What stands in a list or dictionary, one after the other, up to the first fault.
    pub(super) fn children(self) -> impl Iterator<Item = Result<Self, Fault>> {
        let mut at = if matches!(self.tag, b']' | b'}') { self.start } else { self.end };
        std::iter::from_fn(move || {
            if at >= self.end {
                return None;
            }
            let outcome = Self::read(self.text, at, self.end);
            at = outcome.as_ref().map_or(self.end, |(_, next)| *next);
            Some(outcome.map(|(child, _)| child))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_tagged() {
        let inner = "4:name;5:v:1,\",1:n,2:42#1:l,10:1:1#3:1.5^]0:,0:~";
        let text = format!("{}:{inner}}}", inner.len());
        let text = text.as_bytes();
        let (root, end) = Node::read(text, 0, text.len()).unwrap();
        assert_eq!(end, text.len());
        let root = root.dictionary().unwrap();
        assert_eq!(root.get("name").and_then(Node::bytes), Some(&b"v:1,\""[..]));
        assert_eq!(root.get("n").and_then(Node::number), Some("42"));
        let list = root.get("l").unwrap();
        assert!(list.is_list());
        let numbers: Vec<_> = list.children().map(|child| child.unwrap().number().unwrap()).collect();
        assert_eq!(numbers, ["1", "1.5"]);
        assert!(root.get("").unwrap().is_null() && root.get("x").is_none());
    }

    #[test]
    fn what_is_no_value_is_refused() {
        for text in ["", "x", "5:ab,", "3:abc?", ":,", "-1:a,", "1234567890123:a,", "1:a", "4:1:a}"] {
            assert!(Node::read(text.as_bytes(), 0, text.len()).is_err(), "{text}");
        }
        for text in ["1:a,", "3:1:a}", "9:1:a,1:b,1}", "6:1:a#0:}"] {
            let node = Node::read(text.as_bytes(), 0, text.len()).unwrap().0;
            assert!(node.dictionary().is_err(), "{text}");
        }
    }

    #[test]
    fn a_flow_is_told_from_other_text() {
        for (text, expected) in [
            ("3598:9:websocket;0:~", true),
            ("99:7:version;2:21#", true),
            ("99:7:version,2:21#", true),
            ("12:34:56.789012 == Info: Trying 127.0.0.1, port 80; and so on, and on", false),
            ("12: a list", false),
            ("99:7:Version;2:21#", false),
            ("99:7:versi", false),
        ] {
            assert_eq!(begins_dictionary(text.as_bytes()), expected, "{text}");
        }
    }
}
