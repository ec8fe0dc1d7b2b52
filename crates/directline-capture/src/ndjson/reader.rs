//! Reads line by line, within bounds; a bad line costs nothing but itself.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;

use directline_exchange::{Exchange, Origin};
use directline_json::{Arena, Defect, Document, Value};

use super::record;
use crate::attachments::Attachments;
use crate::base::Base;
use crate::capture::Recorded;
use crate::detect::BOM;
use crate::har::{self, Fault, Surroundings, Survey};
use crate::places::PlaceFile;
use crate::reader::Reader;
use crate::source::{Source, io_error};
use crate::{Assume, Limits, Mark, Places, ReadError};

/// The type of the lines of a trace that hold an entry of a HAR.
const SNAPSHOT: &str = "resource-snapshot";

/// Size of the read buffer.
const BUFFER: usize = 64 * 1024;

/// Reads the exchanges of one file.
pub(crate) struct NdjsonReader {
    lines: BufReader<Box<dyn Read + Send>>,
    name: Arc<str>,
    /// The place of the next line.
    mark: Mark,
    attachments: Attachments,
    survey: Survey,
    /// The memory in which lines are read.
    arena: Arena,
    /// The lines are those of a trace of Playwright.
    is_trace: bool,
    ended: bool,
}

impl fmt::Debug for NdjsonReader {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("NdjsonReader")
            .field("name", &self.name)
            .field("mark", &self.mark)
            .finish_non_exhaustive()
    }
}

/// A line of a file.
enum Line {
    /// Its bytes without the end, and whether it has one.
    Whole(Vec<u8>, bool),
    TooLong,
    End,
}

impl Reader for NdjsonReader {
    fn next(&mut self, _: Assume, limits: &Limits) -> Option<Result<Recorded, ReadError>> {
        while !self.ended {
            let mut mark = self.mark;
            match self.line(limits.max_entry_bytes) {
                Ok(Line::Whole(mut bytes, closed)) => {
                    if mark.offset == 0 && bytes.starts_with(BOM) {
                        bytes.drain(..BOM.len());
                        mark.advance(BOM);
                    }
                    if bytes.trim_ascii().is_empty() {
                        continue;
                    }
                    if let Some(outcome) = self.exchange(bytes, closed, mark, limits).transpose() {
                        return Some(outcome);
                    }
                }
                Ok(Line::TooLong) => {
                    let at = mark.in_file(&self.name);
                    let limit = limits.max_entry_bytes;
                    return Some(Err(ReadError::TooLarge { at, what: "a line", limit }));
                }
                Ok(Line::End) => self.ended = true,
                Err(error) => {
                    self.ended = true;
                    return Some(Err(io_error(&self.name, error)));
                }
            }
        }
        None
    }

    fn goes_on(&self) -> bool {
        true
    }
}

impl NdjsonReader {
    pub(crate) fn new(name: &Arc<str>, source: &Source, attachments: Attachments) -> Result<Self, ReadError> {
        let lines = source.open().map_err(|error| io_error(name, error))?;
        Ok(Self::of_lines(name, lines, attachments))
    }

    /// The lines of a stream.
    pub(crate) fn of_lines(name: &Arc<str>, lines: Box<dyn Read + Send>, attachments: Attachments) -> Self {
        Self {
            lines: BufReader::with_capacity(BUFFER, lines),
            name: Arc::clone(name),
            mark: Mark::START,
            attachments,
            survey: Survey::default(),
            arena: Arena::default(),
            is_trace: false,
            ended: false,
        }
    }

    /// The lines of a trace of Playwright.
    pub(crate) fn trace(name: &Arc<str>, source: &Source, bodies: Attachments) -> Result<Self, ReadError> {
        Ok(Self { is_trace: true, ..Self::new(name, source, bodies)? })
    }

    fn line(&mut self, most: usize) -> io::Result<Line> {
        let mut line = Vec::new();
        let (mut seen, mut closed, mut fits) = (false, false, true);
        while !closed {
            let chunk = match self.lines.fill_buf() {
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
            self.lines.consume(taken);
        }
        if !fits {
            return Ok(Line::TooLong);
        }
        if closed {
            line.pop();
        }
        Ok(if seen { Line::Whole(line, closed) } else { Line::End })
    }

    fn exchange(
        &mut self,
        bytes: Vec<u8>,
        closed: bool,
        mark: Mark,
        limits: &Limits,
    ) -> Result<Option<Recorded>, ReadError> {
        let bytes = Arc::new(bytes);
        let document = Document::parse_in(&bytes, &limits.json(), std::mem::take(&mut self.arena));
        let file = PlaceFile::new(Arc::clone(&self.name), mark, Arc::clone(&bytes));
        self.attachments.begin(Arc::clone(&file));
        let outcome = self.read(&document, Base { file: 0, start: mark.offset }, limits);
        let files = self.attachments.end();
        let outcome = outcome
            .map(|exchange| {
                let exchange = exchange?;
                let places = Places::new(exchange.source.origin.clone(), files);
                Some(Recorded { exchange, places })
            })
            .map_err(|fault| {
                let start = mark.offset.saturating_add(fault.at as u64);
                let at = file.locate(&Origin::verbatim(0, start), 0);
                if !closed && is_cut(&document) {
                    return ReadError::Truncated { at, what: "inside the last line".into() };
                }
                ReadError::Malformed { at, what: fault.what }
            });
        self.arena = document.into_arena();
        outcome
    }

    /// The exchange of a line; nothing, where a trace tells of something else.
    fn read(
        &mut self,
        document: &Document<'_>,
        base: Base,
        limits: &Limits,
    ) -> Result<Option<Exchange>, Fault> {
        let around = Surroundings { survey: &self.survey, sanitized: false, limits };
        if !self.is_trace && document.root().is_some_and(is_har_entry) {
            return har::read_entry(document, base, &around, &mut self.attachments).map(Some);
        }
        // The entries of a trace are those of a HAR, which are read with more patience.
        let matters = |defect: &&Defect| !self.is_trace || har::is_unreadable(&defect.kind);
        if let Some(defect) = document.defects().iter().find(matters) {
            return Err(Fault { at: defect.span.start, what: defect.to_string() });
        }
        match document.root() {
            Some(root) if self.is_trace => {
                let is_entry = root.get("type").and_then(Value::as_str).is_some_and(|kind| kind == SNAPSHOT);
                let Some(entry) = root.get("snapshot").filter(|_| is_entry) else { return Ok(None) };
                har::read_value(entry, base, &around, &mut self.attachments).map(Some)
            }
            Some(root) => record::read(root, base, limits).map(Some),
            None => Err(Fault { at: 0, what: "a line without a JSON value".into() }),
        }
    }
}

/// Whether a line is an entry of a HAR, which has the URL in its request.
fn is_har_entry(root: Value<'_>) -> bool {
    root.get("url").is_none() && root.get("request").is_some_and(|request| request.get("url").is_some())
}

fn is_cut(document: &Document<'_>) -> bool {
    document.defects().iter().any(|defect| har::is_cut(&defect.kind))
}
