//! Recordings of nock as objects: a JSON array, one element for each exchange.
//!
//! | member | is |
//! |---|---|
//! | `scope`, `path` | together the URL |
//! | `body`, `response` | the bodies: a JSON value that was parsed, a text, hexadecimal digits where the bytes are no text; a coded response is a list of such pieces |
//! | `rawHeaders` | the headers of the response, names and values in turn; an object in old versions |
//! | `reqheaders` | the headers of the request, if the recorder was asked for them, but those that Node adds |
//!
//! A JSON value was parsed and written again: its white space, its escapes and its repeated members are not the wire's.

mod body;
mod exchange;

use std::sync::Arc;

use directline_exchange::Origin;
use directline_json::Document;

use crate::base::Base;
use crate::capture::Recorded;
use crate::cassette::Elements;
use crate::places::PlaceFile;
use crate::reader::{Health, Reader};
use crate::{Assume, Limits, Places, ReadError};

/// Reads the exchanges of one file.
#[derive(Debug)]
pub(crate) struct NockReader {
    file: Arc<PlaceFile>,
    elements: Elements,
    /// Whether any exchange has the headers of its request.
    has_headers: bool,
    next: usize,
}

impl NockReader {
    pub(crate) fn new(name: &Arc<str>, source: Arc<Vec<u8>>, limits: &Limits) -> Self {
        let file = PlaceFile::whole(Arc::clone(name), Arc::clone(&source));
        let mut has_headers = false;
        let elements = Elements::find(
            source,
            limits,
            |root| Some(root),
            |_, all| {
                has_headers = all.iter().any(|one| exchange::has_request_headers(*one));
            },
        );
        Self { file, elements, has_headers, next: 0 }
    }

    fn locate(&self, at: u64) -> crate::Position {
        self.file.locate(&Origin::verbatim(0, at), 0)
    }
}

impl Reader for NockReader {
    fn next(&mut self, _: Assume, limits: &Limits) -> Option<Result<Recorded, ReadError>> {
        let index = self.next;
        self.next = index.saturating_add(1);
        let Some(piece) = self.elements.piece(index) else {
            let fault = self.elements.fault().filter(|_| index == self.elements.count())?;
            let (at, what) = (self.locate(fault.at as u64), fault.what.clone());
            let is_cut = fault.is_cut;
            return Some(Err(if is_cut {
                ReadError::Truncated { at, what }
            } else {
                ReadError::Malformed { at, what }
            }));
        };
        let document = Document::parse_with(piece.bytes, &limits.json());
        let base = Base { file: 0, start: piece.start };
        let outcome = match document.root() {
            Some(root) => exchange::read(root, base, limits),
            None => Err("an element that is no JSON"),
        };
        Some(match outcome {
            Ok(exchange) => {
                let places = Places::new(exchange.source.origin.clone(), vec![Arc::clone(&self.file)]);
                Ok(Recorded { exchange, places })
            }
            Err(what) => Err(ReadError::Malformed { at: self.locate(piece.start), what: what.to_owned() }),
        })
    }

    fn health(&self, _: Assume) -> Health {
        let mut unseen = vec![
            "when requests were sent: they are taken to stand in order",
            "white space, escapes and repeated members of JSON bodies",
        ];
        unseen.push(if self.has_headers {
            "request headers that Node adds itself, such as User-Agent"
        } else {
            "request headers: ask the recorder for them with enable_reqheaders_recording"
        });
        Health { producer: Some("nock".into()), unseen, is_expectation: false }
    }
}
