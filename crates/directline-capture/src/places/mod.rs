//! From a byte of a datum back to line and column of the file.

mod file;
mod mark;
mod unfold;

use std::fmt;
use std::sync::Arc;

use directline_exchange::Origin;

pub(crate) use file::PlaceFile;
pub(crate) use mark::Mark;
pub(crate) use unfold::{is_base64, raw_offset};

/// Where the data of one exchange stand in the files of its capture.
///
/// It keeps the bytes of the entry it was made for and computes lines only when asked; a copy is cheap.
///
/// ```
/// use directline_capture::{Limits, open_bytes};
///
/// let har = br#"{"log": {"entries": [
///   {"request": {"method": "POST", "url": "http://localhost/api/conversations/c/messages",
///     "headers": [], "postData": {"text": "{\n\"text\": \"caf\u00e9!\"}"}}}]}}"#;
/// let recorded = open_bytes("a.har", har.to_vec(), &Limits::default())?.next().unwrap()?;
/// let body = recorded.exchange.request.body.present().unwrap();
/// let place = recorded.places.locate(&body.origin, body.bytes.iter().position(|&b| b == b'!').unwrap());
/// assert_eq!((place.line, place.column), (3, 66));
/// # Ok::<(), directline_capture::ReadError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Places {
    entry: Origin,
    files: Arc<[Arc<PlaceFile>]>,
}

/// A place in a file, as an editor shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The file as reports show it; a member of an archive is `archive.zip!/member`.
    pub file: String,
    /// Bytes before the place, from the beginning of the file.
    pub offset: u64,
    /// The line, from 1; lines end with LF.
    pub line: u64,
    /// The column, from 1, in characters (Unicode scalar values). A byte that belongs to no UTF-8 character
    /// counts as one.
    pub column: u64,
}

impl fmt::Display for Position {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, offset, line, column } = self;
        write!(out, "{file}:{line}:{column} (byte {offset})")
    }
}

impl Places {
    /// Places in these files; the exchange's entry begins at `entry`.
    pub(crate) fn new(entry: Origin, files: Vec<Arc<PlaceFile>>) -> Self {
        Self { entry, files: files.into() }
    }

    /// Places in whole files that are no recordings: an [`Origin`] names them by their number.
    ///
    /// ```
    /// use directline_capture::Places;
    /// use directline_exchange::Origin;
    ///
    /// let places = Places::of_files([("a.json".into(), b"{\n\"a\":1}".to_vec())]);
    /// assert_eq!(places.locate(&Origin::verbatim(0, 0), 6).to_string(), "a.json:2:5 (byte 6)");
    /// ```
    pub fn of_files(files: impl IntoIterator<Item = (Arc<str>, Vec<u8>)>) -> Self {
        let files = files.into_iter().map(|(name, bytes)| PlaceFile::whole(name, Arc::new(bytes)));
        Self::new(Origin::default(), files.collect())
    }

    /// Where byte `byte` of the datum with this `origin` stands. A byte beyond the end of the datum stands where
    /// the datum ends, a place beyond the end of the entry where the entry ends.
    pub fn locate(&self, origin: &Origin, byte: usize) -> Position {
        let index = usize::try_from(origin.file).unwrap_or(usize::MAX);
        self.files.get(index).map(|file| file.locate(origin, byte)).unwrap_or_default()
    }

    /// How many bytes are kept to tell places from: those of the exchange's entry, or of the file that holds it.
    ///
    /// ```
    /// use directline_capture::Places;
    /// assert_eq!(Places::of_files([("a.json".into(), b"[1]".to_vec())]).kept(), 3);
    /// ```
    pub fn kept(&self) -> usize {
        self.files.iter().map(|file| file.bytes().len()).fold(0, usize::saturating_add)
    }

    /// Where the exchange's entry begins.
    pub fn position_of_entry(&self) -> Position {
        self.locate(&self.entry, 0)
    }
}
