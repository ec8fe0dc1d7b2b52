//! What every format's reader does, and what is known of a recording as a whole.

use std::fmt;

use crate::capture::Recorded;
use crate::unread::Piece;
use crate::{Assume, Limits, ReadError};

/// Hands out the exchanges of one recording, entry by entry.
pub(crate) trait Reader: fmt::Debug + Send {
    /// The next exchange, its `source` without the capture's name and the index.
    fn next(&mut self, assume: Assume, limits: &Limits) -> Option<Result<Recorded, ReadError>>;

    /// The same, where the bytes of an entry can be told before it is read: those.
    fn cut(&mut self, assume: Assume, limits: &Limits) -> Option<Result<Piece, ReadError>> {
        let read = self.next(assume, limits)?;
        Some(read.map(|recorded| Piece::Read(Box::new(recorded))))
    }

    /// What is known of the whole, if that is assumed of credentials.
    fn health(&self, _: Assume) -> Health {
        Health::default()
    }

    /// Whether entries can be read after one that cannot: where none depends on those before.
    fn goes_on(&self) -> bool {
        false
    }

    /// Whether `assume` is already heeded in what [`next`](Self::next) gives.
    fn settles_credentials(&self) -> bool {
        false
    }
}

/// What is known of a recording as a whole: who made it, and what it cannot show.
///
/// ```
/// use directline_capture::{Limits, open_bytes};
///
/// let har = br#"{"log": {"creator": {"name": "Firefox"}, "entries": []}}"#.to_vec();
/// let health = open_bytes("a.har", har, &Limits::default())?.health();
/// assert_eq!(health.producer.as_deref(), Some("Firefox"));
/// # Ok::<(), directline_capture::ReadError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// The program that made it, if the recording says so or betrays it.
    pub producer: Option<String>,
    /// What a recording of this kind cannot show, and why: fragments for people, such as "Authorization: a sanitized
    /// export leaves it out".
    pub unseen: Vec<&'static str>,
    /// Whether it states what should happen (a contract, a stub, a saved example) instead of what did.
    pub is_expectation: bool,
}
