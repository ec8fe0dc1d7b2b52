//! Which bytes was a body of a cassette?
//!
//! Texts are decided as in a HAR, by the length that was sent. Bodies of responses are mostly decoded already, while the
//! headers still speak of their coded form: those lengths and codings are no evidence.

use directline_exchange::{Body, Coding, Gap, Headers, Observed, Reason};

use super::Dialect;
use super::node::{Node, Text};
use crate::har::{self, Sent, content_length, exact_or_gzip, undone};
use crate::stored::{exact, is_lossy, latin1, lossy, lost_end, unknown};
use crate::{Limits, coding, stored};

/// What a cassette holds of a body.
pub(super) enum Held<'t> {
    /// Nothing, or an empty text.
    Nothing,
    /// Something that is no text.
    Unreadable,
    /// A text.
    Text(Text<'t>),
    /// A text in base64.
    Base64(Text<'t>),
    /// A text of which each character is a byte.
    Latin1(Text<'t>),
}

/// Finds what is held of a body: a text, or a map with one.
pub(super) fn held(node: Option<Node<'_>>) -> Held<'_> {
    let Some(node) = node.filter(|node| !node.is_null()) else { return Held::Nothing };
    if let Some(text) = node.text() {
        return of_text(text);
    }
    if let Some(coded) = node.get("base64_string").and_then(Node::text) {
        return Held::Base64(coded);
    }
    if let Some(text) = node.get("string").and_then(Node::text) {
        let encoding = node.get("encoding").and_then(Node::text);
        let is_latin1 =
            encoding.is_some_and(|encoding| encoding.written().eq_ignore_ascii_case("iso-8859-1"));
        return match of_text(text) {
            Held::Text(text) if is_latin1 => Held::Latin1(text),
            held => held,
        };
    }
    // A stream of Python: its state begins with the content.
    if let Some(text) = node.get("state").and_then(|state| state.elements().next()).and_then(Node::text) {
        return of_text(text);
    }
    if node.is_map() && ["string", "base64_string"].iter().any(|name| node.has(name)) {
        return Held::Nothing;
    }
    Held::Unreadable
}

fn of_text(text: Text<'_>) -> Held<'_> {
    if text.is_binary() {
        Held::Base64(text)
    } else if text.written().is_empty() {
        Held::Nothing
    } else {
        Held::Text(text)
    }
}

/// The body of a request.
pub(super) fn request(held: Held<'_>, headers: &Headers, length: Option<u64>, limits: &Limits) -> Body {
    let media_type = har::media_type(headers, None);
    match held {
        Held::Nothing => {
            let length = content_length(headers).or(length);
            let shown = length.is_some_and(|length| length > 0)
                || media_type.starts_with("multipart/")
                || (length.is_none() && headers.get("transfer-encoding").is_present());
            if shown { unknown(Reason::BodyNotRecorded) } else { Observed::Absent }
        }
        Held::Unreadable => unknown(Reason::BodyNotRecorded),
        Held::Base64(text) => decoded(&text, headers, limits),
        Held::Latin1(text) => single_bytes(&text, limits),
        Held::Text(text) if is_long(&text, limits) => unknown(Reason::LimitReached),
        Held::Text(text) => {
            let as_latin1 = || text.as_latin1();
            let sent = Sent {
                text: text.written().into(),
                headers,
                media_type: &media_type,
                origin: text.origin(),
                as_latin1: &as_latin1,
            };
            har::of_text(sent, limits)
        }
    }
}

/// What the body of a response depends on beside what is held of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answer<'h> {
    pub(super) status: u16,
    pub(super) to_head: bool,
    pub(super) headers: &'h Headers,
    pub(super) dialect: Dialect,
    /// Whether bytes that are no text were left out without a mark.
    pub(super) ignores_errors: bool,
}

/// The body of a response.
pub(super) fn response(held: Held<'_>, answer: Answer<'_>, limits: &Limits) -> Body {
    let length = content_length(answer.headers);
    let is_coded = answer.headers.get("content-encoding").is_present();
    match held {
        Held::Nothing => {
            let has_none = answer.to_head || matches!(answer.status, 100..200 | 204 | 304);
            let shown = length.is_some_and(|length| length > 0) && !has_none;
            if shown { unknown(Reason::BodyNotRecorded) } else { Observed::Absent }
        }
        Held::Unreadable => unknown(Reason::BodyNotRecorded),
        Held::Base64(text) => decoded(&text, answer.headers, limits),
        Held::Latin1(text) => single_bytes(&text, limits),
        Held::Text(text) if is_long(&text, limits) => unknown(Reason::LimitReached),
        Held::Text(text) => {
            let bytes = text.written().as_bytes();
            // Ruby leaves the length of the coded form where it removes the coding.
            let length =
                length.filter(|_| !is_coded && !answer.to_head && answer.dialect != Dialect::RubyVcr);
            let actual = bytes.len() as u64;
            if is_lossy(text.written()) && length != Some(actual) {
                return lossy(text.written(), length, text.origin(), limits);
            }
            if answer.ignores_errors && length.is_some_and(|length| length != actual) {
                // Where bytes are missing is not known.
                let gap = Gap { range: 0..bytes.len(), reason: Reason::BodyLossy };
                return stored::content(bytes.to_vec(), vec![gap], text.origin(), limits);
            }
            exact(bytes.to_vec(), text.origin(), limits)
        }
    }
}

/// Bytes in base64: as they were sent, or as the recorder decoded them.
fn decoded(text: &Text<'_>, headers: &Headers, limits: &Limits) -> Body {
    if is_long(text, limits) {
        return unknown(Reason::LimitReached);
    }
    let Some(bytes) = coding::base64(text.written()) else { return unknown(Reason::BodyLossy) };
    let opaque = text.coded(Coding::Opaque);
    let value = headers.value("content-encoding").present().copied().unwrap_or_default();
    let codings = coding::codings(value);
    if !codings.is_empty() && !coding::is_gzip(&bytes) && str::from_utf8(&bytes).is_err() {
        return undone(&codings, bytes, opaque, limits);
    }
    exact_or_gzip(bytes, text.coded(Coding::JsonBase64), opaque, limits)
}

fn single_bytes(text: &Text<'_>, limits: &Limits) -> Body {
    match latin1(text.written()) {
        _ if is_long(text, limits) => unknown(Reason::LimitReached),
        Some(bytes) => exact(bytes, text.as_latin1(), limits),
        None => {
            let bytes = text.written().as_bytes().to_vec();
            let gaps = vec![lost_end(bytes.len(), Reason::BodyLossy)];
            stored::content(bytes, gaps, text.origin(), limits)
        }
    }
}

/// Whether the text is certain to exceed the limit of bodies.
fn is_long(text: &Text<'_>, limits: &Limits) -> bool {
    text.written().len() > limits.max_body_bytes.saturating_mul(2)
}
