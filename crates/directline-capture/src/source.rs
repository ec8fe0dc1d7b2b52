//! Where the bytes of a recording come from, so that they can be read more than once.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Take};
use std::path::PathBuf;
use std::sync::Arc;

use flate2::read::{DeflateDecoder, ZlibDecoder};

use crate::error::JSON_FILE;
use crate::{Limits, Mark, ReadError};

/// Bytes that can be read from the beginning any number of times.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// A file.
    File(PathBuf),
    /// Bytes in memory.
    Memory(Arc<Vec<u8>>),
    /// A part of another source that may be deflated, and then expands to `most` bytes at the most: a member of an archive.
    Part { of: Box<Source>, start: u64, length: u64, deflated: bool, most: u64 },
    /// Another source, compressed by zlib, that expands to `most` bytes at the most.
    Zlib { of: Box<Source>, most: u64 },
}

/// A reader that can seek.
pub(crate) trait ReadSeek: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadSeek for T {}

/// The bytes of an `Arc<Vec<u8>>`, for [`Cursor`].
pub(crate) struct Shared(Arc<Vec<u8>>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Source {
    /// A reader from the beginning.
    pub(crate) fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(match self {
            Self::File(path) => Box::new(File::open(path)?),
            Self::Memory(bytes) => Box::new(Cursor::new(Shared(Arc::clone(bytes)))),
            Self::Part { of, start, length, deflated, most } => {
                let mut reader = of.open_seek()?;
                reader.seek(SeekFrom::Start(*start))?;
                let part = reader.take(*length);
                if *deflated {
                    let one_more = most.saturating_add(1);
                    Box::new(Bounded { reader: DeflateDecoder::new(part).take(one_more) })
                } else {
                    Box::new(part)
                }
            }
            Self::Zlib { of, most } => {
                let one_more = most.saturating_add(1);
                Box::new(Bounded { reader: ZlibDecoder::new(of.open()?).take(one_more) })
            }
        })
    }

    /// A reader that can seek; parts of other sources have none.
    pub(crate) fn open_seek(&self) -> io::Result<Box<dyn ReadSeek>> {
        match self {
            Self::File(path) => Ok(Box::new(File::open(path)?)),
            Self::Memory(bytes) => Ok(Box::new(Cursor::new(Shared(Arc::clone(bytes))))),
            Self::Part { .. } | Self::Zlib { .. } => Err(io::Error::from(io::ErrorKind::Unsupported)),
        }
    }

    /// The same, with no more than the allowed ratio where it is deflated.
    pub(crate) fn within(mut self, limits: &Limits) -> Self {
        if let Self::Part { length, most, .. } = &mut self {
            *most = expanded(*length, limits);
        }
        self
    }

    /// The same, decompressed by zlib within the allowed ratio.
    pub(crate) fn inflated(&self, limits: &Limits) -> io::Result<Self> {
        let coded = match self {
            Self::File(path) => std::fs::metadata(path)?.len(),
            Self::Memory(bytes) => bytes.len() as u64,
            Self::Part { length, .. } => *length,
            Self::Zlib { most, .. } => *most,
        };
        Ok(Self::Zlib { of: Box::new(self.clone()), most: expanded(coded, limits) })
    }

    /// At most `limit` bytes from the beginning, and whether that is all.
    pub(crate) fn prefix(&self, limit: usize) -> io::Result<(Vec<u8>, bool)> {
        prefix(self.open()?, limit)
    }

    /// All bytes, if they are no more than `limit`.
    pub(crate) fn all(&self, name: &str, limit: usize) -> Result<Arc<Vec<u8>>, ReadError> {
        self.whole(name, "the file", limit)
    }

    /// All bytes of a file that is JSON as a whole.
    pub(crate) fn all_json(&self, name: &str, limits: &Limits) -> Result<Arc<Vec<u8>>, ReadError> {
        self.whole(name, JSON_FILE, limits.json_bytes())
    }

    fn whole(&self, name: &str, what: &'static str, limit: usize) -> Result<Arc<Vec<u8>>, ReadError> {
        if let Self::Memory(bytes) = self
            && bytes.len() <= limit
        {
            return Ok(Arc::clone(bytes));
        }
        let (bytes, complete) = self.prefix(limit).map_err(|error| io_error(name, error))?;
        if complete { Ok(Arc::new(bytes)) } else { Err(too_large(name, what, limit)) }
    }
}

/// How many bytes so many compressed ones may expand to.
fn expanded(coded: u64, limits: &Limits) -> u64 {
    limits.expanded_bytes(usize::try_from(coded).unwrap_or(usize::MAX)) as u64
}

/// A reader that refuses to go beyond a limit.
struct Bounded<R> {
    /// May give one byte more than is allowed.
    reader: Take<R>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(into)?;
        if count > 0 && self.reader.limit() == 0 {
            let what = "the file expands to more bytes than the ratio of decompression allows";
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, what));
        }
        Ok(count)
    }
}

/// At most `limit` bytes of `reader`, and whether that is all.
pub(crate) fn prefix(reader: impl Read, limit: usize) -> io::Result<(Vec<u8>, bool)> {
    let mut bytes = Vec::new();
    let one_more = (limit as u64).saturating_add(1);
    reader.take(one_more).read_to_end(&mut bytes)?;
    let complete = bytes.len() <= limit;
    bytes.truncate(limit);
    Ok((bytes, complete))
}

pub(crate) fn io_error(name: &str, source: io::Error) -> ReadError {
    ReadError::Io { file: name.into(), source }
}

/// The fault of reading at this place. What a decompressor says is about the recording, not about the file system.
pub(crate) fn read_error(name: &str, at: Mark, error: io::Error) -> ReadError {
    use io::ErrorKind::{FileTooLarge, InvalidData, InvalidInput, UnexpectedEof};
    let at = at.in_file(name);
    match error.kind() {
        _ if error.raw_os_error().is_some() => io_error(name, error),
        UnexpectedEof => ReadError::Truncated { at, what: "inside of the compression".into() },
        InvalidData | InvalidInput => {
            ReadError::Malformed { at, what: "the compressed data are damaged".into() }
        }
        FileTooLarge => ReadError::Malformed { at, what: error.to_string() },
        _ => io_error(name, error),
    }
}

pub(crate) fn too_large(name: &str, what: &'static str, limit: usize) -> ReadError {
    ReadError::TooLarge { at: Mark::START.in_file(name), what, limit }
}
