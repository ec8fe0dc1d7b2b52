//! HAR 1.2: browsers, proxies and test tools.
//!
//! [`Writer`] writes one that any tool can open. What the format has no place for stands in members that begin with
//! `_`, which HAR leaves to tools, so that reading it here again loses nothing and guesses nothing:
//!
//! | member of | name | is |
//! |---|---|---|
//! | an entry | `_intent` | `"valid"`: the [intent](directline_exchange::Intent) of a request that obeys the contract |
//! | an entry, `request`, `response` | `_observed` | what is not observable, from datum to reason, as in [NDJSON](crate::ndjson) (`scheme` and `host` in `request`); where it stands, and be it empty, all else was seen |
//! | `request`, `response` | `_framing` | defects of the HTTP framing, as in NDJSON |
//! | `response` | `_status` | `"none"`: the client waited, and no answer came; `status` is 0 then |
//! | a header | `_hidden` | the reason why its value, or all of it but the scheme, is hidden; a placeholder stands in `value` |
//! | a header | `_base64` | the value where it is no text, or reads as a placeholder |
//! | `postData` | `encoding` | `"base64"`, as in `content` |
//! | `postData`, `content` | `_gaps`, `_fidelity` | as `body_gaps` and `body_fidelity` in NDJSON |

mod callback;
mod entry;
mod glance;
mod headers;
mod own;
mod producers;
mod request_body;
mod response_body;
mod scan;
mod split;
mod survey;
mod trace;
mod write;

use std::fmt;
use std::io::Read;
use std::sync::Arc;

use directline_json::Document;

pub(crate) use callback::after_callback;
pub(crate) use entry::{Fault, Surroundings, is_cut, is_unreadable, read as read_entry};
pub(crate) use glance::has_escaped_letter;
pub(crate) use headers::content_length;
pub(crate) use request_body::{Sent, boundary, media_type, of_text};
pub(crate) use response_body::{exact_or_gzip, undone};
pub(crate) use split::Splitter;
pub(crate) use survey::Survey;
pub(crate) use trace::TraceReader;
pub(crate) use write::entry as written_entry;
pub use write::{About, Writer};

use crate::attachments::Attachments;
use crate::capture::Recorded;
use crate::reader::{Health, Reader};
use crate::source::{Source, io_error};
use crate::unread::{self, Beside, Cut, Entries, Memory, Piece, Reading};
use crate::{Assume, Limits, ReadError};

/// Reads the entries of one HAR.
pub(crate) struct HarReader {
    splitter: Splitter<Box<dyn Read + Send>>,
    reading: Reading<HarEntries>,
}

impl fmt::Debug for HarReader {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("HarReader").field("reading", &self.reading).finish_non_exhaustive()
    }
}

/// What the entries of one HAR have in common.
#[derive(Debug)]
struct HarEntries {
    /// The file as reports show it.
    file: Arc<str>,
    survey: Survey,
    /// For what only another reading shows.
    source: Source,
}

impl Entries for HarEntries {
    fn read(
        &self,
        cut: Cut,
        assume: Assume,
        limits: &Limits,
        attachments: &mut Attachments,
        memory: &mut Memory,
    ) -> Result<Recorded, ReadError> {
        let sanitized = self.survey.is_sanitized(assume);
        if sanitized {
            self.survey.pair(&self.source, limits);
        }
        let around = Surroundings { survey: &self.survey, sanitized, limits };
        let read = |document: &Document<'_>, base, beside: &mut Beside<'_>| {
            entry::read(document, base, &around, beside)
        };
        cut.json(&self.file, limits, attachments, memory, read).map(unread::recorded)
    }
}

impl HarReader {
    pub(crate) fn new(
        file: Arc<str>,
        source: &Source,
        attachments: Attachments,
        limits: &Limits,
    ) -> Result<Self, ReadError> {
        let survey = Survey::of(source, limits);
        let reader = source.open().map_err(|error| io_error(&file, error))?;
        let splitter = Splitter::new(reader, Arc::clone(&file), limits.json_bytes());
        let entries = HarEntries { file, survey, source: source.clone() };
        Ok(Self { splitter, reading: Reading::new(entries, attachments) })
    }

    /// The bytes of the next entry.
    fn entry(&mut self) -> Result<Option<Cut>, ReadError> {
        loop {
            match self.splitter.next_piece()? {
                Some(split::Piece::Creator(_)) => {}
                Some(split::Piece::Entry(bytes, mark)) => {
                    return Ok(Some(Cut { bytes, mark, is_whole: true }));
                }
                None => return Ok(None),
            }
        }
    }
}

impl Reader for HarReader {
    fn next(&mut self, assume: Assume, limits: &Limits) -> Option<Result<Recorded, ReadError>> {
        let cut = self.entry().transpose()?;
        Some(cut.and_then(|cut| self.reading.read(cut, assume, limits)))
    }

    fn cut(&mut self, assume: Assume, limits: &Limits) -> Option<Result<Piece, ReadError>> {
        let cut = self.entry().transpose()?;
        Some(cut.and_then(|cut| self.reading.leave(cut, assume, limits)))
    }

    fn health(&self, assume: Assume) -> Health {
        producers::health(&self.reading.entries.survey, assume)
    }

    fn settles_credentials(&self) -> bool {
        true
    }
}
