//! What is said of a recording that cannot be read.

use directline_capture::ReadError;

use crate::shown;

/// What is wrong with which file and where, and what to do; ready for a terminal.
pub(super) fn describe(error: &ReadError) -> (String, String) {
    let (what, help) = match error {
        ReadError::Io { source, .. } => {
            (format!("cannot be read: {source}"), "check the path and its permissions")
        }
        ReadError::Empty { .. } => {
            ("the recording is empty".into(), "record again, and stop the recorder before copying the file")
        }
        ReadError::NotARecording { what, .. } => {
            (format!("not a recording: {what}"), "give a HAR, raw HTTP messages or NDJSON")
        }
        ReadError::Truncated { what, .. } => (
            format!("the recording ends too early: {what}"),
            "what stands before was read; record or copy it again",
        ),
        ReadError::Malformed { what, .. } => {
            (what.clone(), "what stands before was read; correct this place or record again")
        }
        ReadError::UnsupportedFormat { what, advice, .. } => (format!("{what} is not read"), *advice),
        ReadError::TooLarge { what, limit, .. } => {
            (format!("{what} has more than {limit} bytes"), "split the recording")
        }
        ReadError::NothingToRead { .. } => {
            ("the folder holds no recording".into(), "give a HAR, raw HTTP messages or NDJSON")
        }
        other => (other.to_string(), "record again"),
    };
    let place = error.position().map(|at| format!(", at byte {} (line {})", at.offset, at.line));
    let what = format!("{}: {}{}", shown::file(error.file()), shown::plain(&what), place.unwrap_or_default());
    (what, shown::plain(help))
}
