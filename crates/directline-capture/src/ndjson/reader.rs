//! Reads line by line; a bad line costs nothing but itself.

use std::io::Read;
use std::sync::Arc;

use directline_exchange::Exchange;
use directline_json::{Document, Value};

use super::lines::Lines;
use super::record;
use crate::attachments::Attachments;
use crate::base::Base;
use crate::capture::Recorded;
use crate::har::{self, Fault, Surroundings, Survey};
use crate::reader::Reader;
use crate::source::{Source, io_error};
use crate::unread::{self, Beside, Cut, Entries, Memory, Piece, Reading};
use crate::{Assume, Limits, ReadError};

/// Reads the exchanges of one file.
#[derive(Debug)]
pub(crate) struct NdjsonReader {
    lines: Lines,
    reading: Reading<Records>,
}

impl NdjsonReader {
    pub(crate) fn new(name: &Arc<str>, source: &Source, attachments: Attachments) -> Result<Self, ReadError> {
        let lines = source.open().map_err(|error| io_error(name, error))?;
        Ok(Self::of_lines(name, lines, attachments))
    }

    /// The lines of a stream.
    pub(crate) fn of_lines(name: &Arc<str>, lines: Box<dyn Read + Send>, attachments: Attachments) -> Self {
        let records = Records { name: Arc::clone(name), survey: Survey::default() };
        Self { lines: Lines::new(name, lines), reading: Reading::new(records, attachments) }
    }
}

impl Reader for NdjsonReader {
    fn next(&mut self, assume: Assume, limits: &Limits) -> Option<Result<Recorded, ReadError>> {
        Some(self.lines.next(limits)?.and_then(|cut| self.reading.read(cut, assume, limits)))
    }

    fn cut(&mut self, assume: Assume, limits: &Limits) -> Option<Result<Piece, ReadError>> {
        Some(self.lines.next(limits)?.and_then(|cut| self.reading.leave(cut, assume, limits)))
    }

    fn goes_on(&self) -> bool {
        true
    }
}

/// What the lines of one file have in common.
#[derive(Debug)]
struct Records {
    name: Arc<str>,
    /// For lines that are entries of a HAR.
    survey: Survey,
}

impl Entries for Records {
    fn read(
        &self,
        cut: Cut,
        _: Assume,
        limits: &Limits,
        attachments: &mut Attachments,
        memory: &mut Memory,
    ) -> Result<Recorded, ReadError> {
        let read = |document: &Document<'_>, base, beside: &mut Beside<'_>| {
            self.exchange(document, base, limits, beside)
        };
        cut.json(&self.name, limits, attachments, memory, read).map(unread::recorded)
    }
}

impl Records {
    fn exchange(
        &self,
        document: &Document<'_>,
        base: Base,
        limits: &Limits,
        beside: &mut Beside<'_>,
    ) -> Result<Exchange, Fault> {
        if document.root().is_some_and(is_har_entry) {
            let around = Surroundings { survey: &self.survey, sanitized: false, limits };
            return har::read_entry(document, base, &around, beside);
        }
        if let Some(defect) = document.defects().first() {
            return Err(Fault { at: defect.span.start, what: defect.to_string() });
        }
        match document.root() {
            Some(root) => record::read(root, base, limits, beside.repeated),
            None => Err(Fault { at: 0, what: "a line without a JSON value".into() }),
        }
    }
}

/// Whether a line is an entry of a HAR, which has the URL in its request.
fn is_har_entry(root: Value<'_>) -> bool {
    root.get("url").is_none() && root.get("request").is_some_and(|request| request.get("url").is_some())
}
