//! Hands out the entries of a document one by one.

use std::fmt;
use std::sync::Arc;

use directline_exchange::{Origin, Reason};
use directline_json::{Defect, DefectKind, Document};

use super::{Dialect, Entry, Scene};
use crate::base::Base;
use crate::capture::Recorded;
use crate::detect::BOM;
use crate::har::{Fault, is_cut, is_unreadable};
use crate::places::PlaceFile;
use crate::reader::{Health, Reader};
use crate::source::Source;
use crate::{Assume, Limits, Places, ReadError};

/// Reads the entries of one document.
pub(crate) struct DocumentReader {
    dialect: Dialect,
    file: Arc<PlaceFile>,
    bytes: Arc<Vec<u8>>,
    /// Where the JSON text begins.
    start: usize,
    entries: std::vec::IntoIter<Entry>,
    /// What follows the entries that could be read.
    fault: Option<ReadError>,
}

impl fmt::Debug for DocumentReader {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("DocumentReader").field("left", &self.entries.len()).finish_non_exhaustive()
    }
}

impl Reader for DocumentReader {
    fn next(&mut self, _: Assume, limits: &Limits) -> Option<Result<Recorded, ReadError>> {
        while let Some(entry) = self.entries.next() {
            if let Some(outcome) = self.entry(&entry, limits).transpose() {
                return Some(outcome);
            }
        }
        self.fault.take().map(Err)
    }

    fn health(&self, _: Assume) -> Health {
        (self.dialect.health)()
    }

    // Where the entries stand was found before any was read.
    fn goes_on(&self) -> bool {
        true
    }
}

impl DocumentReader {
    pub(crate) fn new(
        name: &Arc<str>,
        source: &Source,
        dialect: Dialect,
        limits: &Limits,
    ) -> Result<Self, ReadError> {
        let bytes = source.all_json(name, limits)?;
        let file = PlaceFile::whole(Arc::clone(name), Arc::clone(&bytes));
        let start = if bytes.starts_with(BOM) { BOM.len() } else { 0 };
        let text = bytes.get(start..).unwrap_or_default();
        let document = Document::parse_with(text, &limits.json());
        let mut entries = document.root().map(dialect.entries).unwrap_or_default();
        // What is too deep within an entry is a part of its body; elsewhere there may be entries.
        let hides = |defect: &&Defect| {
            let at = defect.span.start;
            let is_deep = matches!(defect.kind, DefectKind::TooDeep { .. });
            is_deep && !entries.iter().any(|entry| entry.range().contains(&at))
        };
        let defect = document.defects().iter().find(|defect| is_unreadable(&defect.kind) || hides(defect));
        if let Some(at) = defect.map(|defect| defect.span.start) {
            entries.retain(|entry| entry.range().start < at);
            let is_whole = |entry: &Entry| {
                entry.range().end < at || {
                    let bytes = text.get(entry.range()).unwrap_or_default();
                    let found = Document::parse_with(bytes, &limits.json());
                    !found.defects().iter().any(|defect| is_unreadable(&defect.kind))
                }
            };
            if entries.last().is_some_and(|last| !is_whole(last)) {
                entries.pop();
            }
        } else if let Some((what, advice)) = dialect.without_entries.filter(|_| entries.is_empty()) {
            return Err(ReadError::UnsupportedFormat { file: name.to_string(), what, advice });
        }
        if dialect.newest_first {
            entries.reverse();
        }
        let fault = defect.map(|defect| located(&file, start, defect));
        Ok(Self { dialect, bytes, start, entries: entries.into_iter(), fault, file })
    }

    fn entry(&self, entry: &Entry, limits: &Limits) -> Result<Option<Recorded>, ReadError> {
        let text = self.bytes.get(self.start..).unwrap_or_default();
        let document = Document::parse_with(text.get(entry.range()).unwrap_or_default(), &limits.json());
        let base = |at: usize| Base { file: 0, start: self.start.saturating_add(at) as u64 };
        let Some(root) = document.root() else { return Ok(None) };
        let scene = Scene {
            base: base(entry.range().start),
            context: entry.context.as_deref(),
            text,
            text_base: base(0),
            limits,
        };
        match (self.dialect.read)(root, &scene) {
            Ok(None) => Ok(None),
            Ok(Some(mut exchange)) => {
                exchange.source.origin = Origin::verbatim(0, scene.base.start);
                let places = Places::new(exchange.source.origin.clone(), vec![Arc::clone(&self.file)]);
                Ok(Some(Recorded { exchange, places }))
            }
            Err(Fault { at, what }) => {
                let start = scene.base.start.saturating_add(at as u64);
                Err(ReadError::Malformed { at: self.file.locate(&Origin::verbatim(0, start), 0), what })
            }
        }
    }
}

/// The error that a defect of the whole text is.
fn located(file: &PlaceFile, start: usize, defect: &Defect) -> ReadError {
    let at = start.saturating_add(defect.span.start) as u64;
    let at = file.locate(&Origin::verbatim(0, at), 0);
    if is_cut(&defect.kind) {
        ReadError::Truncated { at, what: "inside the document".into() }
    } else {
        ReadError::Malformed { at, what: defect.to_string() }
    }
}

/// Why nothing is known of what a document of expectations does not state.
pub(super) const UNSTATED: Reason = Reason::ExpectationNotTraffic;
