//! Archives that are compressed, record by record or as a whole.

use std::io::{self, BufReader, Read};

use flate2::read::MultiGzDecoder;

use crate::Limits;
use crate::coding::is_gzip;
use crate::source::Source;

/// Whether bytes begin an archive that is not compressed.
pub(crate) fn begins_warc(bytes: &[u8]) -> bool {
    let version = bytes.strip_prefix(b"WARC/");
    version.is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_digit))
}

/// Whether the compressed bytes of a gzip file begin an archive.
pub(crate) fn holds_warc(bytes: &[u8]) -> bool {
    let mut begin = [0; 8];
    MultiGzDecoder::new(bytes).read_exact(&mut begin).is_ok() && begins_warc(&begin)
}

/// The decompressed bytes of an archive, and the name of the file that they would be.
pub(super) fn opened(
    name: &str,
    source: &Source,
    limits: &Limits,
) -> io::Result<(String, BufReader<Box<dyn Read + Send>>)> {
    let stream = source.open()?;
    let (begin, _) = source.prefix(2)?;
    if !is_gzip(&begin) {
        return Ok((name.to_owned(), BufReader::new(stream)));
    }
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let member = file.strip_suffix(".gz").unwrap_or("content");
    let decoder = MultiGzDecoder::new(Counted { stream, count: 0 });
    let bounded = Bounded { decoder, given: 0, limits: limits.clone() };
    Ok((format!("{name}!/{member}"), BufReader::new(Box::new(bounded))))
}

/// A stream that counts what is read of it.
struct Counted {
    stream: Box<dyn Read + Send>,
    count: usize,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(into)?;
        self.count = self.count.saturating_add(read);
        Ok(read)
    }
}

/// Decompressed bytes that are not too many for what they were made of.
struct Bounded {
    decoder: MultiGzDecoder<Counted>,
    given: usize,
    limits: Limits,
}

impl Read for Bounded {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.decoder.read(into)?;
        self.given = self.given.saturating_add(read);
        let coded = self.decoder.get_ref().count;
        if self.given > self.limits.expanded_bytes(coded) {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        Ok(read)
    }
}
