//! Writes a HAR 1.2, entry by entry.

use std::io::{self, Write};

use data_encoding::BASE64;
use directline_exchange::{
    Body, Exchange, Fidelity, Header, HeaderValue, Headers, Intent, Observed, Reason, Request, Response,
    Target,
};

use super::own;
use crate::json_text::{Object, list, quoted};
use crate::ndjson::{self, NONE, VALID};
use crate::{started, url};

/// What a recording says of itself.
///
/// # Examples
///
/// ```
/// let about = directline_capture::har::About { creator: "my-gateway", version: "2.1", comment: None };
/// assert_eq!(about.creator, "my-gateway");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About<'a> {
    /// The program that makes it.
    pub creator: &'a str,
    /// The version of that program.
    pub version: &'a str,
    /// A line for people.
    pub comment: Option<&'a str>,
}

/// Writes a HAR 1.2, entry by entry: memory does not grow with their number.
///
/// It writes what it is given, credentials included: whoever must not show them takes them out before.
///
/// Reading the HAR again gives the same exchanges, as reading NDJSON does: but for places and the number in the
/// capture; an absent time comes back as not observable, an empty body without gaps as absent. For other tools, what
/// HAR demands and an exchange does not know is filled in: the version is `HTTP/1.1`, the phrase of the status and the
/// lists of cookies are empty, a time that is not known is empty or `-1`. The `queryString` has the pairs as they
/// stand in the URL, not decoded.
///
/// # Examples
///
/// ```
/// use directline_capture::{Limits, har, open_bytes};
/// use directline_exchange::{Exchange, Response, Target};
///
/// let mut exchange = Exchange::new("POST", Target::parse("https://directline.botframework.com/api/conversations"));
/// exchange.response = Response::with_status(401);
///
/// let mut file = Vec::new();
/// let about = har::About { creator: "example", version: "1.0", comment: Some("an attempt") };
/// let mut writer = har::Writer::new(&mut file, &about)?;
/// writer.write(&exchange)?;
/// writer.finish()?;
///
/// let read = open_bytes("a.har", file, &Limits::default()).unwrap().next().unwrap().unwrap();
/// assert_eq!(read.exchange.response.status.present(), Some(&401));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
#[must_use = "without `finish` the file has no end"]
pub struct Writer<W: Write> {
    out: W,
    is_empty: bool,
}

impl<W: Write> Writer<W> {
    /// Begins a recording.
    pub fn new(mut out: W, about: &About<'_>) -> io::Result<Self> {
        let mut creator = Object::new();
        creator.text("name", about.creator);
        creator.text("version", about.version);
        write!(out, "{{\"log\":{{\"version\":\"1.2\",\"creator\":{}", creator.end())?;
        if let Some(comment) = about.comment {
            write!(out, ",\"comment\":{}", quoted(comment))?;
        }
        out.write_all(b",\"entries\":[")?;
        Ok(Self { out, is_empty: true })
    }

    /// Writes one exchange, on a line of its own.
    pub fn write(&mut self, exchange: &Exchange) -> io::Result<()> {
        self.entry(&entry(exchange))
    }

    /// Writes one exchange that is an entry already.
    pub(crate) fn entry(&mut self, entry: &str) -> io::Result<()> {
        let separator: &[u8] = if self.is_empty { b"\n" } else { b",\n" };
        self.out.write_all(separator)?;
        self.is_empty = false;
        self.out.write_all(entry.as_bytes())
    }

    /// What it is written to.
    pub(crate) fn out(&mut self) -> &mut W {
        &mut self.out
    }

    /// Ends the recording and gives back what it was written to.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.write_all(b"\n]}}\n")?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// The text of an entry.
pub(crate) fn entry(exchange: &Exchange) -> String {
    let took = exchange.took.present().map(|took| started::as_milliseconds(*took));
    // Of one width, so that what follows stands where it would if the answer had come sooner.
    let took = |unknown: &str| format!("{:<14}", took.as_deref().unwrap_or(unknown));
    let mut entry = Object::new();
    let written = exchange.started.present().map_or("", |started| &started.written);
    entry.text("startedDateTime", written);
    entry.member("time", &took("-1"));
    if exchange.intent == Intent::Valid {
        entry.text(own::INTENT, VALID);
    }
    let unseen = ndjson::unseen_times(exchange);
    if !unseen.is_empty() {
        entry.member(own::OBSERVED, &ndjson::flags(&unseen));
    }
    entry.member("request", &request(&exchange.request));
    entry.member("response", &response(&exchange.response));
    entry.member("cache", "{}");
    let mut timings = Object::new();
    timings.member("send", "0");
    timings.member("wait", &took("0"));
    timings.member("receive", "0");
    entry.member("timings", &timings.end());
    entry.end()
}

fn request(request: &Request) -> String {
    let mut object = Object::new();
    object.text("method", &request.method);
    object.text("url", &url::of(&request.target));
    object.text("httpVersion", "HTTP/1.1");
    object.member("cookies", "[]");
    object.member("headers", &headers(&request.headers));
    object.member("queryString", &query(&request.target));
    let mut observed = observed(&request.headers, &request.body);
    observed.extend(url::unseen(&request.target));
    if request.body.is_present() {
        let mut post = Object::new();
        post.text("mimeType", &media_type(&request.headers));
        body(&mut post, &request.body);
        object.member("postData", &post.end());
    }
    object.member("headersSize", "-1");
    object.member("bodySize", &size(&request.body));
    object.member(own::OBSERVED, &ndjson::flags(&observed));
    if !request.framing.is_empty() {
        object.member(own::FRAMING, &ndjson::defects(&request.framing));
    }
    object.end()
}

fn response(response: &Response) -> String {
    let mut object = Object::new();
    let mut observed = observed(&response.headers, &response.body);
    object.member("status", &response.status.present().unwrap_or(&0).to_string());
    match response.status {
        Observed::Present(_) => {}
        Observed::Absent => object.text(own::STATUS, NONE),
        Observed::NotObservable(reason) => observed.push(("status".to_owned(), reason)),
    }
    object.text("statusText", "");
    object.text("httpVersion", "HTTP/1.1");
    object.member("cookies", "[]");
    object.member("headers", &headers(&response.headers));
    let mut content = Object::new();
    content.member("size", &response.body.present().map_or(0, |content| content.bytes.len()).to_string());
    content.text("mimeType", &media_type(&response.headers));
    body(&mut content, &response.body);
    object.member("content", &content.end());
    object.text("redirectURL", &text_of(&response.headers, "location"));
    object.member("headersSize", "-1");
    object.member("bodySize", &size(&response.body));
    object.member(own::OBSERVED, &ndjson::flags(&observed));
    if !response.framing.is_empty() {
        object.member(own::FRAMING, &ndjson::defects(&response.framing));
    }
    object.end()
}

/// What of a message is not observable.
fn observed(headers: &Headers, body: &Body) -> Vec<(String, Reason)> {
    let partial = headers.partial().map(|reason| ("headers".to_owned(), reason));
    let withheld = ndjson::withheld(headers);
    let body = body.reason().map(|reason| ("body".to_owned(), reason));
    partial.into_iter().chain(withheld).chain(body).collect()
}

fn headers(headers: &Headers) -> String {
    list(&headers.iter().map(header).collect::<Vec<_>>())
}

fn header(field: &Header) -> String {
    let mut object = Object::new();
    object.text("name", &field.name);
    match &field.value {
        HeaderValue::Seen(bytes) => {
            object.text("value", &String::from_utf8_lossy(bytes));
            if ndjson::as_value(&field.name, bytes).is_none() {
                object.text(own::BASE64, &BASE64.encode(bytes));
            }
        }
        HeaderValue::SchemeOnly { scheme, reason } => {
            object.text("value", &format!("{scheme} REDACTED"));
            object.text(own::HIDDEN, reason.name());
        }
        HeaderValue::Hidden(reason) => {
            object.text("value", "REDACTED");
            object.text(own::HIDDEN, reason.name());
        }
    }
    object.end()
}

/// Adds the text of a body, if it was seen.
fn body(object: &mut Object, body: &Body) {
    let Observed::Present(content) = body else { return };
    if let Some(text) = ndjson::as_text(&content.bytes) {
        object.text("text", text);
    } else {
        object.text("text", &BASE64.encode(&content.bytes));
        object.text("encoding", "base64");
    }
    if !content.gaps.is_empty() {
        object.member(own::GAPS, &ndjson::gaps(&content.gaps));
    }
    if content.fidelity == Fidelity::ValueOnly {
        object.text(own::FIDELITY, own::VALUE_ONLY);
    }
}

/// The pairs of the query, as they stand in the URL.
fn query(target: &Target) -> String {
    let pairs = target.query_pairs().map(|(name, value, _)| {
        let mut pair = Object::new();
        pair.text("name", name);
        pair.text("value", value);
        pair.end()
    });
    list(&pairs.collect::<Vec<_>>())
}

/// The size of a body; -1 where it is not known.
fn size(body: &Body) -> String {
    match body {
        Observed::Present(content) if content.gaps.is_empty() => content.bytes.len().to_string(),
        Observed::Absent => "0".to_owned(),
        Observed::Present(_) | Observed::NotObservable(_) => "-1".to_owned(),
    }
}

fn media_type(headers: &Headers) -> String {
    text_of(headers, "content-type")
}

fn text_of(headers: &Headers, name: &str) -> String {
    headers
        .value(name)
        .present()
        .map_or_else(String::new, |value| String::from_utf8_lossy(value).into_owned())
}
