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

use directline_json::{Arena, Document};

pub(crate) use entry::{Fault, Surroundings, is_cut, is_unreadable, read as read_entry, read_value};
pub(crate) use headers::content_length;
pub(crate) use request_body::{Sent, boundary, media_type, of_text};
pub(crate) use response_body::{exact_or_gzip, undone};
pub(crate) use split::{Splitter, after_callback};
pub(crate) use survey::Survey;
pub(crate) use trace::TraceReader;
pub(crate) use write::entry as written_entry;
pub use write::{About, Writer};

use crate::attachments::Attachments;
use crate::base::Base;
use crate::capture::Recorded;
use crate::places::PlaceFile;
use crate::reader::{Health, Reader};
use crate::source::{Source, io_error};
use crate::{Assume, Limits, Mark, Places, ReadError};
use split::Piece;

/// Reads the entries of one HAR.
pub(crate) struct HarReader {
    splitter: Splitter<Box<dyn Read + Send>>,
    /// The file as reports show it.
    file: Arc<str>,
    survey: Survey,
    /// For what only another reading shows.
    source: Source,
    attachments: Attachments,
    /// The memory in which entries are read.
    arena: Arena,
}

impl fmt::Debug for HarReader {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("HarReader").field("file", &self.file).finish_non_exhaustive()
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
        let splitter = Splitter::new(reader, Arc::clone(&file), limits.max_entry_bytes);
        Ok(Self { splitter, file, survey, source: source.clone(), attachments, arena: Arena::default() })
    }

    fn entry(
        &mut self,
        bytes: Vec<u8>,
        mark: Mark,
        assume: Assume,
        limits: &Limits,
    ) -> Result<Recorded, ReadError> {
        let bytes = Arc::new(bytes);
        let sanitized = self.survey.is_sanitized(assume);
        if sanitized {
            self.survey.pair(&self.source, limits);
        }
        let document = Document::parse_in(&bytes, &limits.json(), std::mem::take(&mut self.arena));
        let base = Base { file: 0, start: mark.offset };
        let file = PlaceFile::new(Arc::clone(&self.file), mark, Arc::clone(&bytes));
        self.attachments.begin(Arc::clone(&file));
        let surroundings = Surroundings { survey: &self.survey, sanitized, limits };
        let outcome = entry::read(&document, base, &surroundings, &mut self.attachments);
        self.arena = document.into_arena();
        let files = self.attachments.end();
        match outcome {
            Ok(exchange) => {
                let places = Places::new(exchange.source.origin.clone(), files);
                Ok(Recorded { exchange, places })
            }
            Err(fault) => Err(ReadError::Malformed {
                at: file.locate(&directline_exchange::Origin::verbatim(0, mark.offset), fault.at),
                what: fault.what,
            }),
        }
    }
}

impl Reader for HarReader {
    fn next(&mut self, assume: Assume, limits: &Limits) -> Option<Result<Recorded, ReadError>> {
        loop {
            return match self.splitter.next_piece() {
                Ok(Some(Piece::Creator(_))) => continue,
                Ok(Some(Piece::Entry(bytes, mark))) => Some(self.entry(bytes, mark, assume, limits)),
                Ok(None) => None,
                Err(error) => Some(Err(error)),
            };
        }
    }

    fn health(&self) -> Health {
        producers::health(&self.survey)
    }

    fn settles_credentials(&self) -> bool {
        true
    }
}
