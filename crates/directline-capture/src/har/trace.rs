//! Traces of Playwright (`trace.zip`): lines with entries of a HAR, and bodies in `resources/`.

use std::sync::Arc;

use directline_exchange::Exchange;
use directline_json::{Document, Value};

use super::entry::{self, Fault, Surroundings};
use super::survey::Survey;
use crate::archive::Archive;
use crate::attachments::Attachments;
use crate::base::Base;
use crate::capture::Recorded;
use crate::ndjson::Lines;
use crate::reader::{Health, Reader};
use crate::source::{Source, io_error};
use crate::unread::{self, Beside, Cut, Memory};
use crate::{Assume, Limits, ReadError};

/// The type of the lines of a trace that hold an entry of a HAR.
const SNAPSHOT: &str = "resource-snapshot";

/// Reads the entries of all members that end in `.network`, one after the other.
#[derive(Debug)]
pub(crate) struct TraceReader {
    name: Arc<str>,
    source: Source,
    members: std::vec::IntoIter<(Source, String)>,
    current: Option<Network>,
    survey: Survey,
    memory: Memory,
    ended: bool,
}

/// A member with lines.
#[derive(Debug)]
struct Network {
    /// The member as reports show it.
    file: Arc<str>,
    lines: Lines,
    bodies: Attachments,
}

impl TraceReader {
    pub(crate) fn new(name: &Arc<str>, source: &Source, limits: &Limits) -> Result<Self, ReadError> {
        let members = Archive::open(name, source)?.networks(name, limits)?.into_iter();
        let (name, source) = (Arc::clone(name), source.clone());
        let (survey, memory) = (Survey::default(), Memory::default());
        Ok(Self { name, source, members, current: None, survey, memory, ended: false })
    }

    /// Opens the next member, if there is one.
    fn advance(&mut self) -> Result<bool, ReadError> {
        let Some((member, name)) = self.members.next() else {
            self.current = None;
            return Ok(false);
        };
        let bodies = Attachments::trace(Archive::open(&self.name, &self.source)?, &self.name);
        let file: Arc<str> = format!("{}!/{name}", self.name).into();
        let lines = Lines::new(&file, member.open().map_err(|error| io_error(&file, error))?);
        self.current = Some(Network { file, lines, bodies });
        Ok(true)
    }

    /// The next exchange of the member.
    fn exchange(&mut self, limits: &Limits) -> Option<Result<Recorded, ReadError>> {
        let around = Surroundings { survey: &self.survey, sanitized: false, limits };
        let current = self.current.as_mut()?;
        loop {
            let recorded = match current.lines.next(limits)? {
                Ok(cut) => current.line(cut, &around, &mut self.memory),
                Err(error) => Err(error),
            };
            if let Some(outcome) = recorded.transpose() {
                return Some(outcome);
            }
        }
    }
}

impl Network {
    /// The exchange of a line; nothing, where it tells of something else.
    fn line(
        &mut self,
        cut: Cut,
        around: &Surroundings<'_>,
        memory: &mut Memory,
    ) -> Result<Option<Recorded>, ReadError> {
        let read =
            |document: &Document<'_>, base, beside: &mut Beside<'_>| snapshot(document, base, around, beside);
        let (exchange, files) = cut.json(&self.file, around.limits, &mut self.bodies, memory, read)?;
        Ok(exchange.map(|exchange| unread::recorded((exchange, files))))
    }
}

/// The exchange that a line tells of, if it does.
fn snapshot(
    document: &Document<'_>,
    base: Base,
    around: &Surroundings<'_>,
    beside: &mut Beside<'_>,
) -> Result<Option<Exchange>, Fault> {
    entry::check(document)?;
    let Some(line) = document.root() else {
        return Err(Fault { at: 0, what: "a line without a JSON value".into() });
    };
    let is_entry = line.get("type").and_then(Value::as_str).is_some_and(|kind| kind == SNAPSHOT);
    let Some(entry) = line.get("snapshot").filter(|_| is_entry) else { return Ok(None) };
    entry::read_value(entry, base, around, beside).map(Some)
}

impl Reader for TraceReader {
    fn next(&mut self, _: Assume, limits: &Limits) -> Option<Result<Recorded, ReadError>> {
        loop {
            if let Some(found) = self.exchange(limits) {
                return Some(found);
            }
            match self.advance() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => {
                    self.ended = true;
                    return Some(Err(error));
                }
            }
        }
    }

    fn health(&self, _: Assume) -> Health {
        Health {
            producer: Some("Playwright".into()),
            unseen: vec![
                "bodies of forms that a page sends: the browser does not hand them out",
                "bodies that were dropped before the trace was written",
                "everything, if the trace was made without snapshots",
            ],
            is_expectation: false,
        }
    }

    fn goes_on(&self) -> bool {
        !self.ended
    }
}
