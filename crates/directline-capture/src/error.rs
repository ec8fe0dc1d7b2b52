//! Why a recording, or the rest of one, cannot be read.

use std::io;

use crate::{Limits, Position};

/// Why a recording, or the rest of one, cannot be read: what is wrong, where, and what to do next.
///
/// Only reading fails; what is recorded may be as wrong as it likes.
///
/// ```
/// use directline_capture::{Limits, ReadError, open_bytes};
///
/// let error = open_bytes("notes.txt", b"Remember the milk".to_vec(), &Limits::default()).unwrap_err();
/// assert!(matches!(error, ReadError::NotARecording { .. }));
/// assert_eq!(error.file(), "notes.txt");
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The operating system refused.
    #[error("{file}: cannot be read: {source}; {}", advice(.source))]
    Io {
        /// The file or folder as reports show it.
        file: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// There is no byte in it, or nothing but white space.
    #[error("{file}: the recording is empty; record again, and stop the recorder before copying the file")]
    Empty {
        /// The file as reports show it.
        file: String,
    },
    /// The content is no recording of a known kind.
    #[error(
        "{file}: not a recording: {what}; give a HAR, HTTP messages, NDJSON, a cassette or a proxy's log"
    )]
    NotARecording {
        /// The file as reports show it.
        file: String,
        /// What it is instead.
        what: String,
    },
    /// The recording ends too early.
    #[error(
        "{at}: the recording ends too early: {what}; what stands before was read, record or copy it again"
    )]
    Truncated {
        /// Where it ends.
        at: Position,
        /// Inside of what it ends.
        what: String,
    },
    /// The recording breaks the rules of its format.
    #[error("{at}: {what}; what stands before was read, correct this place or record again")]
    Malformed {
        /// Where.
        at: Position,
        /// What is wrong.
        what: String,
    },
    /// A known format that is not read.
    #[error("{file}: {what} is not read; {advice}")]
    UnsupportedFormat {
        /// The file as reports show it.
        file: String,
        /// The format.
        what: &'static str,
        /// How to get something that is read.
        advice: &'static str,
    },
    /// Something exceeds a limit.
    #[error("{at}: {what} has more than {limit} bytes; {}", if is_final(what, *limit) {
        "no more is read at once, split the recording"
    } else {
        "split the recording, or raise the limit"
    })]
    TooLarge {
        /// Where it begins.
        at: Position,
        /// What is too large.
        what: &'static str,
        /// The limit, in bytes.
        limit: usize,
    },
    /// A folder without any recording.
    #[error(
        "{path}: the folder holds no recording; give a HAR, HTTP messages, NDJSON, a cassette or a proxy's log"
    )]
    NothingToRead {
        /// The folder as reports show it.
        path: String,
    },
}

/// What to do where reading failed.
fn advice(source: &io::Error) -> &'static str {
    match source.kind() {
        io::ErrorKind::OutOfMemory => "split the recording, or give a HAR or NDJSON as a file",
        _ => "check the path and its permissions",
    }
}

/// An entry of a HAR, as errors call it.
pub(crate) const ENTRY: &str = "an entry";
/// A line of NDJSON.
pub(crate) const LINE: &str = "a line";
/// A file that is JSON as a whole.
pub(crate) const JSON_FILE: &str = "the JSON file";

/// Whether a greater limit would change nothing.
fn is_final(what: &str, limit: usize) -> bool {
    [ENTRY, LINE, JSON_FILE].contains(&what) && limit >= Limits::MOST_JSON_BYTES
}

impl ReadError {
    /// Whether something is too large for any limit, so that it does not help to raise it.
    ///
    /// ```
    /// use directline_capture::{Limits, open_bytes};
    ///
    /// let limits = Limits { max_entry_bytes: 4, ..Default::default() };
    /// let error = open_bytes("t", b"GET / HTTP/1.1\r\n\r\n".to_vec(), &limits).unwrap_err();
    /// assert!(!error.is_beyond_any_limit());
    /// ```
    pub fn is_beyond_any_limit(&self) -> bool {
        matches!(self, Self::TooLarge { what, limit, .. } if is_final(what, *limit))
    }

    /// The file or folder as reports show it.
    pub fn file(&self) -> &str {
        match self {
            Self::Io { file, .. }
            | Self::Empty { file }
            | Self::NotARecording { file, .. }
            | Self::UnsupportedFormat { file, .. } => file,
            Self::Truncated { at, .. } | Self::Malformed { at, .. } | Self::TooLarge { at, .. } => &at.file,
            Self::NothingToRead { path } => path,
        }
    }

    /// The place in the file, if the error has one.
    pub fn position(&self) -> Option<&Position> {
        match self {
            Self::Truncated { at, .. } | Self::Malformed { at, .. } | Self::TooLarge { at, .. } => Some(at),
            _ => None,
        }
    }
}
