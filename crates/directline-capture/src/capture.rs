//! Opens a recording and hands out its exchanges.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use directline_exchange::Exchange;

use crate::archive::Archive;
use crate::attachments::Attachments;
use crate::burp::BurpReader;
use crate::cassette::CassetteReader;
use crate::curl::CurlReader;
use crate::document::{self, DocumentReader};
use crate::har::{HarReader, TraceReader};
use crate::http::{PairsReader, RawReader};
use crate::input::{At, shown};
use crate::mitmproxy::FlowReader;
use crate::ndjson::NdjsonReader;
use crate::nock::NockReader;
use crate::reader::{Health, Reader};
use crate::saz::SazReader;
use crate::source::{Source, io_error};
use crate::stream::{self, Stream};
use crate::text::{Style, TextReader};
use crate::unread::{Stamp, Unread};
use crate::warc::WarcReader;
use crate::{Format, Input, Limits, Places, ReadError, detect};

/// One exchange of a capture, with the places of its data.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The exchange.
    pub exchange: Exchange,
    /// Where its data stand.
    pub places: Places,
}

impl Recorded {
    /// How many bytes it holds, more or less.
    pub(crate) fn weight(&self) -> usize {
        let bodies = [&self.exchange.request.body, &self.exchange.response.body];
        let bytes = bodies.into_iter().filter_map(|body| body.present()).map(|content| content.bytes.len());
        bytes.fold(self.places.kept(), usize::saturating_add)
    }
}

/// What to assume of credentials (`Authorization`, `Cookie`, `Set-Cookie`) that are not in a recording.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Assume {
    /// Find out from the recording.
    #[default]
    Detect,
    /// The exporter removed them.
    Redacted,
    /// They were not sent.
    Unredacted,
}

/// An open recording: an iterator over its exchanges.
///
/// After the first error it ends, except where the entries do not depend on each other (NDJSON lines, pairs of
/// files): there the entry is left out and reading goes on.
#[derive(Debug)]
pub struct Capture {
    name: Arc<str>,
    format: Format,
    reader: Box<dyn Reader>,
    limits: Arc<Limits>,
    assume: Assume,
    index: usize,
    ended: bool,
}

/// Opens a recording of the file system. The format is found from the content.
///
/// ```no_run
/// use directline_capture::{Limits, inputs, open};
///
/// for input in inputs(&["recordings".into()]) {
///     for recorded in open(&input?, &Limits::default())? {
///         println!("{}", recorded?.exchange.request.target.written);
///     }
/// }
/// # Ok::<(), directline_capture::ReadError>(())
/// ```
pub fn open(input: &Input, limits: &Limits) -> Result<Capture, ReadError> {
    let name: Arc<str> = input.name.as_str().into();
    match &input.at {
        At::Pairs(folder, pairs) => {
            let reader = PairsReader::new(&name, folder, pairs.clone());
            Ok(Capture::new(name, Format::RawPairs, Box::new(reader), limits))
        }
        At::File(path) => {
            let found = std::fs::metadata(path).map_err(|error| io_error(&name, error))?;
            if found.is_file() {
                return detected(name, &Source::File(path.clone()), Some(path), limits);
            }
            // A pipe can be read only once.
            let stream = std::fs::File::open(path).map_err(|error| io_error(&name, error))?;
            open_reader(&name, stream, limits)
        }
    }
}

/// Opens a recording in memory. Bodies beside a HAR (`_file`) are read from a zip archive only.
///
/// ```
/// use directline_capture::{Format, Limits, open_bytes};
///
/// let har = br#"{"log": {"entries": []}}"#.to_vec();
/// assert_eq!(open_bytes("-", har, &Limits::default())?.format(), Format::Har);
/// # Ok::<(), directline_capture::ReadError>(())
/// ```
pub fn open_bytes(name: &str, bytes: Vec<u8>, limits: &Limits) -> Result<Capture, ReadError> {
    detected(name.into(), &Source::Memory(Arc::new(bytes)), None, limits)
}

/// Opens a stream such as standard input. NDJSON is read line by line, as it comes; anything else is read to its end
/// first, within [`Limits::max_stdin_bytes`].
///
/// ```
/// use directline_capture::{Limits, ReadError, open_reader};
///
/// let limits = Limits { max_stdin_bytes: 4, ..Limits::default() };
/// let error = open_reader("-", &b"GET / HTTP/1.1"[..], &limits).unwrap_err();
/// assert!(matches!(error, ReadError::TooLarge { limit: 4, .. }));
/// ```
pub fn open_reader(
    name: &str,
    stream: impl Read + Send + 'static,
    limits: &Limits,
) -> Result<Capture, ReadError> {
    match stream::begin(name, stream, limits)? {
        Stream::All(bytes) => open_bytes(name, bytes, limits),
        Stream::Lines(lines) => {
            let name: Arc<str> = name.into();
            let reader = NdjsonReader::of_lines(&name, lines, Attachments::none());
            Ok(Capture::new(name, Format::Ndjson, Box::new(reader), limits))
        }
    }
}

/// Opens a recording in memory as one of this format, whatever its content looks like. [`Format::RawPairs`] is a folder, and
/// no bytes are one.
///
/// ```
/// use directline_capture::{Format, Limits, open_bytes, open_bytes_as};
///
/// let text = b"Remember the milk\n".to_vec();
/// assert!(open_bytes("-", text.clone(), &Limits::default()).is_err());
/// let mut lines = open_bytes_as(Format::Ndjson, "-", text, &Limits::default())?;
/// let error = lines.next().unwrap().unwrap_err();
/// assert_eq!(error.position().map(|place| place.line), Some(1));
/// # Ok::<(), directline_capture::ReadError>(())
/// ```
pub fn open_bytes_as(
    format: Format,
    name: &str,
    bytes: Vec<u8>,
    limits: &Limits,
) -> Result<Capture, ReadError> {
    if format == Format::RawPairs {
        let what = "one file, where pairs of messages are a folder of files".into();
        return Err(ReadError::NotARecording { file: name.into(), what });
    }
    read_as(format, name.into(), &Source::Memory(Arc::new(bytes)), None, limits)
}

fn detected(
    name: Arc<str>,
    source: &Source,
    path: Option<&Path>,
    limits: &Limits,
) -> Result<Capture, ReadError> {
    read_as(detect::detect(&name, source)?, name, source, path, limits)
}

fn read_as(
    format: Format,
    name: Arc<str>,
    source: &Source,
    path: Option<&Path>,
    limits: &Limits,
) -> Result<Capture, ReadError> {
    if let Some(dialect) = document::dialect(format) {
        let reader = DocumentReader::new(&name, source, dialect, limits)?;
        return Ok(Capture::new(name, format, Box::new(reader), limits));
    }
    let reader: Box<dyn Reader> = match format {
        Format::HarZip => {
            let mut archive = Archive::open(&name, source)?;
            let (har, member) = archive.har(&name, limits)?;
            let attachments = Attachments::archive(archive, &name);
            let file = format!("{name}!/{member}").into();
            Box::new(HarReader::new(file, &har, attachments, limits)?)
        }
        Format::RawHttp => Box::new(RawReader::new(&name, source.all(&name, limits.max_entry_bytes)?)),
        Format::Curl => Box::new(CurlReader::new(&name, source.all(&name, limits.max_entry_bytes)?)),
        Format::HttpFile | Format::Markdown => {
            let style = if format == Format::Markdown { Style::Document } else { Style::Editor };
            let bytes = source.all(&name, limits.max_entry_bytes)?;
            Box::new(TextReader::new(&name, bytes, style, beside(path)))
        }
        Format::Ndjson => Box::new(NdjsonReader::new(&name, source, beside(path))?),
        Format::Cassette => {
            let (begin, _) = source.prefix(64).map_err(|error| io_error(&name, error))?;
            let begin = begin.strip_prefix(detect::BOM).unwrap_or(&begin).trim_ascii_start();
            let bytes = if begin.starts_with(b"{") {
                source.all_json(&name, limits)?
            } else {
                source.all(&name, limits.max_entry_bytes)?
            };
            Box::new(CassetteReader::new(&name, bytes, limits))
        }
        Format::Nock => Box::new(NockReader::new(&name, source.all_json(&name, limits)?, limits)),
        Format::Saz => Box::new(SazReader::new(&name, Archive::open(&name, source)?, limits)?),
        Format::Burp => Box::new(BurpReader::new(&name, source)?),
        Format::Warc => Box::new(WarcReader::new(&name, source, limits)?),
        Format::HarZlib => {
            let har = source.inflated(limits).map_err(|error| io_error(&name, error))?;
            let file = format!("{name}!/har").into();
            Box::new(HarReader::new(file, &har, Attachments::none(), limits)?)
        }
        Format::PlaywrightTrace => Box::new(TraceReader::new(&name, source, limits)?),
        Format::Mitmproxy => Box::new(FlowReader::new(&name, source)?),
        _ => Box::new(HarReader::new(Arc::clone(&name), source, beside(path), limits)?),
    };
    Ok(Capture::new(name, format, reader, limits))
}

/// The bodies in the folder of a file.
fn beside(path: Option<&Path>) -> Attachments {
    let Some(path) = path else { return Attachments::none() };
    let folder = path.parent().unwrap_or(Path::new(""));
    let at = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut shown = shown(folder);
    if !shown.is_empty() && !shown.ends_with('/') {
        shown.push('/');
    }
    Attachments::folder(at.to_owned(), shown)
}

impl Capture {
    fn new(name: Arc<str>, format: Format, reader: Box<dyn Reader>, limits: &Limits) -> Self {
        let limits = Arc::new(limits.clone());
        Self { name, format, reader, limits, assume: Assume::Detect, index: 0, ended: false }
    }

    /// The format that was found.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The name as reports show it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is known of the whole: who made it, and what it cannot show.
    pub fn health(&self) -> Health {
        let mut health = self.reader.health(self.assume);
        if self.assume == Assume::Redacted {
            health.unseen.insert(0, "Authorization, Cookie and Set-Cookie: said to have been taken out");
        }
        health
    }

    /// Sets what to assume of missing credentials in the exchanges that are read from now on.
    ///
    /// ```
    /// use directline_capture::{Assume, Limits, open_bytes};
    /// use directline_exchange::{Observed, Reason};
    ///
    /// let line = br#"{"method": "GET", "url": "/", "request": {"headers": []}}"#;
    /// let mut capture = open_bytes("a.ndjson", line.to_vec(), &Limits::default())?;
    /// capture.assume(Assume::Redacted);
    /// let headers = capture.next().unwrap()?.exchange.request.headers;
    /// assert_eq!(headers.get("authorization"), Observed::NotObservable(Reason::RedactedByExporter));
    /// # Ok::<(), directline_capture::ReadError>(())
    /// ```
    pub fn assume(&mut self, assume: Assume) {
        self.assume = assume;
    }

    /// The next entry, to be read later, perhaps by another thread. Those after one that cannot be read count only where
    /// that [says so](Unread::goes_on).
    pub fn cut(&mut self) -> Option<Unread> {
        if self.ended {
            return None;
        }
        let piece = self.reader.cut(self.assume, &self.limits);
        let stamp = self.stamp();
        let goes_on = self.went(piece.as_ref().map(Result::is_ok));
        Some(Unread { piece: piece?, stamp, limits: Arc::clone(&self.limits), goes_on })
    }

    /// What the next exchange has of the whole.
    fn stamp(&self) -> Stamp {
        let (capture, is_settled) = (Arc::clone(&self.name), self.reader.settles_credentials());
        Stamp { capture, index: self.index, assume: self.assume, is_settled }
    }

    /// Counts an entry, with whether it was read; whether others may follow if it was not.
    fn went(&mut self, well: Option<bool>) -> bool {
        let goes_on = self.reader.goes_on();
        self.ended = match well {
            Some(true) => false,
            Some(false) => !goes_on,
            None => true,
        };
        // An entry that cannot be read still counts: the numbers of the others do not depend on it.
        self.index = self.index.saturating_add(1);
        goes_on
    }
}

impl Iterator for Capture {
    type Item = Result<Recorded, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let mut outcome = self.reader.next(self.assume, &self.limits);
        if let Some(Ok(recorded)) = &mut outcome {
            self.stamp().put_on(&mut recorded.exchange);
        }
        self.went(outcome.as_ref().map(Result::is_ok));
        outcome
    }
}
