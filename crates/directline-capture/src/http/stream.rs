//! One file of messages: a request, its response, the next request, and so on.

use std::sync::Arc;

use directline_exchange::{Exchange, Intent, Observed, Origin, Reason, Source as Entry};

use super::Scope;
use super::head::skip_empty_lines;
use super::message::{Fault, Wire, no_response};
use crate::capture::Recorded;
use crate::detect::BOM;
use crate::places::PlaceFile;
use crate::reader::Reader;
use crate::{Assume, Limits, Places, ReadError};

/// Reads the exchanges of one file.
#[derive(Debug)]
pub(crate) struct RawReader {
    bytes: Arc<Vec<u8>>,
    file: Arc<PlaceFile>,
    at: usize,
}

impl Reader for RawReader {
    fn next(&mut self, _: Assume, limits: &Limits) -> Option<Result<Recorded, ReadError>> {
        let start = skip_space(&self.bytes, self.at);
        if start >= self.bytes.len() {
            return None;
        }
        let outcome = self.exchange(start, limits);
        Some(outcome.map_err(|fault| {
            let at = self.file.locate(&Origin::verbatim(0, fault.at as u64), 0);
            ReadError::Malformed { at, what: fault.what.into() }
        }))
    }
}

impl RawReader {
    pub(crate) fn new(name: &str, bytes: Arc<Vec<u8>>) -> Self {
        let file = PlaceFile::whole(name.into(), Arc::clone(&bytes));
        let at = if bytes.starts_with(BOM) { BOM.len() } else { 0 };
        Self { bytes, file, at }
    }

    fn exchange(&mut self, start: usize, limits: &Limits) -> Result<Recorded, Fault> {
        let wire = Wire { bytes: &self.bytes, file: 0, scope: Scope::Stream };
        let (request, end) = wire.request(start, limits)?;
        let next = skip_space(&self.bytes, end);
        let answered = self.bytes.get(next..).is_some_and(|rest| rest.starts_with(b"HTTP/"));
        let (response, end) = if answered {
            wire.response(next, request.is_method("HEAD"), limits)?
        } else {
            (no_response(), end)
        };
        self.at = end;
        let origin = Origin::verbatim(0, start as u64);
        let source = Entry { capture: "".into(), index: 0, origin: origin.clone() };
        let (started, took) =
            (Observed::NotObservable(Reason::NotRecorded), Observed::NotObservable(Reason::NotRecorded));
        let places = Places::new(origin, vec![Arc::clone(&self.file)]);
        let exchange = Exchange { request, response, started, took, intent: Intent::Unknown, source };
        Ok(Recorded { exchange, places })
    }
}

/// Where the next line with something on it begins.
fn skip_space(bytes: &[u8], at: usize) -> usize {
    let at = skip_empty_lines(bytes, at);
    let rest = bytes.get(at..).unwrap_or_default();
    if rest.trim_ascii().is_empty() { bytes.len() } else { at }
}
