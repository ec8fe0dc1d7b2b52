//! THE RECORDINGS: reads recordings of HTTP traffic into [`Exchange`](directline_exchange::Exchange)s.
//!
//! One reader per [`Format`]: HAR (plain, or in a zip as Playwright writes it), raw HTTP messages (a folder of
//! pairs, or one file; inside of Fiddler's and Burp's exports and web archives), NDJSON with one exchange per line,
//! transcripts of curl, editor files (`.http`) and Markdown. The format is found from the content. Readers work
//! entry by entry, so a recording may be far larger than memory, and they are bounded by [`Limits`]. What a
//! recording does not show is never made up: every datum says whether it was seen, and if not, why.
//!
//! ```
//! use directline_capture::{Limits, open_bytes};
//!
//! let text = b"POST https://directline.botframework.com/api/conversations HTTP/1.1\r\nContent-Length: 0\r\n\r\n";
//! let mut capture = open_bytes("start.http", text.to_vec(), &Limits::default())?;
//! let recorded = capture.next().unwrap()?;
//! assert_eq!(recorded.exchange.request.method, "POST");
//!
//! let place = recorded.places.locate(&recorded.exchange.request.target.origin, 0);
//! assert_eq!((place.line, place.column), (1, 6));
//! # Ok::<(), directline_capture::ReadError>(())
//! ```
//!
//! [`Capture::cut`] hands out entries that are read later, on any thread.
//!
//! [`ndjson::write_exchange`], [`har::Writer`] and [`http::write_exchange`] write exchanges so that the readers find the
//! same again; [`convert::Converter`] writes any recording as one of these, and says what of it is lost.
//!
//! Places of data survive: [`Places::locate`] turns "byte 12 of the body" into file, line and column, through JSON
//! escapes, base64 and chunks.

mod archive;
mod attachments;
mod base;
mod burp;
mod capture;
mod cassette;
mod coding;
pub mod convert;
mod curl;
mod detect;
mod document;
mod error;
mod evidence;
mod format;
pub mod har;
pub mod http;
mod input;
mod json_text;
mod limits;
mod mitmproxy;
pub mod ndjson;
mod nock;
mod patchwork;
mod placeholder;
mod places;
mod reader;
mod repeated;
mod saz;
mod scratch;
mod source;
mod started;
mod stored;
mod stream;
mod text;
mod unread;
mod url;
mod warc;
mod xml;
mod yaml;

pub use capture::{Assume, Capture, Recorded, open, open_bytes, open_bytes_as, open_reader};
pub use error::ReadError;
pub use format::Format;
pub use input::{Input, Walk, inputs, walk};
pub use limits::Limits;
pub use ndjson::exchange_schema;
pub(crate) use places::Mark;
pub use places::{Places, Position};
pub use reader::Health;
pub use unread::{Memory, Unread};
