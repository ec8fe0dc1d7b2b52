//! Cassettes of the VCR family: vcrpy, Ruby's VCR, Betamax, go-vcr and their kin, in YAML or JSON.
//!
//! | | root | what is special |
//! |---|---|---|
//! | vcrpy | `interactions`, `version: 1` | no `Host`; filters remove headers and query parameters without a mark |
//! | VCR for Ruby, and R | `http_interactions`, `recorded_with: VCR …` | methods in lower case, no `Content-Length` of requests |
//! | Betamax | `http_interactions`, `recorded_with: betamax/…` | no `Host`; bytes that are no text are lost in requests; of requests with the same method and URI the last is kept |
//! | go-vcr | `version: 1` or `2`, `interactions` with a `url` | only the headers that the program set itself |
//!
//! All keep headers in maps, so that their order is lost, and most keep the bodies of responses decoded, beside headers
//! that speak of the coded form: such lengths and codings are no evidence of anything.

mod body;
pub(crate) mod headers;
mod interaction;
mod json;
pub(crate) mod node;
mod tape;

use std::sync::Arc;

use directline_exchange::Origin;
use directline_json::Document;

use crate::base::Base;
use crate::capture::Recorded;
use crate::places::PlaceFile;
use crate::reader::{Health, Reader};
use crate::{Assume, Limits, Places, ReadError};
pub(crate) use json::Elements;
use node::Node;
use tape::Tape;

/// A recorder's way of writing cassettes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// vcrpy.
    Vcrpy,
    /// VCR for Ruby, and for R.
    RubyVcr,
    /// Betamax for Python.
    Betamax,
    /// go-vcr.
    GoVcr,
}

/// Facts of a whole cassette.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub(crate) dialect: Dialect,
    /// The program as the cassette names it.
    pub(crate) producer: String,
    /// Whether any request has an `Authorization` header.
    pub(crate) has_authorization: bool,
}

/// Reads the interactions of one cassette.
#[derive(Debug)]
pub(crate) struct CassetteReader {
    file: Arc<PlaceFile>,
    tape: Tape,
    facts: Facts,
    next: usize,
}

impl CassetteReader {
    /// Reads the whole, which is bounded by what one entry may have.
    pub(crate) fn new(name: &Arc<str>, source: Arc<Vec<u8>>, limits: &Limits) -> Self {
        let file = PlaceFile::whole(Arc::clone(name), Arc::clone(&source));
        let (tape, facts) = tape::read(source, limits);
        Self { file, tape, facts, next: 0 }
    }

    fn exchange(&self, node: Node<'_>, assume: Assume, limits: &Limits) -> Result<Recorded, ReadError> {
        match interaction::read(node, &self.facts, assume, limits) {
            Ok(exchange) => {
                let files = vec![Arc::clone(&self.file)];
                let places = Places::new(exchange.source.origin.clone(), files);
                Ok(Recorded { exchange, places })
            }
            Err((origin, what)) => {
                Err(ReadError::Malformed { at: self.file.locate(&origin, 0), what: what.to_owned() })
            }
        }
    }
}

impl Reader for CassetteReader {
    fn next(&mut self, assume: Assume, limits: &Limits) -> Option<Result<Recorded, ReadError>> {
        let index = self.next;
        self.next = index.saturating_add(1);
        match &self.tape {
            Tape::Yaml(yaml) => yaml.entry(index).map(|node| self.exchange(Node::Yaml(node), assume, limits)),
            Tape::Json(elements) => elements.piece(index).map(|piece| {
                let document = Document::parse_with(piece.bytes, &limits.json());
                let base = Base { file: 0, start: piece.start };
                match document.root() {
                    Some(root) => self.exchange(Node::Json(root, base), assume, limits),
                    None => Err(self.malformed(piece.start, "an interaction that is no JSON")),
                }
            }),
        }
        .or_else(|| self.end(index))
    }

    fn health(&self, _: Assume) -> Health {
        Health {
            producer: Some(self.facts.producer.clone()),
            unseen: interaction::unseen(&self.facts),
            is_expectation: false,
        }
    }

    fn settles_credentials(&self) -> bool {
        true
    }
}

impl CassetteReader {
    /// After the last interaction: why there are no more, if that is a fault.
    fn end(&self, index: usize) -> Option<Result<Recorded, ReadError>> {
        let (count, fault) = match &self.tape {
            Tape::Yaml(yaml) => (yaml.count(), yaml.fault()),
            Tape::Json(elements) => (elements.count(), elements.fault()),
        };
        let fault = fault.filter(|_| index == count)?;
        let at = self.file.locate(&Origin::verbatim(0, fault.at as u64), 0);
        Some(Err(if fault.is_cut {
            ReadError::Truncated { at, what: fault.what.clone() }
        } else {
            ReadError::Malformed { at, what: fault.what.clone() }
        }))
    }

    fn malformed(&self, start: u64, what: &str) -> ReadError {
        ReadError::Malformed { at: self.file.locate(&Origin::verbatim(0, start), 0), what: what.to_owned() }
    }
}
