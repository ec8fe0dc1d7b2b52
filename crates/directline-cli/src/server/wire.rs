//! The last step before the socket, for what a well-behaved server never sends.
//!
//! A faulty service answers 204 with a body, and hyper would leave the body out. So such an answer goes through hyper
//! under another status, which is put right here.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::StatusCode;
use hyper::ext::ReasonPhrase;
use hyper::rt::{Read, ReadBufCursor, Write};

/// The status that stands for 204 until the head is written. Nothing else has it.
const STAND_IN: u16 = 299;

/// A socket whose 204 may have a body.
pub(super) struct Wire<S>(pub(super) S);

/// Has an answer pass through hyper with its body, whatever its status says.
pub(super) fn keep_body<B>(response: &mut hyper::Response<B>) {
    if response.status() == StatusCode::NO_CONTENT {
        *response.status_mut() = StatusCode::from_u16(STAND_IN).unwrap_or_default();
        response.extensions_mut().insert(ReasonPhrase::from_static(b"No Content"));
    }
}

/// The head with its status put right, if it has the stand-in.
fn restored(head: &[u8]) -> Option<Vec<u8>> {
    let is_stand_in = head.starts_with(b"HTTP/1.") && head.get(8..13) == Some(b" 299 ".as_slice());
    is_stand_in.then(|| {
        let (before, after) = (head.get(..9).unwrap_or_default(), head.get(12..).unwrap_or_default());
        [before, b"204", after].concat()
    })
}

impl<S: Read + Unpin> Read for Wire<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, into)
    }
}

impl<S: Write + Unpin> Write for Wire<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match restored(bytes) {
            Some(restored) => Pin::new(&mut self.0).poll_write(context, &restored),
            None => Pin::new(&mut self.0).poll_write(context, bytes),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }

    fn is_write_vectored(&self) -> bool {
        self.0.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match pieces.first().and_then(|first| restored(first)) {
            Some(restored) => Pin::new(&mut self.0).poll_write(context, &restored),
            None => Pin::new(&mut self.0).poll_write_vectored(context, pieces),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::restored;

    #[test]
    fn only_the_stand_in_is_changed() {
        let head = b"HTTP/1.1 299 No Content\r\nA: b\r\n\r\nc";
        assert_eq!(restored(head).unwrap(), b"HTTP/1.1 204 No Content\r\nA: b\r\n\r\nc");
        for other in ["HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 2", "", "a file with HTTP/1.1 299 in it"] {
            assert_eq!(restored(other.as_bytes()), None, "{other}");
        }
    }
}
