//! Entries that are cut out of a recording and read later: cutting keeps their order, reading needs none.

use std::fmt;
use std::sync::Arc;

use directline_exchange::{Exchange, Headers, Origin, Reason};
use directline_json::{Arena, Document};

use crate::attachments::Attachments;
use crate::base::Base;
use crate::capture::Recorded;
use crate::har::{Fault, is_cut};
use crate::places::PlaceFile;
use crate::repeated::Repeated;
use crate::{Assume, Limits, Mark, Places, ReadError};

/// An entry of a recording that is not read yet: any thread can read it, whatever became of those before it.
///
/// ```
/// use directline_capture::{Limits, Memory, open_bytes};
///
/// let lines = b"{\"method\": \"GET\", \"url\": \"/a\"}\n{\"method\": \"GET\", \"url\": \"/b\"}\n".to_vec();
/// let mut capture = open_bytes("a.ndjson", lines, &Limits::default())?;
/// let (first, second) = (capture.cut().unwrap(), capture.cut().unwrap());
/// let mut memory = Memory::default();
/// assert_eq!(second.read(&mut memory)?.exchange.source.index, 1);
/// assert_eq!(first.read(&mut memory)?.exchange.request.target.path, "/a");
/// # Ok::<(), directline_capture::ReadError>(())
/// ```
#[derive(Debug)]
pub struct Unread {
    pub(crate) piece: Result<Piece, ReadError>,
    pub(crate) stamp: Stamp,
    pub(crate) limits: Arc<Limits>,
    pub(crate) goes_on: bool,
}

/// What reading one entry leaves to the next: give each thread one.
#[derive(Debug, Default)]
pub struct Memory {
    arena: Arena,
    repeated: Repeated,
}

/// An entry as a reader cuts it out.
#[derive(Debug)]
pub(crate) enum Piece {
    /// It was read at once: it could not be told from the others otherwise, or depends on them.
    Read(Box<Recorded>),
    /// The bytes of it.
    Cut(Cut, Arc<dyn Entries>),
}

/// The bytes of an entry.
#[derive(Debug)]
pub(crate) struct Cut {
    pub(crate) bytes: Vec<u8>,
    /// Where they begin.
    pub(crate) mark: Mark,
    /// They do not end where the file ends too early.
    pub(crate) is_whole: bool,
}

/// What reading an entry takes beside its text.
pub(crate) struct Beside<'m> {
    pub(crate) attachments: &'m mut Attachments,
    pub(crate) repeated: &'m mut Repeated,
}

/// What the entries of one recording have in common.
pub(crate) trait Entries: fmt::Debug + Send + Sync {
    /// Reads one.
    fn read(
        &self,
        cut: Cut,
        assume: Assume,
        limits: &Limits,
        attachments: &mut Attachments,
        memory: &mut Memory,
    ) -> Result<Recorded, ReadError>;
}

/// What reading the entries of one recording takes.
#[derive(Debug)]
pub(crate) struct Reading<E> {
    pub(crate) entries: Arc<E>,
    attachments: Attachments,
    memory: Memory,
}

impl<E: Entries + 'static> Reading<E> {
    pub(crate) fn new(entries: E, attachments: Attachments) -> Self {
        Self { entries: Arc::new(entries), attachments, memory: Memory::default() }
    }

    /// Reads an entry.
    pub(crate) fn read(&mut self, cut: Cut, assume: Assume, limits: &Limits) -> Result<Recorded, ReadError> {
        self.entries.read(cut, assume, limits, &mut self.attachments, &mut self.memory)
    }

    /// Leaves an entry to others, unless it may name a file: how much of those is read depends on what was read before.
    pub(crate) fn leave(&mut self, cut: Cut, assume: Assume, limits: &Limits) -> Result<Piece, ReadError> {
        if self.attachments.may_be_named(&cut.bytes) {
            return self.read(cut, assume, limits).map(|recorded| Piece::Read(Box::new(recorded)));
        }
        Ok(Piece::Cut(cut, Arc::clone(&self.entries) as Arc<dyn Entries>))
    }
}

/// What an exchange has of the recording as a whole.
#[derive(Clone, Debug)]
pub(crate) struct Stamp {
    pub(crate) capture: Arc<str>,
    pub(crate) index: usize,
    pub(crate) assume: Assume,
    /// The reader heeds `assume` itself.
    pub(crate) is_settled: bool,
}

impl Unread {
    /// Reads it.
    pub fn read(self, memory: &mut Memory) -> Result<Recorded, ReadError> {
        let mut recorded = match self.piece? {
            Piece::Read(recorded) => *recorded,
            Piece::Cut(cut, entries) => {
                // It names no file beside the recording.
                let mut none = Attachments::none();
                entries.read(cut, self.stamp.assume, &self.limits, &mut none, memory)?
            }
        };
        self.stamp.put_on(&mut recorded.exchange);
        Ok(recorded)
    }

    /// Whether the entries after this one count if it cannot be read.
    ///
    /// ```
    /// use directline_capture::{Limits, Memory, open_bytes};
    ///
    /// let limits = Limits::default();
    /// let mut har = open_bytes("a.har", br#"{"log": {"entries": [{}]}}"#.to_vec(), &limits)?;
    /// let entry = har.cut().unwrap();
    /// assert!(!entry.goes_on());
    /// assert!(entry.read(&mut Memory::default()).is_err());
    /// # Ok::<(), directline_capture::ReadError>(())
    /// ```
    pub fn goes_on(&self) -> bool {
        self.goes_on
    }

    /// How many bytes it holds, more or less.
    pub fn weight(&self) -> usize {
        match &self.piece {
            Ok(Piece::Read(recorded)) => recorded.weight(),
            Ok(Piece::Cut(cut, _)) => cut.bytes.len(),
            Err(_) => 0,
        }
    }
}

impl Cut {
    /// Reads it as JSON: what it says, and the files that it uses.
    pub(crate) fn json<T>(
        self,
        name: &Arc<str>,
        limits: &Limits,
        attachments: &mut Attachments,
        Memory { arena, repeated }: &mut Memory,
        read: impl FnOnce(&Document<'_>, Base, &mut Beside<'_>) -> Result<T, Fault>,
    ) -> Result<(T, Vec<Arc<PlaceFile>>), ReadError> {
        let (bytes, mark) = (Arc::new(self.bytes), self.mark);
        let document = Document::parse_in(&bytes, &limits.json(), std::mem::take(arena));
        let file = PlaceFile::new(Arc::clone(name), mark, Arc::clone(&bytes));
        attachments.begin(Arc::clone(&file));
        let mut beside = Beside { attachments, repeated };
        let outcome = read(&document, Base { file: 0, start: mark.offset }, &mut beside);
        let files = attachments.end();
        let outcome = outcome.map(|said| (said, files)).map_err(|fault| {
            let at = file.locate(&Origin::verbatim(0, mark.offset), fault.at);
            if !self.is_whole && document.defects().iter().any(|defect| is_cut(&defect.kind)) {
                return ReadError::Truncated { at, what: "inside the last line".into() };
            }
            ReadError::Malformed { at, what: fault.what }
        });
        *arena = document.into_arena();
        outcome
    }
}

/// An exchange of an entry, and where its data stand.
pub(crate) fn recorded((exchange, files): (Exchange, Vec<Arc<PlaceFile>>)) -> Recorded {
    Recorded { places: Places::new(exchange.source.origin.clone(), files), exchange }
}

impl Stamp {
    pub(crate) fn put_on(&self, exchange: &mut Exchange) {
        exchange.source.capture = Arc::clone(&self.capture);
        exchange.source.index = self.index;
        if self.is_settled || self.assume == Assume::Detect {
            return;
        }
        // A format that knows nothing of exporters.
        settle(&mut exchange.request.headers, "authorization", self.assume);
        settle(&mut exchange.request.headers, "cookie", self.assume);
        settle(&mut exchange.response.headers, "set-cookie", self.assume);
    }
}

fn settle(headers: &mut Headers, name: &str, assume: Assume) {
    headers.stop_withholding(name);
    if assume == Assume::Redacted {
        headers.withhold(name, Reason::RedactedByExporter);
    }
}
