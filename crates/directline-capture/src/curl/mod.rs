//! Transcripts of curl: `-v`, `--trace`, `--trace-ascii`.

mod body;
mod dots;
mod index;
mod line;
mod rows;

use std::sync::Arc;

use directline_exchange::{Body, Observed, Origin, Reason, Request, Response};

use self::index::{Index, Message, Piece, Transfer};
use self::line::Kind;
use self::rows::Style;
use crate::capture::Recorded;
use crate::http::{Fault, Scope, Wire, line_at, no_response};
use crate::patchwork::{Patchwork, exchange};
use crate::places::PlaceFile;
use crate::reader::{Health, Reader};
use crate::{Assume, Limits, Places, ReadError};

/// Reads the exchanges of one transcript.
#[derive(Debug)]
pub(crate) struct CurlReader {
    bytes: Arc<Vec<u8>>,
    file: Arc<PlaceFile>,
    index: Index,
    next: usize,
}

impl Reader for CurlReader {
    fn next(&mut self, _: Assume, limits: &Limits) -> Option<Result<Recorded, ReadError>> {
        let Some(transfer) = self.index.transfers.get(self.next) else {
            let failure = self.index.failure.take()?;
            let at = self.file.locate(&Origin::verbatim(0, failure.at as u64), 0);
            let what = failure.what.into();
            return Some(Err(if failure.cut {
                ReadError::Truncated { at, what }
            } else {
                ReadError::Malformed { at, what }
            }));
        };
        self.next = self.next.saturating_add(1);
        let reading = Reading { bytes: &self.bytes, style: self.index.style, limits };
        Some(reading.transfer(transfer, &self.file).map_err(|(fault, message)| {
            let at = message.place(fault.at as u64);
            let at = self.file.locate(&Origin::verbatim(0, at), 0);
            ReadError::Malformed { at, what: fault.what.into() }
        }))
    }

    fn health(&self, _: Assume) -> Health {
        let (producer, unseen): (&str, &[&'static str]) = match self.index.style {
            None => ("curl -v", &["bodies: curl -v shows heads (--trace shows all bytes)", TIMES]),
            Some(Style::Text) => {
                let bytes = "bytes that cannot be printed: curl --trace-ascii shows a dot for each (--trace shows them)";
                ("curl --trace-ascii", &[bytes, TIMES])
            }
            Some(Style::Hex) => ("curl --trace", &[TIMES]),
        };
        let unseen = unseen.to_vec();
        Health { producer: Some(producer.into()), unseen, is_expectation: false }
    }
}

const TIMES: &str = "when it was sent: a transcript of curl has no dates";

impl CurlReader {
    pub(crate) fn new(name: &str, bytes: Arc<Vec<u8>>) -> Self {
        let file = PlaceFile::whole(name.into(), Arc::clone(&bytes));
        let index = Index::of(&bytes);
        Self { bytes, file, index, next: 0 }
    }
}

/// Whether text is a transcript: its first line is one of curl's, or it shows a request.
pub(crate) fn is_transcript(text: &[u8]) -> bool {
    let mut at = 0;
    let mut first = true;
    while let Some(line) = line::read(text, at) {
        at = line.next;
        let of_curl = match line.kind {
            Kind::Sent(range) => {
                let text = text.get(range).unwrap_or_default();
                crate::http::begins_message(text) && memchr::memmem::find(text, b" HTTP/").is_some()
            }
            Kind::Block(_) => true,
            // A list in Markdown begins like this, too.
            Kind::Note => first && is_first_note(text),
            Kind::Received(_) | Kind::Other => false,
        };
        if of_curl {
            return true;
        }
        first = false;
    }
    false
}

/// Whether text is a command, as browsers copy it ("Copy as cURL").
pub(crate) fn is_command(text: &[u8]) -> bool {
    let first = first_line(text);
    let first = first.strip_prefix(b"$ ").unwrap_or(first);
    [&b"curl "[..], b"curl.exe ", b"curl^"].iter().any(|command| first.starts_with(command))
}

/// Whether text begins with the number of a transfer (`[0-0] * Trying`).
pub(crate) fn is_numbered(text: &[u8]) -> bool {
    line::read(text, 0).is_some_and(|line| line.kind != Kind::Other && !line.id.is_empty())
}

/// What curl says first, as opposed to an item of a list.
fn is_first_note(text: &[u8]) -> bool {
    const FIRST: [&[u8]; 9] = [
        b"== Info:",
        b"*   Trying ",
        b"* Added ",
        b"* Host ",
        b"* Could not resolve",
        b"* Connected to ",
        b"* Uses proxy",
        b"* Rebuilt URL",
        b"  % Total ",
    ];
    FIRST.iter().any(|first| text.starts_with(first))
}

struct Reading<'r> {
    bytes: &'r [u8],
    style: Option<Style>,
    limits: &'r Limits,
}

type Failed = (Fault, Box<Patchwork>);

impl Reading<'_> {
    fn transfer(&self, transfer: &Transfer, file: &Arc<PlaceFile>) -> Result<Recorded, Failed> {
        let request = self.request(&transfer.sent)?;
        let to_head = request.is_method("HEAD");
        let response = self.response(&transfer.received, transfer.loose.clone(), to_head)?;
        let exchange = exchange(request, response, transfer.at);
        let places = Places::new(exchange.source.origin.clone(), vec![Arc::clone(file)]);
        Ok(Recorded { exchange, places })
    }

    fn request(&self, sent: &Message) -> Result<Request, Failed> {
        let (message, scope, lost) = self.message(sent);
        let wire = Wire { bytes: message.bytes(), file: 0, scope };
        let mut request = match wire.request(0, self.limits) {
            Ok((request, _)) => request,
            Err(fault) => return Err((fault, Box::new(message))),
        };
        self.doubt(&mut request.body, lost);
        message.settle_request(&mut request);
        Ok(request)
    }

    fn response(
        &self,
        received: &Message,
        loose: Option<std::ops::Range<usize>>,
        to_head: bool,
    ) -> Result<Response, Failed> {
        if received.head.is_empty() {
            return Ok(no_response());
        }
        let (mut message, scope, lost) = self.message(received);
        if let Some(loose) = loose.filter(|_| self.style.is_none()) {
            body::add(self.bytes, loose, &mut message);
        }
        let wire = Wire { bytes: message.bytes(), file: 0, scope };
        let mut response = match wire.response(0, to_head, self.limits) {
            Ok((response, _)) => response,
            Err(fault) => return Err((fault, Box::new(message))),
        };
        self.doubt(&mut response.body, lost);
        message.settle_response(&mut response);
        Ok(response)
    }

    /// The message, how it is to be read, and whether its body is lost.
    fn message(&self, from: &Message) -> (Patchwork, Scope, bool) {
        let mut message = Patchwork::default();
        self.add(&from.head, &mut message);
        let head = message.bytes().len();
        self.add(&from.data, &mut message);
        let Some(style) = self.style else { return (message, Scope::Shown, false) };
        let (lines, data) = message.bytes().split_at_checked(head).unwrap_or_default();
        let (is_coded, is_readable) = (body::is_coded(lines), body::is_readable(data));
        let scope = if is_coded && is_readable { Scope::Shown } else { body::scope(lines, data) };
        if style == Style::Text && is_coded && !is_readable && !data.is_empty() {
            message.truncate(head);
            return (message, Scope::Shown, true);
        }
        (message, scope, false)
    }

    fn add(&self, pieces: &[Piece], message: &mut Patchwork) {
        for piece in pieces {
            match piece {
                Piece::Line(range) => {
                    message.push(self.bytes.get(range.clone()).unwrap_or_default(), range.start);
                    message.insert(b"\r\n", range.end);
                }
                Piece::Rows(at, size) => {
                    let style = self.style.unwrap_or_default();
                    let _ = rows::copy(self.bytes, *at, *size, style, message);
                }
            }
        }
    }

    /// Marks what the transcript lost of a body.
    fn doubt(&self, body: &mut Body, lost: bool) {
        if lost {
            *body = Observed::NotObservable(Reason::BodyLossy);
        } else if let (Some(Style::Text), Observed::Present(content)) = (self.style, body) {
            dots::doubt(content);
        }
    }
}

/// The first line of a text.
fn first_line(text: &[u8]) -> &[u8] {
    line_at(text, 0).and_then(|line| text.get(line.text)).unwrap_or_default()
}
