//! Cuts a file into lines, within bounds.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;

use crate::detect::BOM;
use crate::error::LINE;
use crate::scratch::Scratch;
use crate::source::read_error;
use crate::unread::Cut;
use crate::{Limits, Mark, ReadError};

/// Size of the read buffer.
const BUFFER: usize = 64 * 1024;

/// The lines of a file.
pub(crate) struct Lines {
    reader: BufReader<Box<dyn Read + Send>>,
    scratch: Scratch,
    name: Arc<str>,
    /// The place of the next line.
    mark: Mark,
    ended: bool,
}

impl fmt::Debug for Lines {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Lines").field("name", &self.name).field("mark", &self.mark).finish_non_exhaustive()
    }
}

/// A line of a file.
enum Line {
    /// Its bytes without the end, and whether it has one.
    Whole(Vec<u8>, bool),
    TooLong,
    End,
}

impl Lines {
    pub(crate) fn new(name: &Arc<str>, reader: Box<dyn Read + Send>) -> Self {
        let reader = BufReader::with_capacity(BUFFER, reader);
        let scratch = Scratch::default();
        Self { reader, scratch, name: Arc::clone(name), mark: Mark::START, ended: false }
    }

    /// The next line that is not blank. After an error the lines after it are still there.
    pub(crate) fn next(&mut self, limits: &Limits) -> Option<Result<Cut, ReadError>> {
        while !self.ended {
            let mut mark = self.mark;
            match self.line(limits.json_bytes()) {
                Ok(Line::Whole(mut bytes, is_whole)) => {
                    if mark.offset == 0 && bytes.starts_with(BOM) {
                        bytes.drain(..BOM.len());
                        mark.advance(BOM);
                    }
                    if !bytes.trim_ascii().is_empty() {
                        return Some(Ok(Cut { bytes, mark, is_whole }));
                    }
                }
                Ok(Line::TooLong) => {
                    let (at, limit) = (mark.in_file(&self.name), limits.json_bytes());
                    return Some(Err(ReadError::TooLarge { at, what: LINE, limit }));
                }
                Ok(Line::End) => self.ended = true,
                Err(error) => {
                    self.ended = true;
                    return Some(Err(read_error(&self.name, self.mark, error)));
                }
            }
        }
        None
    }

    fn line(&mut self, most: usize) -> io::Result<Line> {
        let mut line = self.scratch.lend();
        let (mut seen, mut closed, mut fits) = (false, false, true);
        while !closed {
            let chunk = match self.reader.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if chunk.is_empty() {
                break;
            }
            seen = true;
            let feed = memchr::memchr(b'\n', chunk);
            closed = feed.is_some();
            let taken = feed.map_or(chunk.len(), |feed| feed.saturating_add(1));
            let part = chunk.get(..taken).unwrap_or_default();
            if closed {
                self.mark.advance_line(part.len());
            } else {
                self.mark.advance(part);
            }
            fits = fits && line.len().saturating_add(feed.unwrap_or(taken)) <= most;
            if fits {
                line.extend_from_slice(part);
            } else {
                line = Vec::new();
            }
            self.reader.consume(taken);
        }
        if !fits {
            return Ok(Line::TooLong);
        }
        if closed {
            line.pop();
        }
        Ok(if seen { Line::Whole(self.scratch.settle(line), closed) } else { Line::End })
    }
}
