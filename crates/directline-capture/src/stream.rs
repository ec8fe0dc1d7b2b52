//! Streams that can be read only once: lines are read as they come, anything else is read to its end first.

use std::io::{self, Cursor, Read};
use std::sync::Arc;

use crate::source::{Source, io_error, prefix, too_large};
use crate::{Format, Limits, ReadError, detect};

/// How much of a stream is looked at to find out whether lines come.
const PREFIX: usize = 64 * 1024;

/// What a stream gives.
pub(crate) enum Stream {
    /// Lines of NDJSON, as they come.
    Lines(Box<dyn Read + Send>),
    /// All that there was.
    All(Vec<u8>),
}

/// Reads as much of a stream as it takes to know what comes.
pub(crate) fn begin(
    name: &str,
    mut stream: impl Read + Send + 'static,
    limits: &Limits,
) -> Result<Stream, ReadError> {
    let mut begun = Vec::new();
    while begun.len() < PREFIX {
        let mut piece = vec![0; PREFIX];
        let length = match stream.read(&mut piece) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read.map_err(|error| io_error(name, error))?,
        };
        begun.extend_from_slice(piece.get(..length).unwrap_or_default());
        // Lines need not be waited for.
        if length == 0 || memchr::memchr(b'\n', text(&begun)).is_some() {
            break;
        }
    }
    if is_lines(name, &begun) {
        return Ok(Stream::Lines(Box::new(Cursor::new(begun).chain(stream))));
    }
    if begun.len() >= PREFIX && begun.iter().all(|byte| *byte == 0) {
        // A device that gives zeros without end: what comes next makes no recording of it.
        return Ok(Stream::All(begun));
    }
    let most = limits.max_stdin_bytes;
    let (bytes, complete) =
        prefix(Cursor::new(begun).chain(stream), most).map_err(|error| io_error(name, error))?;
    if complete { Ok(Stream::All(bytes)) } else { Err(too_large(name, "the stream", most)) }
}

fn text(begun: &[u8]) -> &[u8] {
    begun.strip_prefix(detect::BOM).unwrap_or(begun).trim_ascii_start()
}

/// Whether lines come. The first one tells, even if it is damaged, or so long that its end is not there.
fn is_lines(name: &str, begun: &[u8]) -> bool {
    text(begun).starts_with(b"{") && {
        let source = Source::Memory(Arc::new(begun.to_vec()));
        detect::detect(name, &source).is_ok_and(|format| format == Format::Ndjson)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives these pieces one after the other; asked for more, it fails.
    struct Pieces(std::vec::IntoIter<&'static [u8]>);

    impl Read for Pieces {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let piece = self.0.next().ok_or(io::ErrorKind::TimedOut)?;
            into[..piece.len()].copy_from_slice(piece);
            Ok(piece.len())
        }
    }

    fn begun(pieces: Vec<&'static [u8]>) -> Result<Stream, ReadError> {
        begin("-", Pieces(pieces.into_iter()), &Limits::default())
    }

    #[test]
    fn lines_are_not_waited_for() {
        const LINE: &[u8] = b"{\"method\":\"GET\",\"url\":\"/\"}\n";
        for pieces in [vec![LINE], vec![b"\xef\xbb\xbf", &LINE[..9], &LINE[9..]], vec![b"\n\n", LINE]] {
            let whole = pieces.concat();
            let Ok(Stream::Lines(mut lines)) = begun(pieces) else { panic!("lines") };
            let mut read = vec![0; whole.len()];
            lines.read_exact(&mut read).unwrap();
            assert_eq!(read, whole);
            assert_eq!(lines.read(&mut read).unwrap_err().kind(), io::ErrorKind::TimedOut);
        }
    }

    /// What comes after it is not waited for, and is not lost.
    #[test]
    fn the_first_line_may_be_long_or_damaged() {
        let mut long = String::from(r#"{"method":"POST","url":"/","request":{"body_text":""#);
        long.extend(std::iter::repeat_n('a', PREFIX - long.len()));
        let cut = b"{\"method\":\"GET\",\"url\":\n";
        let damaged = b"{\"method\":\"GET\" \"url\":\"/\"}\n";
        for first in [long.leak().as_bytes(), cut, damaged] {
            let Ok(Stream::Lines(mut lines)) = begun(vec![first, b"more"]) else { panic!("lines") };
            let mut read = Vec::new();
            assert_eq!(lines.read_to_end(&mut read).unwrap_err().kind(), io::ErrorKind::TimedOut);
            assert_eq!(read, [first, b"more"].concat());
        }
    }

    #[test]
    fn anything_else_is_read_to_its_end() {
        for text in [
            &b"{\"log\":{\"entries\":[]}}\n"[..],
            b"{\n\"log\":{\"entries\":[]}}\n",
            b"GET / HTTP/1.1\r\n\r\n",
        ] {
            let Ok(Stream::All(bytes)) = begun(vec![text, b""]) else { panic!("all") };
            assert_eq!(bytes, text);
            assert!(matches!(begun(vec![text]), Err(ReadError::Io { .. })), "waits for the end");
        }
    }
}
