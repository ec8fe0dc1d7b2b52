//! Which bytes was the request body? HAR 1.2 does not say how `postData.text` is encoded.
//!
//! Recorders write one character per byte, or decode UTF-8, or destroy what is not UTF-8, or leave the body out.
//! Comparing with `Content-Length` tells which.

use directline_exchange::{Body, Coding, Headers, Observed, Origin, Reason};
use directline_json::{Document, Kind, Value};
use std::borrow::Cow;

use super::headers::content_length;
use crate::base::Base;
use crate::coding;
use crate::stored::{as_latin1, content, exact, is_lossy, latin1, lossy, lost_end, unknown};
use crate::{Limits, attachments::Attachments};

/// Media type of the Message part of an upload.
const MESSAGE: &[u8] = b"application/vnd.microsoft.bot.message";

/// Reads the body of a HAR `request`.
pub(crate) fn read(
    request: Value<'_>,
    headers: &Headers,
    base: Base,
    attachments: &mut Attachments,
    limits: &Limits,
) -> Body {
    let length = content_length(headers);
    let post = request.get("postData").filter(|post| !post.is_null());
    let media_type = media_type(headers, post);
    let is_multipart = media_type.starts_with("multipart/");
    let Some(post) = post else {
        let shown = length.is_some_and(|length| length > 0)
            || is_multipart
            || body_size(request) > 0
            || headers.get("transfer-encoding").is_present()
            // A type without a length: the recorder left out the body, or the length of nothing.
            || (length.is_none() && headers.get("content-type").is_present());
        let may_be = headers.partial().is_some() && may_have_body(request);
        return if shown || may_be { unknown(Reason::BodyNotRecorded) } else { Observed::Absent };
    };
    if let Some(file) = attachments.named(post) {
        return attachments.body(&file, limits);
    }
    let text_value = post.get("text").filter(|text| text.kind() == Kind::String);
    let text = text_value.and_then(Value::as_str).unwrap_or_default();
    let Some(text_value) = text_value.filter(|_| !text.is_empty()) else {
        let has_params = post.get("params").is_some_and(|params| !params.is_empty());
        let shown =
            length.is_some_and(|length| length > 0) || body_size(request) > 0 || has_params || is_multipart;
        return if shown { unknown(Reason::BodyNotRecorded) } else { Observed::Absent };
    };
    if text.len() > limits.max_body_bytes.saturating_mul(2) {
        return unknown(Reason::LimitReached);
    }
    let encoding = post.get("encoding").and_then(Value::as_str);
    if encoding.is_some_and(|encoding| encoding.eq_ignore_ascii_case("base64")) {
        return match coding::base64(&text) {
            Some(bytes) => exact(bytes, base.coded(text_value, Coding::JsonBase64), limits),
            None => unknown(Reason::BodyLossy),
        };
    }
    let origin = base.text(text_value);
    let as_latin1 = || as_latin1(&origin);
    of_text(
        Sent { text, headers, media_type: &media_type, origin: origin.clone(), as_latin1: &as_latin1 },
        limits,
    )
}

/// A request body that is recorded as text.
pub(crate) struct Sent<'t> {
    /// The text.
    pub(crate) text: Cow<'t, str>,
    /// The headers of the request.
    pub(crate) headers: &'t Headers,
    /// Its media type, as [`media_type`] has it.
    pub(crate) media_type: &'t str,
    /// Where the text's UTF-8 stands.
    pub(crate) origin: Origin,
    /// Where the bytes stand if each character is one.
    pub(crate) as_latin1: &'t dyn Fn() -> Origin,
}

/// Which bytes the text was: the length that was sent tells.
pub(crate) fn of_text(sent: Sent<'_>, limits: &Limits) -> Body {
    let Sent { text, headers, media_type, origin, as_latin1 } = sent;
    // A coded request has the length of its coded form.
    let length = content_length(headers).filter(|_| !headers.get("content-encoding").is_present());
    let Some(length) = length else {
        if is_lossy(&text) {
            return lossy(&text, None, origin, limits);
        }
        if media_type.starts_with("multipart/")
            && let Some(bytes) = latin1_upload(&text, media_type)
        {
            return exact(bytes, as_latin1(), limits);
        }
        return exact(text.into_owned().into_bytes(), origin, limits);
    };
    if text.len() as u64 == length {
        return exact(text.into_owned().into_bytes(), origin, limits);
    }
    if text.chars().count() as u64 == length
        && let Some(bytes) = latin1(&text)
    {
        return exact(bytes, as_latin1(), limits);
    }
    if is_lossy(&text) {
        return lossy(&text, Some(length), origin, limits);
    }
    mismatched(&text, length, (origin, as_latin1), limits)
}

/// A text of another length than was sent, without a trace of what was lost.
fn mismatched(
    text: &str,
    length: u64,
    (origin, as_latin1): (Origin, &dyn Fn() -> Origin),
    limits: &Limits,
) -> Body {
    if (text.len() as u64) < length {
        // Recorders cut at a size of their own (Firefox at 1 MiB) without a mark. Characters that are all beyond
        // ASCII and below U+0100 are more likely bytes than letters.
        let bytes = latin1(text).filter(|_| text.bytes().any(|byte| byte < 9));
        let gap = |bytes: &[u8]| vec![lost_end(bytes.len(), Reason::BodyTruncated)];
        return match bytes {
            Some(bytes) => {
                let gaps = gap(&bytes);
                content(bytes, gaps, as_latin1(), limits)
            }
            None => content(text.as_bytes().to_vec(), gap(text.as_bytes()), origin, limits),
        };
    }
    // Longer than sent: written anew by the recorder, so that no byte of it can be relied on.
    let whole = directline_exchange::Gap { range: 0..text.len(), reason: Reason::BodyLossy };
    content(text.as_bytes().to_vec(), vec![whole], origin, limits)
}

/// The bytes of a multipart text without known length, if its characters are bytes.
///
/// The Message part decides: it is UTF-8. Where it is plain ASCII, control characters elsewhere betray bytes.
fn latin1_upload(text: &str, media_type: &str) -> Option<Vec<u8>> {
    if text.is_ascii() {
        return None;
    }
    let bytes = latin1(text)?;
    let Some(boundary) = boundary(media_type) else {
        return std::str::from_utf8(&bytes).is_ok().then_some(bytes);
    };
    let delimiter = [b"--", boundary.as_bytes()].concat();
    let mut starts: Vec<usize> = memchr::memmem::find_iter(&bytes, &delimiter).collect();
    starts.push(bytes.len());
    let parts = starts.windows(2).filter_map(|pair| bytes.get(*pair.first()?..*pair.last()?));
    let message = parts.into_iter().find(|part| {
        let head = part.get(..part.len().min(2048)).unwrap_or_default();
        memchr::memmem::find(&head.to_ascii_lowercase(), MESSAGE).is_some()
    });
    let is_bytes = match message {
        Some(part) if !part.is_ascii() => {
            let json = memchr::memchr(b'{', part).and_then(|at| part.get(at..)).unwrap_or_default();
            let json = json.trim_ascii_end();
            let document = Document::parse(json);
            std::str::from_utf8(part).is_ok() && document.is_well_formed()
        }
        _ => {
            std::str::from_utf8(&bytes).is_ok()
                || text.chars().any(|char| char.is_control() && !matches!(char, '\t' | '\r' | '\n'))
        }
    };
    is_bytes.then_some(bytes)
}

/// `Content-Type` of the headers, else of `postData`; the type itself in lower case.
pub(crate) fn media_type(headers: &Headers, post: Option<Value<'_>>) -> String {
    let header = headers.value("content-type").present().copied();
    let text = header.map(|bytes| String::from_utf8_lossy(bytes).into_owned()).or_else(|| {
        let mime_type = post.and_then(|post| post.get("mimeType")?.as_str());
        mime_type.map(Cow::into_owned)
    });
    let text = text.unwrap_or_default();
    match text.split_once(';') {
        Some((essence, rest)) => format!("{};{rest}", essence.trim().to_ascii_lowercase()),
        None => text.trim().to_ascii_lowercase(),
    }
}

/// The boundary, read leniently: only to find the parts again.
pub(crate) fn boundary(media_type: &str) -> Option<&str> {
    let mut parameters = media_type.split(';').skip(1).filter_map(|pair| pair.split_once('='));
    let (_, value) = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("boundary"))?;
    Some(value.trim().trim_matches('"')).filter(|value| !value.is_empty())
}

fn body_size(request: Value<'_>) -> i64 {
    request.get("bodySize").and_then(Value::as_i64).unwrap_or_default()
}

fn may_have_body(request: Value<'_>) -> bool {
    let method = request.get("method").and_then(Value::as_str).unwrap_or_default();
    ["POST", "PUT", "PATCH"].iter().any(|other| method.eq_ignore_ascii_case(other))
}
