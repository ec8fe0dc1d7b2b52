//! Writes an exchange as HTTP/1.1 text: the request, then the response.

use std::io::{self, Write};

use directline_exchange::{Body, Exchange, Fidelity, Header, HeaderValue, Headers, Observed, Request};

use super::printed::NOT_RECORDED;
use super::start::{begins_message, is_token, request_line};
use crate::url;

/// The line of a head that says that it is not whole.
const OTHER_HEADERS: &[u8] = b"[other headers]\r\n";

/// Writes one exchange as HTTP/1.1 text: the request as sent to a proxy, with the whole URL, then the response. Further
/// exchanges may follow in the same file.
///
/// It writes what it is given, credentials included: whoever must not show them takes them out before. A hidden value
/// is written as `REDACTED`.
///
/// Reading the text again gives method, URL, headers in order, bodies byte for byte and the status. This is lost:
///
/// - times, the [intent](directline_exchange::Intent), framing defects, and why a value is hidden; an answer that did
///   not come reads as one that was not recorded;
/// - headers that say how a body is framed and do not describe the one that is written, which is decoded:
///   `Transfer-Encoding`, `Content-Encoding`, and a `Content-Length` of another number. A body always has a right
///   `Content-Length`, at the place of a wrong one or at the end.
///
/// What such a text cannot say at all is an error, and nothing is written: see [`Unwritable`].
///
/// # Examples
///
/// ```
/// use directline_capture::http;
/// use directline_exchange::{Body, Content, Exchange, Response, Target};
///
/// let mut exchange = Exchange::new("POST", Target::parse("http://localhost/api/conversations/c/messages"));
/// exchange.request.body = Body::Present(Content::exact("{}"));
/// exchange.response = Response::with_status(204);
///
/// let mut text = Vec::new();
/// http::write_exchange(&mut text, &exchange)?;
/// let expected = "POST http://localhost/api/conversations/c/messages HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}\r\n\r\n\
///                 HTTP/1.1 204 No Content\r\n\r\n";
/// assert_eq!(String::from_utf8_lossy(&text), expected);
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_exchange(out: &mut impl Write, exchange: &Exchange) -> io::Result<()> {
    let (request, response) = (&exchange.request, &exchange.response);
    let mut text = Vec::new();
    start(&mut text, &request.method, &request.target.written)?;
    message(&mut text, &request.headers, &request.body)?;
    if let Observed::Present(status) = response.status {
        if !(100..1000).contains(&status) {
            return Err(Unwritable::Status.into());
        }
        text.extend_from_slice(format!("HTTP/1.1 {status} {}", phrase(status)).as_bytes());
        message(&mut text, &response.headers, &response.body)?;
    }
    out.write_all(&text)
}

/// Writes one exchange as [`write_exchange`] does, and says of what is not recorded that it is not: the line
/// `[other headers]` at the end of a head of which fields may be missing, and `[body not recorded]` in place of a body
/// that is not recorded byte for byte. Our reader takes them for that; another one takes them for what they are.
///
/// A header that cannot stand on a line is left out like one that is not recorded, and so is an answer whose status has
/// not three digits. A `Host` that only the URL has is written where the scheme is not known. Only method and URL can
/// still be [`Unwritable`].
///
/// # Examples
///
/// ```
/// use directline_capture::http;
/// use directline_exchange::{Exchange, Observed, Reason, Target};
///
/// let mut exchange = Exchange::new("POST", Target::parse("http://localhost/api/conversations"));
/// exchange.request.headers.mark_partial(Reason::HeadersPartial);
/// exchange.request.body = Observed::NotObservable(Reason::BodyNotRecorded);
///
/// let mut text = Vec::new();
/// http::write_with_omissions(&mut text, &exchange)?;
/// let expected = "POST http://localhost/api/conversations HTTP/1.1\r\n[other headers]\r\n\r\n[body not recorded]\r\n\r\n";
/// assert_eq!(String::from_utf8_lossy(&text), expected);
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_with_omissions(out: &mut impl Write, exchange: &Exchange) -> io::Result<()> {
    let (request, response) = (&exchange.request, &exchange.response);
    let mut text = Vec::new();
    let (target, host) = url::in_request_line(&request.target);
    start(&mut text, &request.method, &target)?;
    let host = host.filter(|_| request.headers.all("host").next().is_none());
    open(&mut text, &request.headers, &request.body, host.as_deref(), may_be_silent(request));
    if let Some(&status) = response.status.present().filter(|status| (100..1000).contains(*status)) {
        text.extend_from_slice(format!("HTTP/1.1 {status} {}", phrase(status)).as_bytes());
        let bodiless = request.is_method("HEAD") || matches!(status, 100..200 | 204 | 304);
        open(&mut text, &response.headers, &response.body, None, bodiless);
    }
    out.write_all(&text)
}

/// Why an exchange cannot be written as HTTP text; the source of an [`io::Error`] of the kind
/// [`InvalidInput`](io::ErrorKind::InvalidInput).
///
/// # Examples
///
/// ```
/// use directline_capture::http::{Unwritable, write_exchange};
/// use directline_exchange::{Exchange, Target};
///
/// let exchange = Exchange::new("not a method", Target::parse("/"));
/// let error = write_exchange(&mut Vec::new(), &exchange).unwrap_err();
/// assert_eq!(error.downcast::<Unwritable>().unwrap(), Unwritable::RequestLine);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unwritable {
    /// Method or URL cannot stand in a request line.
    #[error("method or URL cannot stand in a request line")]
    RequestLine,
    /// The status has not three digits.
    #[error("the status has not three digits")]
    Status,
    /// A header's name is none, or its value has a line end in it or white space around it.
    #[error("a header cannot stand on a line")]
    Header,
    /// Headers are known to be missing: the text would say that they were not sent.
    #[error("some headers are not recorded")]
    HeadersNotRecorded,
    /// The body is not recorded, not all of it, or not as it was sent: the text would say that these are its bytes.
    #[error("the body is not recorded byte for byte")]
    BodyNotRecorded,
}

impl From<Unwritable> for io::Error {
    fn from(why: Unwritable) -> Self {
        Self::new(io::ErrorKind::InvalidInput, why)
    }
}

/// Adds a request line.
fn start(text: &mut Vec<u8>, method: &str, target: &str) -> Result<(), Unwritable> {
    let line = format!("{method} {target} HTTP/1.1");
    if !is_sayable(&line, method, target) {
        return Err(Unwritable::RequestLine);
    }
    text.extend_from_slice(line.as_bytes());
    Ok(())
}

/// Whether a request without a word on its body has none.
fn may_be_silent(request: &Request) -> bool {
    ["GET", "HEAD", "OPTIONS", "DELETE", "TRACE"].contains(&request.method.as_str())
}

/// Whether a request line reads back as it is meant, and as the beginning of a message.
fn is_sayable(line: &str, method: &str, target: &str) -> bool {
    let text = line.as_bytes();
    let reads = request_line(text).is_some_and(|read| {
        read.strict && line.get(read.method) == Some(method) && line.get(read.target) == Some(target)
    });
    reads && begins_message(text) && !line.contains(['\r', '\n'])
}

/// Adds the rest of a message after its first line.
fn message(text: &mut Vec<u8>, headers: &Headers, body: &Body) -> Result<(), Unwritable> {
    if headers.partial().is_some() || !headers.withheld().is_empty() {
        return Err(Unwritable::HeadersNotRecorded);
    }
    let bytes = match body {
        Observed::Absent => &[][..],
        Observed::Present(content) if content.gaps.is_empty() && content.fidelity == Fidelity::Exact => {
            &content.bytes
        }
        Observed::Present(_) | Observed::NotObservable(_) => return Err(Unwritable::BodyNotRecorded),
    };
    text.extend_from_slice(b"\r\n");
    let length = bytes.len().to_string();
    let mut has_length = false;
    for field in headers {
        let value = match framing(field, bytes.is_empty()) {
            Framing::Kept => value(field)?,
            Framing::Dropped => continue,
            // A second length would be a defect, and none is needed where nothing follows.
            Framing::Length if has_length || (bytes.is_empty() && field.bytes() != Some(b"0")) => continue,
            Framing::Length => {
                has_length = true;
                length.clone().into_bytes()
            }
        };
        line(text, &field.name, &value)?;
    }
    if !bytes.is_empty() && !has_length {
        line(text, "Content-Length", length.as_bytes())?;
    }
    text.extend_from_slice(b"\r\n");
    if !bytes.is_empty() {
        text.extend_from_slice(bytes);
        // For people: the next message begins on a line of its own.
        text.extend_from_slice(b"\r\n\r\n");
    }
    Ok(())
}

/// What a header says of how the body is framed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Framing {
    /// Nothing.
    Kept,
    /// What is not so in what is written.
    Dropped,
    /// Its length.
    Length,
}

fn framing(field: &Header, is_empty: bool) -> Framing {
    let is_coding = field.is("content-encoding") && !is_empty;
    if field.is("content-length") {
        Framing::Length
    } else if field.is("transfer-encoding") || (is_coding && field.bytes() != Some(b"identity")) {
        Framing::Dropped
    } else {
        Framing::Kept
    }
}

/// Adds the rest of a message after its first line, as far as it is recorded. A message that may be silent has no body
/// where nothing speaks of one.
fn open(text: &mut Vec<u8>, headers: &Headers, body: &Body, host: Option<&str>, may_be_silent: bool) {
    let whole = body.present().filter(|content| content.gaps.is_empty());
    let bytes = whole.map_or(&[][..], |content| &content.bytes);
    let is_recorded = whole.is_some() || body.is_absent();
    let mut is_partial = headers.partial().is_some() || !headers.withheld().is_empty();
    let length = bytes.len().to_string();
    let mut has_length = false;
    text.extend_from_slice(b"\r\n");
    if let Some(host) = host {
        // What cannot stand on a line is no host.
        let _ = line(text, "Host", host.as_bytes());
    }
    for field in headers {
        let framing = framing(field, bytes.is_empty() && is_recorded);
        let is_length = framing == Framing::Length && !has_length;
        let value = match field.bytes() {
            // Of a body that is not recorded this may be all that is known.
            Some(declared) if is_length && !is_recorded => {
                Some(declared.to_vec()).filter(|text| is_number(text))
            }
            Some(declared) if is_length && bytes.is_empty() => {
                Some(declared.to_vec()).filter(|text| text == b"0")
            }
            _ if is_length => Some(length.clone().into_bytes()).filter(|_| !bytes.is_empty()),
            _ if framing != Framing::Kept => None,
            _ => match value(field) {
                Ok(value) if !value.iter().any(|byte| is_control(*byte)) => Some(value),
                _ => {
                    is_partial = true;
                    None
                }
            },
        };
        let Some(value) = value else { continue };
        has_length |= is_length;
        is_partial |= line(text, &field.name, &value).is_err();
    }
    let is_unsaid = bytes.is_empty() && is_recorded && is_partial && !may_be_silent;
    if !has_length && (!bytes.is_empty() || is_unsaid) {
        // Its name and a number can stand on a line.
        let _ = line(text, "Content-Length", length.as_bytes());
    }
    if is_partial {
        text.extend_from_slice(OTHER_HEADERS);
    }
    text.extend_from_slice(b"\r\n");
    let body = if is_recorded { bytes } else { NOT_RECORDED };
    if !body.is_empty() {
        text.extend_from_slice(body);
        text.extend_from_slice(b"\r\n\r\n");
    }
}

fn is_number(text: &[u8]) -> bool {
    !text.is_empty() && text.len() < 19 && text.iter().all(u8::is_ascii_digit)
}

fn is_control(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\t') || byte == 0x7f
}

fn line(text: &mut Vec<u8>, name: &str, value: &[u8]) -> Result<(), Unwritable> {
    let is_name = !name.is_empty() && name.bytes().all(is_token);
    let is_value = !value.iter().any(|byte| matches!(byte, b'\r' | b'\n')) && value == value.trim_ascii();
    if !is_name || !is_value {
        return Err(Unwritable::Header);
    }
    text.extend_from_slice(name.as_bytes());
    text.extend_from_slice(b": ");
    text.extend_from_slice(value);
    text.extend_from_slice(b"\r\n");
    Ok(())
}

fn value(field: &Header) -> Result<Vec<u8>, Unwritable> {
    match &field.value {
        HeaderValue::Seen(bytes) => Ok(bytes.to_vec()),
        HeaderValue::SchemeOnly { scheme, .. } if scheme.bytes().all(is_token) => {
            Ok(format!("{scheme} REDACTED").into_bytes())
        }
        HeaderValue::SchemeOnly { .. } => Err(Unwritable::Header),
        HeaderValue::Hidden(_) => Ok(b"REDACTED".to_vec()),
    }
}

/// What the documents call the status; nothing for those that they do not list.
fn phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        204 => "No Content",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        _ => "",
    }
}
