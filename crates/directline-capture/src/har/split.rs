//! Cuts a HAR into its entries while reading, so that memory does not grow with their number.
//!
//! The splitter knows just enough JSON to find `log`, `entries` and `creator` and to see where a value ends; what
//! is inside an entry is read by the JSON reader.

use std::io::{ErrorKind, Read};
use std::sync::Arc;

use directline_json::{Document, Value};

use super::callback::{Callback, is_name_byte};
use super::entry::{self, Fault};
use super::scan::{Scan, Step};
use crate::error::ENTRY;
use crate::scratch::Scratch;
use crate::source::read_error;
use crate::{Mark, ReadError};

/// Size of the read buffer.
const BUFFER: usize = 64 * 1024;
/// A member name that is longer is none of those looked for.
const LONGEST_NAME: usize = 256;
/// A creator that is longer is passed over; of other members that are, this much is looked at.
const LONGEST_MEMBER: usize = 64 * 1024;

/// One value that was cut out, with the place of its first byte.
#[derive(Debug)]
pub(crate) enum Piece {
    /// The member `creator` of the log.
    Creator(Vec<u8>),
    /// An entry.
    Entry(Vec<u8>, Mark),
}

/// Which array or object the splitter is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    /// The outermost object.
    Top,
    /// The member `log` of it.
    Log,
    /// The array of entries.
    Entries,
}

/// The outcome of one step.
enum Advance {
    /// Something was cut out.
    Piece(Piece),
    /// Something was passed over.
    Nothing,
    /// The text has ended.
    End,
}

/// What may come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Due {
    /// The first value of the text.
    Root,
    /// An element or member, or the end.
    FirstOrEnd,
    /// An element or member.
    Next,
    /// A comma or the end.
    CommaOrEnd,
    /// Nothing but what closes a callback.
    Nothing,
}

pub(crate) struct Splitter<R> {
    reader: R,
    name: Arc<str>,
    longest_entry: usize,
    buffer: Box<[u8]>,
    scratch: Scratch,
    at: usize,
    filled: usize,
    /// The place of the buffer's byte `marked`.
    mark: Mark,
    marked: usize,
    levels: Vec<Level>,
    due: Due,
    callback: Callback,
    found_entries: bool,
    /// What is wrong with a member that was passed over: it changes no entry, and is said after the last one.
    fault: Option<ReadError>,
}

type Outcome<T> = Result<T, ReadError>;

impl<R: Read> Splitter<R> {
    pub(crate) fn new(reader: R, name: Arc<str>, longest_entry: usize) -> Self {
        Self {
            reader,
            name,
            longest_entry,
            buffer: vec![0; BUFFER].into_boxed_slice(),
            scratch: Scratch::default(),
            at: 0,
            filled: 0,
            mark: Mark::START,
            marked: 0,
            levels: Vec::with_capacity(3),
            due: Due::Root,
            callback: Callback::None,
            found_entries: false,
            fault: None,
        }
    }

    /// Reads until an array of entries begins; whether there is one.
    pub(crate) fn seek_entries(&mut self) -> bool {
        while !self.found_entries {
            match self.advance() {
                Ok(Advance::Piece(_) | Advance::Nothing) => {}
                Ok(Advance::End) | Err(_) => break,
            }
        }
        self.found_entries
    }

    /// The next piece; `None` after the last one.
    pub(crate) fn next_piece(&mut self) -> Outcome<Option<Piece>> {
        loop {
            match self.advance()? {
                Advance::Piece(piece) => return Ok(Some(piece)),
                Advance::Nothing => {}
                Advance::End => return Ok(None),
            }
        }
    }

    /// What comes after the last piece: what was read of it, and the rest.
    pub(crate) fn rest(&mut self) -> (&[u8], &mut R) {
        (self.buffer.get(self.at..self.filled).unwrap_or_default(), &mut self.reader)
    }

    /// The bytes of the buffers that stay between two pieces.
    #[cfg(test)]
    pub(crate) fn footprint(&self) -> usize {
        self.buffer.len() + self.scratch.footprint() + self.levels.capacity() * size_of::<Level>()
    }

    /// One step.
    fn advance(&mut self) -> Outcome<Advance> {
        self.skip_space()?;
        match self.due {
            Due::Root => self.root(),
            Due::Nothing => self.end(),
            Due::CommaOrEnd => {
                match self.byte()? {
                    Some(b',') => {
                        self.at = self.at.saturating_add(1);
                        self.due = Due::Next;
                    }
                    Some(b']' | b'}') => self.close()?,
                    Some(_) => {
                        return Err(self.malformed("expected a comma or the end of the array or object"));
                    }
                    None => return Err(self.truncated()),
                }
                Ok(Advance::Nothing)
            }
            Due::FirstOrEnd | Due::Next => match self.byte()? {
                Some(b']' | b'}') if self.due == Due::FirstOrEnd => {
                    self.close()?;
                    Ok(Advance::Nothing)
                }
                Some(_) if self.levels.last() == Some(&Level::Entries) => self.entry(),
                Some(b'"') => self.member(),
                Some(_) => Err(self.malformed("expected a member name in double quotes")),
                None => Err(self.truncated()),
            },
        }
    }

    fn root(&mut self) -> Outcome<Advance> {
        match self.byte()? {
            Some(b'{') => self.enter(Level::Top),
            Some(b'[') => self.enter(Level::Entries),
            Some(0xef) if self.mark_here().offset == 0 => self.skip_literal(crate::detect::BOM)?,
            Some(byte) if self.callback == Callback::None && is_name_byte(byte) => {
                while self.byte()?.is_some_and(is_name_byte) {
                    self.at = self.at.saturating_add(1);
                }
                self.skip_space()?;
                self.skip_literal(b"(")?;
                self.callback = Callback::Open;
            }
            Some(_) => return Err(self.malformed("expected a JSON object")),
            None => return Err(self.truncated()),
        }
        Ok(Advance::Nothing)
    }

    fn skip_literal(&mut self, literal: &[u8]) -> Outcome<()> {
        for expected in literal {
            if self.byte()? != Some(*expected) {
                return Err(self.malformed("expected a JSON object"));
            }
            self.at = self.at.saturating_add(1);
        }
        Ok(())
    }

    fn end(&mut self) -> Outcome<Advance> {
        match self.byte()? {
            Some(byte @ (b')' | b';')) if self.callback != Callback::None => {
                self.at = self.at.saturating_add(1);
                if byte == b')' {
                    self.callback = Callback::Closed;
                }
                Ok(Advance::Nothing)
            }
            Some(_) => Err(self.malformed("text after the end of the recording")),
            None => match self.fault.take() {
                Some(fault) => Err(fault),
                None if self.callback == Callback::Open => Err(self.cut("before the end of the callback")),
                None => Ok(Advance::End),
            },
        }
    }

    fn enter(&mut self, level: Level) {
        self.at = self.at.saturating_add(1);
        self.found_entries |= level == Level::Entries;
        self.levels.push(level);
        self.due = Due::FirstOrEnd;
    }

    fn close(&mut self) -> Outcome<()> {
        let closing = if self.levels.last() == Some(&Level::Entries) { b']' } else { b'}' };
        if self.byte()? != Some(closing) {
            return Err(self.malformed("an array or object is closed with the wrong bracket"));
        }
        self.at = self.at.saturating_add(1);
        self.levels.pop();
        self.due = if self.levels.is_empty() { Due::Nothing } else { Due::CommaOrEnd };
        Ok(())
    }

    fn entry(&mut self) -> Outcome<Advance> {
        let mark = self.mark_here();
        let mut bytes = self.scratch.lend();
        if !self.value(Some(&mut bytes), self.longest_entry)? {
            let limit = self.longest_entry;
            return Err(ReadError::TooLarge { at: mark.in_file(&self.name), what: ENTRY, limit });
        }
        self.due = Due::CommaOrEnd;
        Ok(Advance::Piece(Piece::Entry(self.scratch.settle(bytes), mark)))
    }

    fn member(&mut self) -> Outcome<Advance> {
        let mut quoted = Vec::new();
        let known = self.value(Some(&mut quoted), LONGEST_NAME)?;
        self.skip_space()?;
        if self.byte()? != Some(b':') {
            let error = if self.byte()?.is_none() {
                self.truncated()
            } else {
                self.malformed("expected a colon after a member name")
            };
            return Err(error);
        }
        self.at = self.at.saturating_add(1);
        self.skip_space()?;
        let document = Document::parse(if known { &quoted } else { b"\"\"" });
        let name = document.root().and_then(Value::as_str).unwrap_or_default();
        let level = self.levels.last().copied();
        match (level, name.as_ref(), self.byte()?) {
            (Some(Level::Top), "log", Some(b'{')) => self.enter(Level::Log),
            (Some(Level::Top | Level::Log), "entries", Some(b'[')) => self.enter(Level::Entries),
            (Some(Level::Log), "creator", Some(b'{')) => {
                return Ok(self
                    .passed()?
                    .map_or(Advance::Nothing, |creator| Advance::Piece(Piece::Creator(creator))));
            }
            _ => {
                self.passed()?;
            }
        }
        Ok(Advance::Nothing)
    }

    /// Goes to the end of a value that is no entry: its bytes, if they are not too many. What is wrong in them is kept.
    fn passed(&mut self) -> Outcome<Option<Vec<u8>>> {
        let mark = self.mark_here();
        let mut bytes = Vec::new();
        let is_whole = self.value(Some(&mut bytes), LONGEST_MEMBER)?;
        self.due = Due::CommaOrEnd;
        if !is_whole {
            return Ok(None);
        }
        if self.fault.is_none() {
            self.fault = entry::check(&Document::parse(&bytes)).err().map(|Fault { at, what }| {
                let mut place = mark;
                place.advance(bytes.get(..at).unwrap_or_default());
                ReadError::Malformed { at: place.in_file(&self.name), what }
            });
        }
        Ok(Some(bytes))
    }

    /// Goes to the end of the value that begins here, keeping its bytes in `kept`; false if there are more than `most`.
    fn value(&mut self, mut kept: Option<&mut Vec<u8>>, most: usize) -> Outcome<bool> {
        let mut scan = Scan::default();
        let mut complete = true;
        loop {
            if self.byte()?.is_none() {
                // A scalar may end with the text; the caller then misses the end of the array.
                return Err(self.truncated());
            }
            let rest = self.buffer.get(self.at..self.filled).unwrap_or_default();
            let (taken, step) = scan.feed(rest);
            if let Some(bytes) = kept.as_deref_mut() {
                if bytes.len().saturating_add(taken) > most {
                    *bytes = Vec::new();
                    (kept, complete) = (None, false);
                } else {
                    bytes.extend_from_slice(rest.get(..taken).unwrap_or_default());
                }
            }
            self.at = self.at.saturating_add(taken);
            match step {
                Step::More => {}
                Step::Done => return Ok(complete),
                Step::Bad => return Err(self.malformed("expected a JSON value")),
            }
        }
    }

    fn skip_space(&mut self) -> Outcome<()> {
        while matches!(self.byte()?, Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at = self.at.saturating_add(1);
        }
        Ok(())
    }

    /// The next byte, without passing it.
    fn byte(&mut self) -> Outcome<Option<u8>> {
        if self.at >= self.filled {
            self.refill()?;
        }
        Ok(self.buffer.get(self.at..self.filled).and_then(|rest| rest.first()).copied())
    }

    fn refill(&mut self) -> Outcome<()> {
        self.mark = self.mark_here();
        (self.at, self.filled, self.marked) = (0, 0, 0);
        loop {
            match self.reader.read(&mut self.buffer) {
                Ok(count) => {
                    self.filled = count.min(self.buffer.len());
                    return Ok(());
                }
                Err(error) => match error.kind() {
                    ErrorKind::Interrupted => {}
                    ErrorKind::UnexpectedEof => return Err(self.truncated()),
                    _ => {
                        let mark = self.mark_here();
                        return Err(read_error(&self.name, mark, error));
                    }
                },
            }
        }
    }

    fn mark_here(&mut self) -> Mark {
        let passed = self.buffer.get(self.marked..self.at).unwrap_or_default();
        self.mark.advance(passed);
        self.marked = self.at;
        self.mark
    }

    fn truncated(&mut self) -> ReadError {
        let what = match self.levels.last() {
            Some(Level::Entries) => "inside the array of entries",
            Some(Level::Top | Level::Log) => "inside the log",
            None => "before the log",
        };
        self.cut(what)
    }

    fn cut(&mut self, what: &str) -> ReadError {
        ReadError::Truncated { at: self.mark_here().in_file(&self.name), what: what.into() }
    }

    fn malformed(&mut self, what: &str) -> ReadError {
        ReadError::Malformed { at: self.mark_here().in_file(&self.name), what: what.into() }
    }
}

#[cfg(test)]
mod tests;
