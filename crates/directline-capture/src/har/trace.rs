//! Traces of Playwright (`trace.zip`): lines with entries of a HAR, and bodies in `resources/`.

use std::sync::Arc;

use crate::archive::Archive;
use crate::attachments::Attachments;
use crate::capture::Recorded;
use crate::ndjson::NdjsonReader;
use crate::reader::{Health, Reader};
use crate::source::Source;
use crate::{Assume, Limits, ReadError};

/// Reads the entries of all members that end in `.network`, one after the other.
#[derive(Debug)]
pub(crate) struct TraceReader {
    name: Arc<str>,
    source: Source,
    members: std::vec::IntoIter<(Source, String)>,
    current: Option<NdjsonReader>,
    ended: bool,
}

impl TraceReader {
    pub(crate) fn new(name: &Arc<str>, source: &Source, limits: &Limits) -> Result<Self, ReadError> {
        let members = Archive::open(name, source)?.networks(name, limits)?.into_iter();
        Ok(Self { name: Arc::clone(name), source: source.clone(), members, current: None, ended: false })
    }

    /// Opens the next member, if there is one.
    fn advance(&mut self) -> Result<bool, ReadError> {
        let Some((member, name)) = self.members.next() else {
            self.current = None;
            return Ok(false);
        };
        let bodies = Attachments::trace(Archive::open(&self.name, &self.source)?, &self.name);
        let file: Arc<str> = format!("{}!/{name}", self.name).into();
        self.current = Some(NdjsonReader::trace(&file, &member, bodies)?);
        Ok(true)
    }
}

impl Reader for TraceReader {
    fn next(&mut self, assume: Assume, limits: &Limits) -> Option<Result<Recorded, ReadError>> {
        loop {
            if let Some(found) = self.current.as_mut().and_then(|current| current.next(assume, limits)) {
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

    fn health(&self) -> Health {
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
