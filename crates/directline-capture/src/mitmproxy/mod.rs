//! Flow files of mitmproxy: one dictionary per flow, each with its length before it.
//!
//! The file is read flow by flow. Flows that are not HTTP (TCP, UDP, DNS, and WebSocket flows of old versions) are passed over;
//! the request that opened a WebSocket is an exchange as any other.

mod flow;
mod tnetstring;

use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;

use directline_exchange::Origin;

use crate::capture::Recorded;
use crate::har::Fault;
use crate::places::PlaceFile;
use crate::reader::{Health, Reader};
use crate::source::{Source, io_error};
use crate::{Assume, Limits, Mark, Places, ReadError};
use flow::Flow;
use tnetstring::Node;

pub(crate) use tnetstring::begins_dictionary as starts_flow;

/// The most bytes of a length with its colon.
const LONGEST_LENGTH: usize = 13;

/// Reads the flows of one file.
pub(crate) struct FlowReader {
    input: BufReader<Box<dyn Read + Send>>,
    name: Arc<str>,
    /// The place of the next flow.
    mark: Mark,
    ended: bool,
}

/// What stands next in a file.
enum Frame {
    /// A flow, with its length and type.
    Whole(Vec<u8>),
    /// A flow of more bytes than are read; it is passed.
    TooLong,
    End,
}

impl fmt::Debug for FlowReader {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("FlowReader").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Reader for FlowReader {
    fn next(&mut self, _: Assume, limits: &Limits) -> Option<Result<Recorded, ReadError>> {
        while !self.ended {
            let mark = self.mark;
            match self.frame(limits.max_entry_bytes) {
                Ok(Frame::Whole(bytes)) => {
                    if let Some(outcome) = self.flow(bytes, mark, limits).transpose() {
                        return Some(outcome);
                    }
                }
                Ok(Frame::TooLong) => {
                    let (at, limit) = (mark.in_file(&self.name), limits.max_entry_bytes);
                    return Some(Err(ReadError::TooLarge { at, what: "a flow", limit }));
                }
                Ok(Frame::End) => self.ended = true,
                Err(error) => {
                    self.ended = true;
                    return Some(Err(error));
                }
            }
        }
        None
    }

    fn health(&self, _: Assume) -> Health {
        Health { producer: Some("mitmproxy".into()), ..Health::default() }
    }

    // Where a flow ends is known without reading it.
    fn goes_on(&self) -> bool {
        !self.ended
    }
}

impl FlowReader {
    pub(crate) fn new(name: &Arc<str>, source: &Source) -> Result<Self, ReadError> {
        let reader = source.open().map_err(|error| io_error(name, error))?;
        Ok(Self { input: BufReader::new(reader), name: Arc::clone(name), mark: Mark::START, ended: false })
    }

    /// The bytes of the next flow.
    fn frame(&mut self, most: usize) -> Result<Frame, ReadError> {
        let mut bytes = Vec::new();
        self.take(LONGEST_LENGTH, &mut bytes, |byte| byte == b':')?;
        if bytes.trim_ascii().is_empty() && bytes.len() < LONGEST_LENGTH {
            return Ok(Frame::End);
        }
        let Some((size, start)) = tnetstring::length(&bytes, 0) else {
            let cut = bytes.len() < LONGEST_LENGTH && bytes.iter().all(u8::is_ascii_digit);
            return Err(if cut {
                self.truncated(&bytes)
            } else {
                self.malformed("expected the length of a flow")
            });
        };
        let size = size.saturating_add(1);
        if start.saturating_add(size) > most {
            return self.pass(&bytes, size);
        }
        self.take(size, &mut bytes, |_| false)?;
        if bytes.len() < start.saturating_add(size) {
            return Err(self.truncated(&bytes));
        }
        self.mark.advance(&bytes);
        Ok(Frame::Whole(bytes))
    }

    /// Takes up to `count` bytes, or fewer where one is the last or the file ends.
    fn take(&mut self, count: usize, into: &mut Vec<u8>, last: fn(u8) -> bool) -> Result<(), ReadError> {
        let mut left = count;
        while left > 0 {
            let chunk = match self.input.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                outcome => outcome.map_err(|error| io_error(&self.name, error))?,
            };
            let chunk = chunk.get(..left).unwrap_or(chunk);
            let end = chunk.iter().position(|&byte| last(byte)).map(|at| at.saturating_add(1));
            let taken = end.unwrap_or(chunk.len());
            if taken == 0 {
                break;
            }
            into.extend_from_slice(chunk.get(..taken).unwrap_or_default());
            self.input.consume(taken);
            left = if end.is_some() { 0 } else { left.saturating_sub(taken) };
        }
        Ok(())
    }

    /// Passes over a flow that is too long.
    fn pass(&mut self, head: &[u8], size: usize) -> Result<Frame, ReadError> {
        self.mark.advance(head);
        let mut left = size;
        let mut chunk = Vec::new();
        while left > 0 {
            chunk.clear();
            self.take(left.min(64 * 1024), &mut chunk, |_| false)?;
            if chunk.is_empty() {
                return Err(self.truncated(&[]));
            }
            self.mark.advance(&chunk);
            left = left.saturating_sub(chunk.len());
        }
        Ok(Frame::TooLong)
    }

    fn flow(&mut self, bytes: Vec<u8>, mark: Mark, limits: &Limits) -> Result<Option<Recorded>, ReadError> {
        let bytes = Arc::new(bytes);
        let file = PlaceFile::new(Arc::clone(&self.name), mark, Arc::clone(&bytes));
        let outcome =
            Node::read(&bytes, 0, bytes.len()).and_then(|(root, _)| flow::read(root, mark.offset, limits));
        match outcome {
            Ok(Flow::Exchange(exchange)) => {
                let places = Places::new(exchange.source.origin.clone(), vec![file]);
                Ok(Some(Recorded { exchange: *exchange, places }))
            }
            Ok(Flow::NotHttp) => Ok(None),
            Ok(Flow::TooOld) => {
                self.ended = true;
                Err(ReadError::UnsupportedFormat {
                    file: self.name.to_string(),
                    what: "a flow file of mitmproxy before version 7",
                    advice: "open it in a newer mitmproxy and save it again, or export it: mitmdump -nr FILE --set \
                             hardump=OUT.har",
                })
            }
            Err(Fault { at, what }) => {
                let start = mark.offset.saturating_add(at as u64);
                Err(ReadError::Malformed { at: file.locate(&Origin::verbatim(0, start), 0), what })
            }
        }
    }

    fn truncated(&mut self, rest: &[u8]) -> ReadError {
        self.mark.advance(rest);
        ReadError::Truncated { at: self.mark.in_file(&self.name), what: "inside a flow".into() }
    }

    fn malformed(&self, what: &str) -> ReadError {
        ReadError::Malformed { at: self.mark.in_file(&self.name), what: what.into() }
    }
}
