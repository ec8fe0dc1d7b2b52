//! Writes exchanges of any recording in another format, and says what that cannot say.
//!
//! What is written is read again, and what comes back is compared with what was to be written: the losses that are
//! reported are those that a reader meets. What was not observable never becomes present or absent that way; an exchange
//! of which that cannot be avoided is left out.

mod compare;
mod loss;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use directline_exchange::{Exchange, Headers, Reason};

pub use self::loss::Loss;
use crate::attachments::Attachments;
use crate::har::{self, About};
use crate::http::{self, RawReader};
use crate::ndjson::{self, NdjsonReader};
use crate::reader::Reader;
use crate::source::Source;
use crate::{Assume, Limits};

/// A format that recordings are converted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum To {
    /// HAR 1.2, with members of our own for what it has no place for.
    Har,
    /// One JSON object per line; it has a place for all that is known of an exchange.
    Ndjson,
    /// HTTP/1.1 messages as text.
    Http,
}

impl To {
    /// What people call it.
    ///
    /// ```
    /// assert_eq!(directline_capture::convert::To::Http.text(), "HTTP text");
    /// ```
    pub fn text(self) -> &'static str {
        match self {
            Self::Har => "HAR",
            Self::Ndjson => "NDJSON",
            Self::Http => "HTTP text",
        }
    }
}

/// Writes exchanges in another format, one after the other: memory does not grow with their number.
///
/// It writes what it is given, credentials included.
///
/// # Examples
///
/// ```
/// use directline_capture::convert::{Converter, Loss, To};
/// use directline_capture::{Limits, har, open_bytes};
///
/// let line = br#"{"method":"GET","url":"http://localhost/api/conversations/c/messages",
///                 "started":"2026-01-02T03:04:05Z","request":{"headers":[]}}"#;
/// let line: Vec<u8> = line.iter().copied().filter(|byte| *byte != b'\n').collect();
/// let recorded = open_bytes("a.ndjson", line, &Limits::default())?.next().unwrap()?;
///
/// let about = har::About { creator: "example", version: "1.0", comment: None };
/// let mut converter = Converter::new(To::Http, &about);
/// let converted = converter.exchange(&recorded.exchange);
/// let expected = "GET http://localhost/api/conversations/c/messages HTTP/1.1\r\n\r\n";
/// assert_eq!(String::from_utf8_lossy(&converted.text), expected);
/// assert!(converted.lost.iter().eq([&Loss::Started]));
/// assert!(converter.end().is_empty());
/// # Ok::<(), directline_capture::ReadError>(())
/// ```
#[derive(Debug)]
pub struct Converter {
    limits: Limits,
    form: Form,
    /// The latest time of a request.
    latest: Option<i64>,
}

/// What is written, and how.
#[derive(Debug)]
enum Form {
    /// Nothing, when the memory that it is written to could not be.
    Har(Option<har::Writer<Vec<u8>>>),
    Ndjson,
    Http,
}

/// What became of one exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Converted {
    /// What comes next in the new recording.
    pub text: Vec<u8>,
    /// What of the exchange it does not say.
    pub lost: BTreeSet<Loss>,
}

impl Converter {
    /// Begins a recording. Only HAR has a place for what it says of itself.
    pub fn new(to: To, about: &About<'_>) -> Self {
        let form = match to {
            To::Har => Form::Har(har::Writer::new(Vec::new(), about).ok()),
            To::Ndjson => Form::Ndjson,
            To::Http => Form::Http,
        };
        // What was read once, within whatever bounds, is to be read again.
        let most = usize::MAX;
        let limits =
            Limits { max_entry_bytes: most, max_body_bytes: most, max_headers: most, ..Limits::default() };
        Self { limits, form, latest: None }
    }

    /// The text of the next exchange. One that cannot be written has none.
    pub fn exchange(&mut self, exchange: &Exchange) -> Converted {
        let named = with_names(exchange);
        let written = match &self.form {
            Form::Har(_) => Some(har::written_entry(&named).into_bytes()),
            Form::Ndjson => written(|text| ndjson::write_exchange(text, &named)),
            Form::Http => written(|text| http::write_with_omissions(text, &named)),
        };
        let written = written.map(Arc::new);
        let lost = written.as_ref().and_then(|text| compare::lost(exchange, &self.read(text)?));
        let Some((written, mut lost)) = written.zip(lost) else {
            return Converted { text: Vec::new(), lost: [Loss::Exchange].into() };
        };
        // Without times, the order of the file is that of time.
        let started = exchange.started.present().map(|started| started.unix_nanos);
        if lost.contains(&Loss::Started) && started.is_some_and(|started| Some(started) < self.latest) {
            lost.insert(Loss::Order);
        }
        self.latest = self.latest.max(started);
        let written = Arc::unwrap_or_clone(written);
        let Form::Har(writer) = &mut self.form else { return Converted { text: written, lost } };
        let mut text = Vec::new();
        if let (Some(writer), Ok(entry)) = (writer, std::str::from_utf8(&written)) {
            // Writing into memory does not fail.
            let _ = writer.entry(entry);
            text = std::mem::take(writer.out());
        }
        Converted { text, lost }
    }

    /// The end of the recording.
    pub fn end(self) -> Vec<u8> {
        match self.form {
            Form::Har(writer) => writer.and_then(|writer| writer.finish().ok()).unwrap_or_default(),
            Form::Ndjson | Form::Http => Vec::new(),
        }
    }

    /// The exchange that the text of one is read as.
    fn read(&self, text: &Arc<Vec<u8>>) -> Option<Exchange> {
        let name = Arc::from("");
        let source = Source::Memory(Arc::clone(text));
        let mut reader: Box<dyn Reader> = match self.form {
            // A line may also be an entry of a HAR.
            Form::Har(_) | Form::Ndjson => {
                Box::new(NdjsonReader::new(&name, &source, Attachments::none()).ok()?)
            }
            Form::Http => Box::new(RawReader::new(&name, Arc::clone(text))),
        };
        let read = reader.next(Assume::Detect, &self.limits)?.ok()?;
        reader.next(Assume::Detect, &self.limits).is_none().then_some(read.exchange)
    }
}

fn written(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    write(&mut text).ok()?;
    Some(text)
}

/// The exchange without header fields that have no name, which no format but HAR has a place for.
fn with_names(exchange: &Exchange) -> Cow<'_, Exchange> {
    let is_named = |headers: &Headers| headers.iter().all(|field| !field.name.is_empty());
    if is_named(&exchange.request.headers) && is_named(&exchange.response.headers) {
        return Cow::Borrowed(exchange);
    }
    let mut exchange = exchange.clone();
    for headers in [&mut exchange.request.headers, &mut exchange.response.headers] {
        let mut named = Headers::new();
        headers.iter().filter(|field| !field.name.is_empty()).for_each(|field| named.add(field.clone()));
        let partial = headers.partial().or((!is_named(headers)).then_some(Reason::HeadersPartial));
        if let Some(reason) = partial {
            named.mark_partial(reason);
        }
        for (name, reason) in headers.withheld() {
            named.withhold(name.as_str(), *reason);
        }
        *headers = named;
    }
    Cow::Owned(exchange)
}
