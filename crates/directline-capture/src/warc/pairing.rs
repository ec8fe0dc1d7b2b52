//! Which response belongs to which request.
//!
//! A record names the one it was made together with (`WARC-Concurrent-To`), in either direction. Where none does, the
//! first request and the first response of one URI belong together. Either may come first.

use std::collections::VecDeque;

use super::record::{Kind, Record};
use crate::Limits;

/// How many exchanges may wait for their other half.
const MOST_WAITING: usize = 256;

/// A request, a response, or both.
#[derive(Debug, Default)]
pub(super) struct Pair {
    pub(super) request: Option<Record>,
    pub(super) response: Option<Record>,
}

/// Records that wait, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Pairing {
    waiting: VecDeque<Pair>,
    /// How many bytes they hold.
    bytes: usize,
}

impl Pairing {
    /// Adds a record.
    pub(super) fn add(&mut self, record: Record) {
        self.bytes = self.bytes.saturating_add(record.held.bytes.len());
        let kind = record.kind;
        let open = |pair: &&mut Pair| !pair.has(kind);
        let named = self.waiting.iter_mut().filter(open).find(|pair| pair.names(&record));
        let found = match named {
            Some(pair) => Some(pair),
            None => self.waiting.iter_mut().filter(open).find(|pair| pair.fits(&record)),
        };
        if let Some(pair) = found {
            *pair.slot_mut(kind) = Some(record);
        } else {
            let mut pair = Pair::default();
            *pair.slot_mut(kind) = Some(record);
            self.waiting.push_back(pair);
        }
    }

    /// The first exchange, if it is complete, cannot wait any longer, or `ended` says that nothing follows.
    pub(super) fn settled(&mut self, limits: &Limits, ended: bool) -> Option<Pair> {
        let full = self.waiting.len() > MOST_WAITING || self.bytes > limits.max_entry_bytes;
        let is_complete = |pair: &Pair| pair.request.is_some() && pair.response.is_some();
        if !(ended || full || self.waiting.front().is_some_and(is_complete)) {
            return None;
        }
        let pair = self.waiting.pop_front()?;
        self.bytes = self.bytes.saturating_sub(pair.records().map(|record| record.held.bytes.len()).sum());
        Some(pair)
    }
}

impl Pair {
    fn records(&self) -> impl Iterator<Item = &Record> {
        [&self.request, &self.response].into_iter().flatten()
    }

    fn has(&self, kind: Kind) -> bool {
        match kind {
            Kind::Request => self.request.is_some(),
            Kind::Response => self.response.is_some(),
        }
    }

    fn slot_mut(&mut self, kind: Kind) -> &mut Option<Record> {
        match kind {
            Kind::Request => &mut self.request,
            Kind::Response => &mut self.response,
        }
    }

    /// Whether one of the records names the other.
    fn names(&self, other: &Record) -> bool {
        self.records()
            .any(|record| record.concurrent.contains(&other.id) || other.concurrent.contains(&record.id))
    }

    /// Whether the records are of one URI, and neither names any other.
    fn fits(&self, other: &Record) -> bool {
        let free = |record: &Record| record.concurrent.is_empty();
        free(other) && self.records().all(|record| free(record) && record.uri == other.uri)
    }
}
