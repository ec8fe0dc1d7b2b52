//! Readers of recordings: what they promise for any bytes.

use std::fs;
use std::path::Path;

use directline_capture::{
    Capture, Format, Limits, Memory, ReadError, Recorded, Unread, inputs, open, open_bytes_as,
};
use directline_exchange::{Body, Exchange, Headers};
use tempfile::TempDir;

use crate::places::{self, Files};

/// What the recording is called.
pub(crate) const NAME: &str = "recording";

/// What separates the two files of a pair in the bytes of an input.
pub(crate) const BETWEEN_PAIR: &[u8] = b"\n\0\n";

/// An exchange, or why there is none.
type Read = Result<Recorded, ReadError>;

/// Reads bytes as this format and looks whether every promise is kept.
pub(crate) fn check(format: Format, bytes: &[u8]) {
    let subject = Subject::new(format);
    let whole = subject.read(bytes, &bounded());
    let files = Files::of(format, NAME, bytes);
    for read in &whole {
        match read {
            Ok(recorded) => places::check(recorded, &files),
            Err(error) => places::check_error(error, &files),
        }
    }
    agree(&whole, &subject.read_apart(bytes, &bounded()));
    within_bounds(&subject, bytes);
    if whole.iter().all(Result::is_ok) && !bytes.is_empty() && !holds_messages(format, &whole) {
        let end = cut_at(format, bytes);
        let cut = subject.read(&bytes[..end], &bounded());
        let (before, after) = (exchanges(&whole), exchanges(&cut));
        assert!(after <= before, "{after} exchanges of the first {end} bytes, {before} of all");
    }
}

/// Whether bodies hold lines as messages have. Where a `Content-Length` leads beyond the end of a file of raw messages, it
/// counts as wrong, and the reader goes on at the next such line: so people write files by hand.
fn holds_messages(format: Format, read: &[Read]) -> bool {
    let in_body = |body: &Body| {
        let bytes = body.present().map_or(&[][..], |content| &content.bytes);
        bytes.windows(5).any(|five| five.eq_ignore_ascii_case(b"HTTP/"))
    };
    let exchanges = read.iter().flatten().map(|recorded| &recorded.exchange);
    let mut bodies = exchanges.flat_map(|exchange| [&exchange.request.body, &exchange.response.body]);
    format == Format::RawHttp && bodies.any(in_body)
}

/// A place to cut.
fn cut_at(format: Format, bytes: &[u8]) -> usize {
    let end = usize::try_from(fingerprint(bytes)).unwrap_or(0) % bytes.len();
    // What is typed by hand has no frame: half a line may be a request where the whole is none.
    let is_typed = matches!(format, Format::Markdown | Format::HttpFile | Format::RawHttp);
    let line_end = || bytes[..end].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    if is_typed { line_end() } else { end }
}

/// Bounds that keep one input quick.
pub(crate) fn bounded() -> Limits {
    const MIB: usize = 1 << 20;
    Limits { max_body_bytes: MIB, max_entry_bytes: 4 * MIB, ..Limits::default() }
}

/// A format, and what its reader needs beside bytes.
struct Subject {
    format: Format,
    /// Where a pair of files is put.
    folder: Option<TempDir>,
}

impl Subject {
    fn new(format: Format) -> Self {
        let folder = || tempfile::tempdir().expect("a folder for a pair can be made");
        Self { format, folder: (format == Format::RawPairs).then(folder) }
    }

    fn open(&self, bytes: &[u8], limits: &Limits) -> Result<Capture, ReadError> {
        match &self.folder {
            Some(folder) => pair(folder.path(), bytes, limits),
            None => open_bytes_as(self.format, NAME, bytes.to_vec(), limits),
        }
    }

    /// Everything that is read.
    fn read(&self, bytes: &[u8], limits: &Limits) -> Vec<Read> {
        self.open(bytes, limits).map_or_else(|error| vec![Err(error)], Iterator::collect)
    }

    /// The same, where the entries are cut out first and read then, the last one first.
    fn read_apart(&self, bytes: &[u8], limits: &Limits) -> Vec<Read> {
        let mut capture = match self.open(bytes, limits) {
            Ok(capture) => capture,
            Err(error) => return vec![Err(error)],
        };
        let entries: Vec<Unread> = std::iter::from_fn(|| capture.cut()).collect();
        let mut memory = Memory::default();
        let read = |entry: Unread| (entry.goes_on(), entry.read(&mut memory));
        let mut outcomes: Vec<(bool, Read)> = entries.into_iter().rev().map(read).collect();
        outcomes.reverse();
        let ends = outcomes.iter().position(|(goes_on, outcome)| outcome.is_err() && !goes_on);
        outcomes.truncate(ends.map_or(outcomes.len(), |last| last + 1));
        outcomes.into_iter().map(|(_, outcome)| outcome).collect()
    }
}

/// Opens a folder with one pair.
fn pair(folder: &Path, bytes: &[u8], limits: &Limits) -> Result<Capture, ReadError> {
    let (request, response) = halves(bytes);
    fs::write(folder.join("a.req.bin"), request).expect("a request can be written");
    let at = folder.join("a.res.bin");
    match response {
        Some(response) => fs::write(at, response).expect("a response can be written"),
        None => drop(fs::remove_file(at)),
    }
    open(&inputs(&[folder.to_owned()]).remove(0)?, limits)
}

/// The request and the response of a pair.
pub(crate) fn halves(bytes: &[u8]) -> (&[u8], Option<&[u8]>) {
    let between = bytes.windows(BETWEEN_PAIR.len()).position(|window| window == BETWEEN_PAIR);
    match between {
        Some(at) => (&bytes[..at], Some(&bytes[at + BETWEEN_PAIR.len()..])),
        None => (bytes, None),
    }
}

/// What is read twice is the same, also in another order.
fn agree(one: &[Read], other: &[Read]) {
    assert_eq!(one.len(), other.len(), "a second reading gives another number");
    for (one, other) in one.iter().zip(other) {
        match (one, other) {
            (Ok(one), Ok(other)) => assert_eq!(one.exchange, other.exchange),
            (Err(one), Err(other)) => assert_eq!(one.to_string(), other.to_string()),
            _ => panic!("{one:?} and then {other:?}"),
        }
    }
}

/// Narrow bounds are kept, too.
fn within_bounds(subject: &Subject, bytes: &[u8]) {
    let limits = Limits { max_headers: 3, max_body_bytes: 64, max_depth: 8, ..bounded() };
    for recorded in subject.read(bytes, &limits).into_iter().flatten() {
        let Exchange { request, response, .. } = &recorded.exchange;
        for (headers, body) in [(&request.headers, &request.body), (&response.headers, &response.body)] {
            let count = Headers::iter(headers).count();
            assert!(count <= limits.max_headers, "{count} header fields");
            let length = body.present().map_or(0, |content| content.bytes.len());
            assert!(length <= limits.max_body_bytes, "a body of {length} bytes");
        }
    }
}

fn exchanges(read: &[Read]) -> usize {
    read.iter().filter(|read| read.is_ok()).count()
}

/// A number that hangs on every byte (FNV-1a).
pub(crate) fn fingerprint(bytes: &[u8]) -> u64 {
    let mix = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, mix)
}
