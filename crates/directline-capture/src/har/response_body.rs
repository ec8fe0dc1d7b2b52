//! Which bytes was the response body? HAR holds it decoded, whatever `Content-Encoding` says.

use directline_exchange::{Body, Coding, Headers, Observed, Origin, Reason};
use directline_json::{Document, Kind, Value};

use super::headers::content_length;
use crate::base::Base;
use crate::coding::{self, Undecoded};
use crate::stored::{content, exact, is_lossy, lossy, lost_end, unknown};
use crate::{Limits, attachments::Attachments};

/// What else the body's reading depends on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer<'h> {
    /// The status.
    pub(crate) status: u16,
    /// Whether it answers a `HEAD` request.
    pub(crate) to_head: bool,
    /// The response headers.
    pub(crate) headers: &'h Headers,
}

/// Reads the body of a HAR `response`.
pub(crate) fn read(
    response: Value<'_>,
    answer: Answer<'_>,
    base: Base,
    attachments: &mut Attachments,
    limits: &Limits,
) -> Body {
    let stored = response.get("content").filter(|stored| !stored.is_null());
    if let Some(file) = stored.and_then(|stored| attachments.named(stored)) {
        return attachments.body(&file, limits);
    }
    let text = stored.and_then(|stored| stored.get("text"));
    let text = text.filter(|text| text.kind() == Kind::String);
    let has_none = answer.to_head || matches!(answer.status, 100..200 | 204 | 304);
    let length = content_length(answer.headers);
    let Some(value) = text.filter(|text| text.len_of_text() > 0) else {
        let size = stored.and_then(|stored| stored.get("size")?.as_i64()).unwrap_or_default();
        let is_empty = match length {
            Some(length) => length == 0,
            None => text.is_some() && size <= 0,
        };
        return if has_none || is_empty { Observed::Absent } else { unknown(Reason::BodyNotRecorded) };
    };
    let written = value.as_str().unwrap_or_default();
    if written.len() > limits.max_body_bytes.saturating_mul(2) {
        return unknown(Reason::LimitReached);
    }
    let encoding = stored.and_then(|stored| stored.get("encoding")?.as_str());
    if encoding.is_some_and(|encoding| encoding.eq_ignore_ascii_case("base64")) {
        return from_base64(&written, value, answer, base, limits);
    }
    let origin = base.text(value);
    let is_coded = answer.headers.get("content-encoding").is_present();
    let length = length.filter(|_| !is_coded && !answer.to_head);
    let actual = written.len() as u64;
    if is_lossy(&written) && length != Some(actual) {
        return lossy(&written, length, origin, limits);
    }
    let cut = length.is_some_and(|length| length > actual);
    let gaps = if cut { vec![lost_end(written.len(), Reason::BodyTruncated)] } else { Vec::new() };
    content(written.into_owned().into_bytes(), gaps, origin, limits)
}

fn from_base64(written: &str, value: Value<'_>, answer: Answer<'_>, base: Base, limits: &Limits) -> Body {
    let opaque = base.coded(value, Coding::Opaque);
    // PollyJS keeps a coded body as chunks: a JSON array of base64 strings.
    if written.trim_start().starts_with('[') {
        let Some(bytes) = chunks(written) else { return unknown(Reason::BodyLossy) };
        let value = answer.headers.value("content-encoding").present().copied();
        let codings = coding::codings(value.unwrap_or_default());
        return undone(&codings, bytes, opaque, limits);
    }
    let Some(bytes) = coding::base64(written) else { return unknown(Reason::BodyLossy) };
    exact_or_gzip(bytes, base.coded(value, Coding::JsonBase64), opaque, limits)
}

/// The content is decoded already, unless the bytes themselves say that they are not.
pub(crate) fn exact_or_gzip(bytes: Vec<u8>, origin: Origin, opaque: Origin, limits: &Limits) -> Body {
    if coding::is_gzip(&bytes) {
        return undone(&["gzip".to_owned()], bytes, opaque, limits);
    }
    exact(bytes, origin, limits)
}

/// Undoes codings that the recorder left.
pub(crate) fn undone(codings: &[String], bytes: Vec<u8>, opaque: Origin, limits: &Limits) -> Body {
    match coding::decode(codings, &bytes, limits) {
        Ok(decoded) => exact(decoded, opaque, limits),
        Err(Undecoded::TooLarge) => unknown(Reason::LimitReached),
        Err(Undecoded::Unknown) => unknown(Reason::UnsupportedCoding),
        // Marked as coded, but stored decoded.
        Err(Undecoded::Broken(_)) if !coding::is_gzip(&bytes) && std::str::from_utf8(&bytes).is_ok() => {
            exact(bytes, opaque, limits)
        }
        Err(Undecoded::Broken(before)) if !before.is_empty() => {
            let gaps = vec![lost_end(before.len(), Reason::BodyTruncated)];
            content(before, gaps, opaque, limits)
        }
        Err(Undecoded::Broken(_)) => unknown(Reason::BodyLossy),
    }
}

fn chunks(written: &str) -> Option<Vec<u8>> {
    let document = Document::parse(written.as_bytes());
    let root = document.root().filter(|_| document.is_well_formed())?;
    let mut bytes = Vec::new();
    for chunk in root.elements() {
        bytes.extend(coding::base64(&chunk.as_str()?)?);
    }
    Some(bytes)
}

trait TextLength {
    /// How many bytes the string has as it is written.
    fn len_of_text(&self) -> usize;
}

impl TextLength for Value<'_> {
    fn len_of_text(&self) -> usize {
        self.raw().len().saturating_sub(2)
    }
}
