//! What is said of a recording that cannot be read.

use std::fs;
use std::io::{Error, ErrorKind};
use std::path::Path;

use directline_capture::{Limits, ReadError};

use crate::near;
use crate::redaction;
use crate::shown;

/// How many errors of one recording are shown; further ones are counted.
pub(super) const MOST_ERRORS: u64 = 10;

/// How many names of a folder are compared with one that is not there.
const MOST_FILES: usize = 1000;

/// What a file holds that is no recording.
pub(super) const OBJECT: &str = "the object";

/// What is read once, as the reader calls it.
const STREAM: &str = "the stream";

/// What to do where something expands to too many bytes.
const RATIO: &str = "check where the file comes from, or raise the limit with --max-ratio";

/// What is read.
const FORMATS: &str = "give a HAR, HTTP messages, NDJSON, a cassette or a proxy's log; directline verify --help names all formats";

/// What is wrong with which file and where, and what to do; ready for a terminal. `judged` says whether an
/// exchange of the recording was read before.
pub(super) fn describe(error: &ReadError, judged: bool) -> (String, String) {
    if let Some(near) = meant(error) {
        let what = format!("{}: there is no such file", shown::file(error.file()));
        return (what, format!("did you mean {near}?"));
    }
    let (what, help) = match error {
        ReadError::Io { source, .. } if source.kind() == ErrorKind::IsADirectory => {
            ("it is a folder".into(), "name the files in it")
        }
        ReadError::Io { source, .. } if source.kind() == ErrorKind::FileTooLarge => {
            (format!("cannot be read: {source}"), RATIO)
        }
        ReadError::Io { source, .. } => (format!("cannot be read: {source}"), advice(source)),
        ReadError::Empty { .. } => {
            ("the recording is empty".into(), "record again, and stop the recorder before copying the file")
        }
        ReadError::NotARecording { what, .. } => (format!("not a recording: {what}"), FORMATS),
        ReadError::Truncated { what, .. } => {
            (format!("the recording ends too early: {what}"), "record or copy it again")
        }
        ReadError::Malformed { what, .. } if is_too_deep(what) => {
            (what.clone(), "--max-depth raises the limit, up to 1000")
        }
        ReadError::Malformed { what, .. } if is_too_much(what) => (what.clone(), RATIO),
        ReadError::Malformed { what, .. } => (what.clone(), "correct this place or record again"),
        ReadError::UnsupportedFormat { what, advice, .. } => (format!("{what} is not read"), *advice),
        ReadError::TooLarge { what: OBJECT, limit, .. } => {
            (format!("{OBJECT} has more than {limit} bytes"), "--max-body raises the limit")
        }
        ReadError::TooLarge { what: STREAM, limit, .. } => (
            format!("{STREAM} has more than {limit} bytes"),
            "give a file, or raise the limit with --max-stdin",
        ),
        ReadError::TooLarge { what, limit, .. } if is_final(error) => {
            (format!("{what} has more than {limit} bytes"), "split the recording: no more is read at once")
        }
        ReadError::TooLarge { what, limit, .. } => (
            format!("{what} has more than {limit} bytes"),
            "split the recording, or raise the limit with --max-entry",
        ),
        ReadError::NothingToRead { .. } => ("the folder holds no recording".into(), FORMATS),
        other => (other.to_string(), "directline verify --help lists what can be read"),
    };
    let place = error.position().filter(|_| !is_object(error));
    let place = place.map(|at| format!(", at byte {} (line {})", at.offset, at.line));
    let what = format!("{}: {}{}", shown::file(error.file()), shown::plain(&what), place.unwrap_or_default());
    let before = matches!(error, ReadError::Truncated { .. } | ReadError::Malformed { .. }) && judged;
    let before = if before { "what could be read was judged; " } else { "" };
    (what, format!("{before}{}", shown::plain(help)))
}

/// What to do where reading failed: the path is at fault only where the system says so.
fn advice(source: &Error) -> &'static str {
    match source.kind() {
        ErrorKind::OutOfMemory => {
            "there is too little memory to hold it: give a HAR or NDJSON as a file, which is read entry by entry, or \
             split the recording"
        }
        ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof
            if source.raw_os_error().is_none() =>
        {
            "the file is damaged; record or copy it again"
        }
        _ => "check the path and its permissions",
    }
}

/// Files of nearly the name of one that is not there; ready for a terminal.
fn meant(error: &ReadError) -> Option<String> {
    let ReadError::Io { file, source } = error else { return None };
    if source.kind() != ErrorKind::NotFound {
        return None;
    }
    let path = Path::new(file);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?.take(MOST_FILES).flatten();
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    let near = near::nearest(path.file_name()?.to_str()?, names.iter().map(String::as_str));
    let near: Vec<String> = near
        .into_iter()
        .map(|name| folder.map_or(name.into(), |folder| folder.join(name)))
        .map(|path| shown::file(&path.to_string_lossy()))
        .collect();
    let near: Vec<&str> = near.iter().map(String::as_str).collect();
    (!near.is_empty()).then(|| near::either(&near))
}

/// Whether JSON or YAML is nested too deep, in the words of their readers.
fn is_too_deep(what: &str) -> bool {
    what.contains("inside each other")
}

/// Whether something expands to too many bytes.
fn is_too_much(what: &str) -> bool {
    what.contains("expand")
}

/// Whether something is so large that no value of `--max-entry` helps.
fn is_final(error: &ReadError) -> bool {
    let is_kept = |what: &str, limit| what == redaction::KEPT_WHOLE && limit >= Limits::MOST_JSON_BYTES;
    error.is_beyond_any_limit()
        || matches!(error, ReadError::TooLarge { what, limit, .. } if is_kept(what, *limit))
}

/// Whether it is an object that is too large, as a whole.
fn is_object(error: &ReadError) -> bool {
    matches!(error, ReadError::TooLarge { what: OBJECT, .. })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_is_about_the_cause() {
        for (source, expected) in [
            (Error::from(ErrorKind::OutOfMemory), "too little memory"),
            (Error::new(ErrorKind::InvalidInput, "corrupt deflate stream"), "the file is damaged"),
            (Error::from(ErrorKind::UnexpectedEof), "the file is damaged"),
            (Error::from(ErrorKind::PermissionDenied), "check the path"),
            // EINVAL of the system, as some devices answer.
            (Error::from_raw_os_error(22), "check the path"),
        ] {
            let said = format!("{source}");
            let (what, help) = describe(&ReadError::Io { file: "a".into(), source }, false);
            assert!(what.contains("cannot be read") && help.contains(expected), "{said}: {what} {help}");
        }
    }
}
