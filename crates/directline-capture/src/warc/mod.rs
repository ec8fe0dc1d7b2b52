//! Web archives (WARC, ISO 28500): records with the bytes of the wire, requests and responses apart.
//!
//! A compressed archive is read as it is when decompressed: its places are those in the decompressed file, which is
//! named `NAME.warc.gz!/NAME.warc`.

mod fields;
mod gzip;
mod pairing;
mod record;

use std::sync::Arc;

use directline_exchange::{Exchange, Intent, Observed, Origin, Reason, Source as Entry};

use crate::capture::Recorded;
use crate::http::{as_url, no_response};
use crate::reader::{Health, Reader};
use crate::source::{Source, io_error};
use crate::started::observe;
use crate::{Assume, Limits, Places, ReadError};

pub(crate) use gzip::{begins_warc, holds_warc};
use pairing::{Pair, Pairing};
use record::Records;

/// Reads the exchanges of one archive.
#[derive(Debug)]
pub(crate) struct WarcReader {
    records: Records,
    pairing: Pairing,
    /// What ended the records, to be told after the exchanges before it.
    failure: Option<ReadError>,
    ended: bool,
}

impl Reader for WarcReader {
    fn next(&mut self, _: Assume, limits: &Limits) -> Option<Result<Recorded, ReadError>> {
        loop {
            if let Some(pair) = self.pairing.settled(limits, self.ended) {
                if pair.request.is_none() && self.failure.is_some() {
                    // Its request may stand behind the place where the archive ends.
                    continue;
                }
                return Some(exchange(pair, limits));
            }
            if self.ended {
                return self.failure.take().map(Err);
            }
            self.advance(limits);
        }
    }

    fn health(&self, _: Assume) -> Health {
        Health { producer: self.records.producer.clone(), ..Health::default() }
    }

    fn goes_on(&self) -> bool {
        true
    }
}

impl WarcReader {
    pub(crate) fn new(name: &str, source: &Source, limits: &Limits) -> Result<Self, ReadError> {
        let (shown, stream) = gzip::opened(name, source, limits).map_err(|error| io_error(name, error))?;
        let records = Records::new(shown, stream);
        let mut reader = Self { records, pairing: Pairing::default(), failure: None, ended: false };
        // What stands before the first message says who wrote the archive.
        reader.advance(limits);
        Ok(reader)
    }

    /// Reads one record more.
    fn advance(&mut self, limits: &Limits) {
        match self.records.next(limits) {
            Ok(Some(record)) => self.pairing.add(record),
            Ok(None) => self.ended = true,
            Err(error) => (self.failure, self.ended) = (Some(error), true),
        }
    }
}

fn exchange(pair: Pair, limits: &Limits) -> Result<Recorded, ReadError> {
    let Pair { request, response } = pair;
    let Some(sent) = request else {
        let at = response.map(|record| record.held.place.locate(&Origin::default(), 0)).unwrap_or_default();
        return Err(ReadError::Malformed { at, what: "a response without a request record".into() });
    };
    let mut files = vec![Arc::clone(&sent.held.place)];
    let mut request = sent.held.request(0, limits)?;
    request.target = as_url(request.target, &request.headers, &sent.uri);
    let mut answer = no_response();
    if let Some(record) = &response
        && !record.held.is_empty()
    {
        answer = record.held.response(1, &request, limits)?;
        files.push(Arc::clone(&record.held.place));
    }
    let source = Entry { capture: "".into(), index: 0, origin: Origin::default() };
    let (started, took) = (observe(&sent.date), Observed::NotObservable(Reason::NotRecorded));
    let exchange = Exchange { request, response: answer, started, took, intent: Intent::Unknown, source };
    Ok(Recorded { exchange, places: Places::new(Origin::default(), files) })
}
