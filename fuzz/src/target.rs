//! The list of targets.

use directline_capture::Format;

use crate::{json, masking, multipart, objects, reading, redacting, urls, whole, written};

/// One fuzz target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The reader of one format, whatever the bytes look like.
    Read(Format),
    /// The reader of JSON.
    Json,
    /// Bodies of uploads, `Content-Type` and `Content-Disposition`.
    Multipart,
    /// URLs of a message.
    Url,
    /// Each kind of object by itself, and so the dates and texts in it.
    Object,
    /// Masks of secrets in texts.
    Mask,
    /// Copies of recordings without credentials.
    Redact,
    /// What is written as NDJSON and read again.
    Written,
    /// The whole way: bytes, format, exchanges, judgements, the text that is shown.
    Whole,
}

impl Target {
    /// Those that are no reader of a recording.
    const OTHERS: [Self; 8] = [
        Self::Json,
        Self::Multipart,
        Self::Url,
        Self::Object,
        Self::Mask,
        Self::Redact,
        Self::Written,
        Self::Whole,
    ];

    /// Every target.
    pub fn all() -> impl Iterator<Item = Self> {
        Format::ALL.into_iter().map(Self::Read).chain(Self::OTHERS)
    }

    /// The name of its binary: `read-` and the format, or the word.
    pub fn name(self) -> String {
        match self {
            Self::Read(format) => format!("read-{format}"),
            other => format!("{other:?}").to_ascii_lowercase(),
        }
    }

    /// The target of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|target| target.name() == name)
    }

    /// Gives it these bytes; panics where a promise is broken.
    pub fn run(self, bytes: &[u8]) {
        match self {
            Self::Read(format) => reading::check(format, bytes),
            Self::Json => json::check(bytes),
            Self::Multipart => multipart::check(bytes),
            Self::Url => urls::check(bytes),
            Self::Object => objects::check(bytes),
            Self::Mask => masking::check(bytes),
            Self::Redact => redacting::check(bytes),
            Self::Written => written::check(bytes),
            Self::Whole => whole::check(bytes),
        }
    }
}
