//! Raw HTTP/1.1 messages, byte for byte or as printed; [`write_exchange`] and [`write_with_omissions`] write
//! them.

mod body;
mod chunked;
mod framed;
mod head;
mod held;
mod lossy;
mod message;
mod pairs;
mod printed;
mod shown;
mod start;
mod stream;
mod write;

pub(crate) use framed::are_framed;
pub(crate) use head::{is_omission, line_at};
pub(crate) use held::{Held, Kept, as_url};
pub(crate) use message::{Fault, Wire, no_response};
pub(crate) use pairs::PairsReader;
pub(crate) use start::{begins_message, request_line, status_line};
pub(crate) use stream::RawReader;
pub use write::{Unwritable, write_exchange, write_with_omissions};

use head::skip_empty_lines;

/// How much of a file one message may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// The message is the whole file.
    File,
    /// Other messages may follow.
    Stream,
    /// The message is all that is given, as a document, an editor or a tool shows it: nothing is known of how it was
    /// framed, and a body that is not there may have been left out.
    Shown,
}

/// Whether text begins with an HTTP message.
pub(crate) fn starts_message(text: &[u8]) -> bool {
    line_at(text, 0).is_some_and(|line| begins_message(text.get(line.text).unwrap_or_default()))
}

/// Whether the file ends at `at`, or a message begins there, after empty lines at most.
fn at_message(bytes: &[u8], at: usize) -> bool {
    let next = skip_empty_lines(bytes, at);
    let rest = bytes.get(next..).unwrap_or_default();
    rest.is_empty() || starts_message(rest)
}

/// Where the next line with an HTTP version that begins a message stands, or the end of the file.
fn next_message(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(rest) = bytes.get(at..) {
        let Some(hit) = memchr::memmem::find(rest, b"HTTP/") else { break };
        let before = rest.get(..hit).unwrap_or_default();
        let begin = memchr::memrchr(b'\n', before).map_or(0, |feed| feed.saturating_add(1));
        let begin = at.saturating_add(begin);
        let Some(line) = line_at(bytes, begin) else { break };
        let text = bytes.get(line.text).unwrap_or_default();
        // A line of a body is cut by `from` only at its beginning, so that this is a whole line.
        if begins_message(text) {
            return begin;
        }
        at = line.next;
    }
    bytes.len()
}
