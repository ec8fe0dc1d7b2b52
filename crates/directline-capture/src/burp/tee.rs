//! The stream behind the splitter.

use std::io::{self, BufRead, Read};

use crate::source::io_error;
use crate::xml::masked;
use crate::{Mark, Position, ReadError};

/// Gives the parser the bytes of a stream, those beyond ASCII masked, and keeps them as they are.
pub(super) struct Tee {
    stream: Box<dyn Read + Send>,
    raw: Vec<u8>,
    masked: Vec<u8>,
    /// How many bytes of `raw` were consumed.
    at: usize,
    /// What was consumed since the last [`take`](Self::take), and where that began.
    kept: Vec<u8>,
    pub(super) mark: Mark,
    /// The most bytes that may be kept.
    pub(super) limit: usize,
    is_over: bool,
    is_at_end: bool,
}

impl Tee {
    pub(super) fn new(stream: Box<dyn Read + Send>) -> Self {
        Self {
            stream,
            raw: Vec::new(),
            masked: Vec::new(),
            at: 0,
            kept: Vec::new(),
            mark: Mark::START,
            limit: usize::MAX,
            is_over: false,
            is_at_end: false,
        }
    }

    /// What was consumed since the last time, and where it begins.
    pub(super) fn take(&mut self) -> (Mark, Vec<u8>) {
        let begin = self.mark;
        self.mark.advance(&self.kept);
        (begin, std::mem::take(&mut self.kept))
    }

    /// The end of what was consumed.
    pub(super) fn end(&self, name: &str) -> Position {
        let mut end = self.mark;
        end.advance(&self.kept);
        end.in_file(name)
    }

    pub(super) fn error(&self, name: &str, error: quick_xml::Error) -> ReadError {
        if self.is_over {
            let (what, limit) = ("an item", self.limit);
            return ReadError::TooLarge { at: self.mark.in_file(name), what, limit };
        }
        match error {
            quick_xml::Error::Io(error) => io_error(name, io::Error::from(error.kind())),
            _ if self.is_at_end => {
                ReadError::Truncated { at: self.end(name), what: "inside of an element".into() }
            }
            _ => ReadError::Malformed { at: self.end(name), what: "this is no well-formed XML".into() },
        }
    }
}

impl Read for Tee {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(into)?;
        self.consume(length);
        Ok(length)
    }
}

impl BufRead for Tee {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        const CHUNK: u64 = 64 * 1024;
        if self.kept.len() > self.limit {
            self.is_over = true;
            return Err(io::Error::from(io::ErrorKind::OutOfMemory));
        }
        if self.at >= self.raw.len() {
            self.raw.clear();
            self.at = 0;
            (&mut self.stream).take(CHUNK).read_to_end(&mut self.raw)?;
            self.is_at_end = self.raw.is_empty();
            self.masked = masked(&self.raw);
        }
        Ok(self.masked.get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, length: usize) {
        let end = self.at.saturating_add(length).min(self.raw.len());
        self.kept.extend_from_slice(self.raw.get(self.at..end).unwrap_or_default());
        self.at = end;
    }
}
