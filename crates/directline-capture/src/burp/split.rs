//! Finds the items of an export one after the other, so that the whole is never in memory.

use std::fmt;
use std::io::Read;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::tee::Tee;
use crate::{Limits, Mark, ReadError};

/// An item as it stands in the file.
pub(super) struct Entry {
    /// Where it begins.
    pub(super) base: Mark,
    pub(super) bytes: Vec<u8>,
}

/// Hands out items.
pub(super) struct Splitter {
    name: Arc<str>,
    parser: Reader<Tee>,
    depth: usize,
    ended: bool,
}

impl fmt::Debug for Splitter {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Splitter").field("depth", &self.depth).finish_non_exhaustive()
    }
}

impl Splitter {
    pub(super) fn new(name: Arc<str>, stream: Box<dyn Read + Send>) -> Self {
        let mut parser = Reader::from_reader(Tee::new(stream));
        parser.config_mut().allow_dangling_amp = true;
        Self { name, parser, depth: 0, ended: false }
    }

    /// The next item. After an error there is none.
    pub(super) fn next(&mut self, limits: &Limits) -> Option<Result<Entry, ReadError>> {
        if self.ended {
            return None;
        }
        self.parser.get_mut().limit = limits.max_entry_bytes;
        let outcome = self.item(limits);
        self.ended = !matches!(outcome, Ok(Some(_)));
        outcome.transpose()
    }

    fn item(&mut self, limits: &Limits) -> Result<Option<Entry>, ReadError> {
        let mut buffer = Vec::new();
        // How deep the item is that is being read.
        let mut item: Option<usize> = None;
        loop {
            buffer.clear();
            let event = self
                .parser
                .read_event_into(&mut buffer)
                .map_err(|error| self.parser.get_ref().error(&self.name, error))?;
            match event {
                Event::Start(start) => {
                    self.depth = self.depth.saturating_add(1);
                    if item.is_none() && start.name().as_ref() == "item" {
                        item = Some(self.depth);
                    }
                    if self.depth > limits.max_depth {
                        return Err(self.malformed("the elements stand too deep in each other"));
                    }
                }
                Event::End(_) => {
                    let ends = item == Some(self.depth);
                    self.depth = self.depth.saturating_sub(1);
                    if ends {
                        let (base, bytes) = self.parser.get_mut().take();
                        return Ok(Some(Entry { base, bytes }));
                    }
                }
                Event::Eof if self.depth > 0 => {
                    let what = "inside of an element".into();
                    return Err(ReadError::Truncated { at: self.parser.get_ref().end(&self.name), what });
                }
                Event::Eof => return Ok(None),
                Event::Text(text) if self.depth == 0 && !text.trim_ascii().is_empty() => {
                    return Err(self.malformed("text outside of the items"));
                }
                _ => {}
            }
            if item.is_none() {
                let _ = self.parser.get_mut().take();
            }
        }
    }

    fn malformed(&self, what: &str) -> ReadError {
        ReadError::Malformed { at: self.parser.get_ref().mark.in_file(&self.name), what: what.into() }
    }
}
