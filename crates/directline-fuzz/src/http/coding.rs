//! Codings of a body, undone within bounds: a proxy may compress though nobody asked for it.
//!
//! It makes of a body what a reader of a raw recording of the same bytes makes of it.

use std::io::Read;

use brotli_decompressor::Decompressor;
use directline_exchange::{Body, Content, FramingKind, Gap, Observed, Reason};
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use ruzstd::decoding::StreamingDecoder;

/// How many codings may lie over each other.
const MOST_LAYERS: usize = 3;

/// How many times larger than its coded form a body may be.
const MOST_TIMES: usize = 200;

/// How large a body may be however small its coded form is, in bytes.
const FREE: usize = 64 << 10;

/// Why a coding could not be undone.
enum Undecoded {
    /// The name of the coding is not known, or there are too many of them.
    Unknown,
    /// The bytes are not valid in the coding; this is what came out before.
    Broken(Vec<u8>),
    /// The result is longer than it may be.
    TooLong,
}

/// The body of which these bytes came, coded in these ways in this order; `gap` tells why its end did not come.
///
/// A body that decodes to more than `most` bytes, or to a great many times its coded size, is not observable.
pub(super) fn body(
    bytes: Vec<u8>,
    gap: Option<Reason>,
    codings: &[String],
    most: usize,
    defects: &mut Vec<FramingKind>,
) -> Body {
    if codings.is_empty() || bytes.is_empty() {
        return content(bytes, gap);
    }
    // How much of the decoded body is lost is known no better.
    let lost = gap.map(|reason| match reason {
        Reason::LimitReached => reason,
        _ => Reason::BodyTruncated,
    });
    match decode(codings, &bytes, most) {
        Ok(decoded) => content(decoded, lost),
        Err(Undecoded::TooLong) => Observed::NotObservable(Reason::LimitReached),
        Err(Undecoded::Unknown) => Observed::NotObservable(Reason::UnsupportedCoding),
        Err(Undecoded::Broken(before)) if lost.is_some() => content(before, lost),
        Err(Undecoded::Broken(_)) => {
            defects.push(FramingKind::BadCoding);
            // Some proxies undo a coding and keep its header field.
            let is_plain = !bytes.starts_with(&[0x1f, 0x8b]) && std::str::from_utf8(&bytes).is_ok();
            if is_plain { content(bytes, None) } else { Observed::NotObservable(Reason::UnsupportedCoding) }
        }
    }
}

fn content(bytes: Vec<u8>, gap: Option<Reason>) -> Body {
    if bytes.is_empty() && gap.is_none() {
        return Observed::Absent;
    }
    let end = bytes.len();
    let gaps = gap.map(|reason| Gap { range: end..end, reason }).into_iter().collect();
    Observed::Present(Content { gaps, ..Content::exact(bytes) })
}

/// Undoes the codings, the last one first.
fn decode(codings: &[String], bytes: &[u8], most: usize) -> Result<Vec<u8>, Undecoded> {
    if codings.len() > MOST_LAYERS {
        return Err(Undecoded::Unknown);
    }
    let most = bytes.len().saturating_mul(MOST_TIMES).max(FREE).min(most);
    let mut decoded: Option<Vec<u8>> = None;
    for coding in codings.iter().rev() {
        let layer = decoded.as_deref().unwrap_or(bytes);
        decoded = Some(match coding.as_str() {
            "gzip" | "x-gzip" => bounded(MultiGzDecoder::new(layer), most)?,
            "deflate" => inflate(layer, most)?,
            "br" => bounded(Decompressor::new(layer, 4096), most)?,
            "zstd" => {
                let frames = StreamingDecoder::new(layer);
                bounded(frames.map_err(|_| Undecoded::Broken(Vec::new()))?, most)?
            }
            _ => return Err(Undecoded::Unknown),
        });
    }
    Ok(decoded.unwrap_or_default())
}

/// `deflate` is zlib by the standard (RFC 9110, section 8.4.1.2) and bare deflate by old servers.
fn inflate(bytes: &[u8], most: usize) -> Result<Vec<u8>, Undecoded> {
    match bounded(ZlibDecoder::new(bytes), most) {
        Err(Undecoded::Broken(before)) if before.is_empty() => bounded(DeflateDecoder::new(bytes), most),
        other => other,
    }
}

fn bounded(reader: impl Read, most: usize) -> Result<Vec<u8>, Undecoded> {
    let mut bytes = Vec::new();
    let one_more = (most as u64).saturating_add(1);
    let outcome = reader.take(one_more).read_to_end(&mut bytes);
    if bytes.len() > most {
        return Err(Undecoded::TooLong);
    }
    match outcome {
        Ok(_) => Ok(bytes),
        Err(_) => Err(Undecoded::Broken(bytes)),
    }
}
