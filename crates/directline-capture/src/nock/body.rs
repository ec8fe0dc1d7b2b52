//! Which bytes was a body that nock recorded?
//!
//! nock keeps bytes that are no UTF-8 as hexadecimal digits, parses what is JSON, and keeps the rest as text. A string may
//! thus be three things; the length that was sent tells them apart, or else what the bytes would be.

use directline_exchange::{Body, Coding, Content, Fidelity, Headers, Observed, Reason};
use directline_json::{Kind, Value};

use crate::base::Base;
use crate::har::{content_length, exact_or_gzip, media_type, undone};
use crate::stored::{exact, is_lossy, lossy, unknown};
use crate::{Limits, coding};

/// The body of a request.
pub(super) fn request(
    body: Option<Value<'_>>,
    headers: &Headers,
    method: &str,
    base: Base,
    limits: &Limits,
) -> Body {
    let length = content_length(headers);
    let Some(body) = body.filter(|body| !is_empty(*body)) else {
        let may_have_body = ["POST", "PUT", "PATCH"].iter().any(|other| method.eq_ignore_ascii_case(other));
        let unseen = body.is_none() && may_have_body && length != Some(0);
        let shown =
            length.is_some_and(|length| length > 0) || media_type(headers, None).starts_with("multipart/");
        return if shown || unseen { unknown(Reason::BodyNotRecorded) } else { Observed::Absent };
    };
    // In programs, the star stands for any body.
    if body.as_str().is_some_and(|text| text == "*") && length != Some(1) {
        return unknown(Reason::BodyNotRecorded);
    }
    decide(body, headers, length, base, limits)
}

/// The body of a response with a status, which may answer a `HEAD` request.
pub(super) fn response(
    body: Option<Value<'_>>,
    headers: &Headers,
    (status, to_head): (u16, bool),
    base: Base,
    limits: &Limits,
) -> Body {
    let length = content_length(headers).filter(|_| !to_head);
    let Some(body) = body.filter(|body| !is_empty(*body)) else {
        let has_none = to_head || matches!(status, 100..200 | 204 | 304);
        let shown = body.is_none() || length.is_some_and(|length| length > 0);
        return if shown && !has_none { unknown(Reason::BodyNotRecorded) } else { Observed::Absent };
    };
    decide(body, headers, length, base, limits)
}

fn is_empty(body: Value<'_>) -> bool {
    body.raw() == b"\"\""
}

fn decide(body: Value<'_>, headers: &Headers, length: Option<u64>, base: Base, limits: &Limits) -> Body {
    if body.raw().len() / 6 > limits.max_body_bytes {
        return unknown(Reason::LimitReached);
    }
    let codings = coding::codings(headers.value("content-encoding").present().copied().unwrap_or_default());
    if !codings.is_empty()
        && let Some(bytes) = chunks(body)
    {
        return undone(&codings, bytes, base.coded(body, Coding::Opaque), limits);
    }
    let Some(text) = body.as_str() else { return rewritten(body, base, limits) };
    let is = |bytes: usize| length == Some(bytes as u64);
    let bytes = hexadecimal(&text);
    if let Some(bytes) = bytes.filter(|bytes| is(bytes.len()) || (!is(text.len()) && is_no_text(bytes))) {
        let opaque = base.coded(body, Coding::Opaque);
        if !codings.is_empty() && !coding::is_gzip(&bytes) {
            return undone(&codings, bytes, opaque, limits);
        }
        return exact_or_gzip(bytes, base.coded(body, Coding::JsonHex), opaque, limits);
    }
    if is(text.len()) {
        return exact(text.into_owned().into_bytes(), base.text(body), limits);
    }
    // A string that was JSON lost its quotes; the length is that of its spelling on the wire.
    let media_type = media_type(headers, None);
    let is_json = media_type.split(';').next().is_some_and(|essence| essence.trim_end().ends_with("json"));
    if is(text.len().saturating_add(2)) || is(body.raw().len()) || (is_json && !starts_json(&text)) {
        return rewritten(body, base, limits);
    }
    if is_lossy(&text) {
        return lossy(&text, length, base.text(body), limits);
    }
    exact(text.into_owned().into_bytes(), base.text(body), limits)
}

/// A JSON value that was parsed and written again: as it stands in the file.
fn rewritten(body: Value<'_>, base: Base, limits: &Limits) -> Body {
    let body = exact(body.raw().to_vec(), base.verbatim(body), limits);
    body.map(|content| Content { fidelity: Fidelity::ValueOnly, ..content })
}

/// Whether a text that is no JSON was meant to be an object, an array or a string.
fn starts_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '[', '"'])
}

/// The pieces of a coded body: a list of strings of hexadecimal digits.
fn chunks(body: Value<'_>) -> Option<Vec<u8>> {
    if body.kind() != Kind::Array {
        return None;
    }
    let mut bytes = Vec::new();
    for chunk in body.elements() {
        bytes.extend(hexadecimal(&chunk.as_str()?)?);
    }
    Some(bytes)
}

fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    data_encoding::HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()
}

/// Whether nock would write the bytes as digits: only what is not UTF-8.
fn is_no_text(bytes: &[u8]) -> bool {
    str::from_utf8(bytes).is_err()
}
