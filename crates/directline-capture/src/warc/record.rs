//! The records of an archive, one after the other.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;

use directline_exchange::{Reason, Segment};

use super::fields::Fields;
use super::gzip::begins_warc;
use crate::http::{Held, Kept};
use crate::places::PlaceFile;
use crate::source::io_error;
use crate::{Limits, Mark, ReadError};

/// How many bytes the fields of a record may have.
const MOST_HEAD: usize = 64 * 1024;

/// Whose message a record holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Request,
    Response,
}

/// A record with a message.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) kind: Kind,
    pub(super) id: String,
    /// The records that it was made together with.
    pub(super) concurrent: Vec<String>,
    pub(super) uri: String,
    pub(super) date: String,
    pub(super) held: Held,
}

/// Hands out the records that hold messages of HTTP.
pub(super) struct Records {
    name: Arc<str>,
    stream: BufReader<Box<dyn Read + Send>>,
    mark: Mark,
    /// The program that wrote the archive, if a record says so.
    pub(super) producer: Option<String>,
}

impl fmt::Debug for Records {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Records").field("mark", &self.mark).finish_non_exhaustive()
    }
}

impl Records {
    pub(super) fn new(name: String, stream: BufReader<Box<dyn Read + Send>>) -> Self {
        Self { name: name.into(), stream, mark: Mark::START, producer: None }
    }

    /// The next record that holds a message; none at the end. After an error there is none to be had.
    pub(super) fn next(&mut self, limits: &Limits) -> Result<Option<Record>, ReadError> {
        while let Some(begin) = self.version()? {
            let fields = self.fields(begin)?;
            let length = self.length(&fields, begin)?;
            match fields.kind() {
                Some(kind) => return self.record(kind, &fields, length, limits).map(Some),
                None => self.other(&fields, length)?,
            }
        }
        Ok(None)
    }

    /// Passes the line that begins a record, and tells where that stands; none at the end.
    fn version(&mut self) -> Result<Option<Mark>, ReadError> {
        loop {
            let begin = self.mark;
            let line = self.line(MOST_HEAD)?;
            if line.is_empty() {
                return Ok(None);
            }
            if line.trim_ascii().is_empty() {
                continue;
            }
            let is_begun = begins_warc(&line) || b"WARC/".starts_with(&line);
            if is_begun && !line.ends_with(b"\n") {
                return Err(self.cut());
            }
            if !is_begun {
                return Err(self.malformed(begin, "expected a record (WARC/1.0)"));
            }
            return Ok(Some(begin));
        }
    }

    /// How many bytes the block of a record has.
    fn length(&self, fields: &Fields, begin: Mark) -> Result<u64, ReadError> {
        let written = fields.get("content-length").unwrap_or_default();
        let digits = Some(written).filter(|written| written.bytes().all(|byte| byte.is_ascii_digit()));
        let length = digits.and_then(|digits| digits.parse().ok());
        length.ok_or_else(|| self.malformed(begin, "a record without a Content-Length"))
    }

    /// Reads the block of a record with a message.
    fn record(
        &mut self,
        kind: Kind,
        fields: &Fields,
        length: u64,
        limits: &Limits,
    ) -> Result<Record, ReadError> {
        let most = length.min(limits.max_entry_bytes as u64);
        let (base, bytes) = (self.mark, self.block(most)?);
        self.skip(length.saturating_sub(most))?;
        let kept = if most < length {
            Kept::Beginning(Reason::LimitReached)
        } else if fields.get("warc-truncated").is_some() || fields.get("warc-segment-number").is_some() {
            Kept::Beginning(Reason::BodyTruncated)
        } else {
            Kept::Whole
        };
        let bytes = Arc::new(bytes);
        let outer = PlaceFile::new(Arc::clone(&self.name), base, Arc::clone(&bytes));
        let piece = Segment { datum: 0, file: base.offset };
        let place = PlaceFile::taken_out(&outer, Arc::clone(&bytes), base.offset, vec![piece], false);
        let all = |name| fields.all(name).map(str::to_owned).collect();
        Ok(Record {
            kind,
            id: fields.get("warc-record-id").unwrap_or_default().to_owned(),
            concurrent: all("warc-concurrent-to"),
            uri: fields.uri().to_owned(),
            date: fields.get("warc-date").unwrap_or_default().to_owned(),
            held: Held { bytes, place, kept },
        })
    }

    /// The fields up to the empty line behind them.
    fn fields(&mut self, begin: Mark) -> Result<Fields, ReadError> {
        let mut fields = Fields::default();
        let mut left = MOST_HEAD;
        loop {
            let line = self.line(left)?;
            if !line.ends_with(b"\n") {
                let full = line.len() >= left;
                return Err(if full {
                    self.malformed(begin, "the fields of a record are too long")
                } else {
                    self.cut()
                });
            }
            left = left.saturating_sub(line.len());
            let text = String::from_utf8_lossy(&line);
            if text.trim().is_empty() {
                return Ok(fields);
            }
            if !fields.add(&text) {
                return Err(self.malformed(begin, "a line of a record is no field"));
            }
        }
    }

    /// A line with its end, of `most` bytes at most; nothing at the end of the file.
    fn line(&mut self, most: usize) -> Result<Vec<u8>, ReadError> {
        let mut line = Vec::new();
        let read = (&mut self.stream).take(most as u64).read_until(b'\n', &mut line);
        self.mark.advance(&line);
        read.map_err(|error| self.error(error))?;
        Ok(line)
    }

    /// The next `length` bytes.
    fn block(&mut self, length: u64) -> Result<Vec<u8>, ReadError> {
        let mut bytes = Vec::new();
        let read = (&mut self.stream).take(length).read_to_end(&mut bytes);
        self.mark.advance(&bytes);
        read.map_err(|error| self.error(error))?;
        if (bytes.len() as u64) < length { Err(self.cut()) } else { Ok(bytes) }
    }

    /// Passes over a record without a message.
    fn other(&mut self, fields: &Fields, length: u64) -> Result<(), ReadError> {
        let says_who = fields.get("warc-type").is_some_and(|kind| kind.eq_ignore_ascii_case("warcinfo"));
        if !says_who || length > MOST_HEAD as u64 {
            return self.skip(length);
        }
        let block = self.block(length)?;
        let text = String::from_utf8_lossy(&block);
        let mut named = text.lines().filter_map(|line| line.split_once(':'));
        let software = named.find(|(name, _)| name.eq_ignore_ascii_case("software"));
        self.producer = software.map(|(_, value)| value.trim().to_owned()).or_else(|| self.producer.take());
        Ok(())
    }

    fn skip(&mut self, mut length: u64) -> Result<(), ReadError> {
        const CHUNK: u64 = 64 * 1024;
        while length > 0 {
            let part = length.min(CHUNK);
            self.block(part)?;
            length = length.saturating_sub(part);
        }
        Ok(())
    }

    fn cut(&self) -> ReadError {
        ReadError::Truncated { at: self.mark.in_file(&self.name), what: "inside of a record".into() }
    }

    fn malformed(&self, at: Mark, what: &str) -> ReadError {
        ReadError::Malformed { at: at.in_file(&self.name), what: what.into() }
    }

    /// Compressed archives end too early, are damaged, or are bombs.
    fn error(&self, error: io::Error) -> ReadError {
        let at = self.mark.in_file(&self.name);
        match error.kind() {
            io::ErrorKind::UnexpectedEof => {
                ReadError::Truncated { at, what: "inside of the compression".into() }
            }
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
                ReadError::Malformed { at, what: "the compression is damaged".into() }
            }
            io::ErrorKind::FileTooLarge => {
                ReadError::Malformed { at, what: "the compressed bytes expand to suspiciously many".into() }
            }
            _ => io_error(&self.name, error),
        }
    }
}
