//! A watermark: opaque text, which can be compared where it is evidently a counter.

use std::cmp::Ordering;

use super::key::Key;
use crate::quote;

/// A watermark that was asked for or given.
#[derive(Clone, Debug)]
pub(crate) struct Watermark {
    /// What is remembered of it.
    pub(crate) mark: Mark,
    shown: Shown,
}

/// What is kept to be shown: few watermarks are.
#[derive(Clone, Debug)]
enum Shown {
    /// A text that is short enough.
    Text(Box<str>),
    /// A longer one, as findings quote it.
    Quoted(Box<str>),
}

/// The longest text that is kept, in bytes.
const SHORT: usize = 64;

/// A watermark without its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The text.
    pub(crate) key: Key,
    /// The decimal number at its end, and the text before it, where that is empty or ends in punctuation.
    counter: Option<(Key, u64)>,
}

impl Watermark {
    /// Reads the text of one.
    pub(crate) fn read(text: &str) -> Self {
        let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
        let (prefix, number) = text.split_at_checked(text.len().saturating_sub(digits)).unwrap_or((text, ""));
        // After a letter the digits may be the end of a hexadecimal number.
        let is_counter = !prefix.ends_with(char::is_alphanumeric);
        let counter = number.parse().ok().filter(|_| is_counter).map(|number| (Key::of(prefix), number));
        let shown = if text.len() <= SHORT {
            Shown::Text(text.into())
        } else {
            Shown::Quoted(quote::text(text).into())
        };
        Self { mark: Mark { key: Key::of(text), counter }, shown }
    }

    /// The text as findings quote it.
    pub(crate) fn quoted(&self) -> String {
        match &self.shown {
            Shown::Text(text) => quote::text(text),
            Shown::Quoted(quoted) => quoted.as_ref().to_owned(),
        }
    }
}

impl Mark {
    /// Which comes first, where both are the same text or count with the same prefix.
    pub(crate) fn order(self, other: Self) -> Option<Ordering> {
        if self.key == other.key {
            return Some(Ordering::Equal);
        }
        let (prefix, number) = self.counter?;
        let (other_prefix, other_number) = other.counter?;
        // Equal numbers in unequal texts have leading zeros: not a plain counter.
        Some(number.cmp(&other_number)).filter(|order| prefix == other_prefix && order.is_ne())
    }

    /// Whether it is `other` with one added.
    pub(crate) fn is_next_after(self, other: Self) -> bool {
        match (self.counter, other.counter) {
            (Some((prefix, number)), Some((before, last))) => {
                prefix == before && last.checked_add(1) == Some(number)
            }
            _ => false,
        }
    }

    /// Whether it is the zero that clients write for "from the beginning".
    pub(crate) fn is_zero(self) -> bool {
        self.key == Key::of("0")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_are_compared_and_nothing_else() {
        for (one, other, order) in [
            ("9", "10", Some(Ordering::Less)),
            ("0001a-95", "0001a-94", Some(Ordering::Greater)),
            ("abc", "abc", Some(Ordering::Equal)),
            ("abc", "abd", None),
            ("0001a-94", "0001b-95", None),
            ("010", "10", None),
            ("a1", "1", None),
            ("99999999999999999999", "1", None),
            ("", "1", None),
            ("é-1", "é-2", Some(Ordering::Less)),
            ("a7f3e9", "a7f3e2", None),
        ] {
            assert_eq!(Watermark::read(one).mark.order(Watermark::read(other).mark), order, "{one} {other}");
        }
    }

    #[test]
    fn one_more_is_seen() {
        let next = |one, other| Watermark::read(one).mark.is_next_after(Watermark::read(other).mark);
        assert!(next("11", "10") && next("0001a-95", "0001a-94"));
        assert!(!next("10", "10") && !next("12", "10") && !next("b11", "a10") && !next("x", "y"));
        assert!(!next("18446744073709551616", "18446744073709551615"));
    }
}
