//! Messages as people write them: editor files (`.http`, `.rest`), printed exchanges, and documents in Markdown.

mod body;
mod editor;
mod lines;
mod lower;
mod markdown;
mod variables;

use std::ops::Range;
use std::sync::Arc;

pub(crate) use editor::is_editor_file;
pub(crate) use markdown::is_document;

use self::lower::Lowering;
use self::variables::Variables;
use crate::attachments::Attachments;
use crate::capture::Recorded;
use crate::detect::BOM;
use crate::places::PlaceFile;
use crate::reader::{Health, Reader};
use crate::{Assume, Limits, ReadError};

/// One request, with its answer if there is one.
#[derive(Debug, Default)]
struct Entry {
    request: Message,
    answer: Option<Answer>,
}

/// What stands behind a request.
#[derive(Debug)]
enum Answer {
    /// A response.
    Message(Message),
    /// The name of a file with the body of one (`<> 2026-01-02T030405.200.json`).
    Reference(Range<usize>),
}

/// Where the parts of a message stand.
#[derive(Debug, Default)]
struct Message {
    /// The first line.
    line: Range<usize>,
    /// Further lines of the URL.
    more: Vec<Range<usize>>,
    /// Header lines.
    fields: Vec<Range<usize>>,
    /// The body, in one piece or, in a document, in two.
    body: Vec<Range<usize>>,
}

/// What kind of text it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// A file of requests for an editor, or what a tool printed: heads are whole unless they say otherwise.
    Editor,
    /// A document: it shows what matters to it.
    Document,
}

/// Reads the exchanges of one text.
#[derive(Debug)]
pub(crate) struct TextReader {
    style: Style,
    bytes: Arc<Vec<u8>>,
    file: Arc<PlaceFile>,
    entries: std::vec::IntoIter<Entry>,
    variables: Variables,
    attachments: Attachments,
}

impl Reader for TextReader {
    fn next(&mut self, _: Assume, limits: &Limits) -> Option<Result<Recorded, ReadError>> {
        let entry = self.entries.next()?;
        self.attachments.begin(Arc::clone(&self.file));
        let mut lowering = Lowering {
            bytes: &self.bytes,
            style: self.style,
            variables: &self.variables,
            attachments: &mut self.attachments,
            limits,
        };
        let exchange = lowering.exchange(&entry);
        Some(exchange.map(|exchange| lowering.recorded(exchange)).map_err(|fault| {
            let at = self.file.locate(&directline_exchange::Origin::verbatim(0, fault.at as u64), 0);
            ReadError::Malformed { at, what: fault.what.into() }
        }))
    }

    fn health(&self, _: Assume) -> Health {
        match self.style {
            Style::Editor => Health {
                producer: None,
                unseen: vec!["what an editor adds when it sends: headers of its own, values of variables"],
                is_expectation: false,
            },
            Style::Document => Health {
                producer: None,
                unseen: vec!["headers: a document shows those that matter to it"],
                is_expectation: true,
            },
        }
    }

    fn goes_on(&self) -> bool {
        true
    }
}

impl TextReader {
    pub(crate) fn new(name: &str, bytes: Arc<Vec<u8>>, style: Style, attachments: Attachments) -> Self {
        let file = PlaceFile::whole(name.into(), Arc::clone(&bytes));
        let start = if bytes.starts_with(BOM) { BOM.len() } else { 0 };
        let (entries, variables) = match style {
            Style::Editor => (editor::entries(&bytes, start), Variables::of(&bytes, start)),
            Style::Document => (markdown::entries(&bytes, start), Variables::default()),
        };
        Self { style, bytes, file, entries: entries.into_iter(), variables, attachments }
    }
}
