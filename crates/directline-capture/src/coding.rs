//! Content codings, undone within bounds, and base64.

use std::io::Read;

use brotli_decompressor::Decompressor;
use data_encoding::{BASE64_NOPAD, Encoding};
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use ruzstd::decoding::StreamingDecoder;

use crate::Limits;
use crate::places::is_base64;

/// How many codings may lie over each other.
const MOST_LAYERS: usize = 3;

/// Why a coding could not be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Undecoded {
    /// The name of the coding is not known, or there are too many of them.
    Unknown,
    /// The bytes are not valid in the coding; this is what came out before.
    Broken(Vec<u8>),
    /// The result exceeds a limit.
    TooLarge,
}

/// The bytes that begin every gzip stream.
pub(crate) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

/// The codings in a `Content-Encoding` value that change the bytes, in lower case, in the order of application.
pub(crate) fn codings(value: &[u8]) -> Vec<String> {
    String::from_utf8_lossy(value)
        .split(',')
        .map(|coding| coding.trim().to_ascii_lowercase())
        .filter(|coding| !coding.is_empty() && coding != "identity")
        .collect()
}

/// Undoes `codings`, the last one first.
pub(crate) fn decode(codings: &[String], bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, Undecoded> {
    if codings.len() > MOST_LAYERS {
        return Err(Undecoded::Unknown);
    }
    let limit = limits.decompressed_bytes(bytes.len());
    let mut decoded: Option<Vec<u8>> = None;
    for coding in codings.iter().rev() {
        let layer = decoded.as_deref().unwrap_or(bytes);
        decoded = Some(match coding.as_str() {
            "gzip" | "x-gzip" => bounded(MultiGzDecoder::new(layer), limit)?,
            "deflate" => inflate(layer, limit)?,
            "br" => bounded(Decompressor::new(layer, 4096), limit)?,
            "zstd" => {
                let frames = StreamingDecoder::new(layer);
                bounded(frames.map_err(|_| Undecoded::Broken(Vec::new()))?, limit)?
            }
            _ => return Err(Undecoded::Unknown),
        });
    }
    Ok(decoded.unwrap_or_else(|| bytes.to_vec()))
}

/// `deflate` is zlib by the standard (RFC 9110, section 8.4.1.2) and bare deflate by old servers.
fn inflate(bytes: &[u8], limit: usize) -> Result<Vec<u8>, Undecoded> {
    match bounded(ZlibDecoder::new(bytes), limit) {
        Err(Undecoded::Broken(before)) if before.is_empty() => bounded(DeflateDecoder::new(bytes), limit),
        other => other,
    }
}

fn bounded(reader: impl Read, limit: usize) -> Result<Vec<u8>, Undecoded> {
    let mut bytes = Vec::new();
    let one_more = (limit as u64).saturating_add(1);
    let outcome = reader.take(one_more).read_to_end(&mut bytes);
    if bytes.len() > limit {
        return Err(Undecoded::TooLarge);
    }
    match outcome {
        Ok(_) => Ok(bytes),
        Err(_) => Err(Undecoded::Broken(bytes)),
    }
}

/// Decodes base64 as recorders write it: either alphabet, with or without padding, white space anywhere.
pub(crate) fn base64(text: &str) -> Option<Vec<u8>> {
    let mut digits = Vec::with_capacity(text.len());
    let mut padded = false;
    for char in text.chars() {
        match char {
            '=' => padded = true,
            ' ' | '\t' | '\r' | '\n' => {}
            _ if padded || !is_base64(char) => return None,
            '-' => digits.push(b'+'),
            '_' => digits.push(b'/'),
            _ => digits.push(u8::try_from(char).ok()?),
        }
    }
    lenient()?.decode(&digits).ok()
}

/// Base64 without padding that does not mind what the unused bits of the last character are.
fn lenient() -> Option<Encoding> {
    let mut specification = BASE64_NOPAD.specification();
    specification.check_trailing_bits = false;
    specification.encoding().ok()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use proptest::prelude::*;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn codings_are_undone() {
        let text = b"{\"messages\": []}".as_slice();
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
        zlib.write_all(text).unwrap();
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::fast());
        raw.write_all(text).unwrap();
        // The same text as one uncompressed block of brotli (RFC 7932, section 9.2) and of zstd (RFC 8878, section 3.1.1.2).
        let brotli = [&[0xf0, 0, 0x10], text, &[0x03]].concat();
        let zstd = [&[0x28, 0xb5, 0x2f, 0xfd, 0x20, 0x10, 0x81, 0, 0], text].concat();
        let rows: [(&str, Vec<u8>); 8] = [
            ("gzip", gzip(text)),
            ("X-GZIP", gzip(text)),
            ("deflate", zlib.finish().unwrap()),
            ("deflate", raw.finish().unwrap()),
            ("br", brotli),
            ("zstd", zstd),
            ("gzip, identity, gzip", gzip(&gzip(text))),
            ("identity", text.to_vec()),
        ];
        for (value, coded) in rows {
            let decoded = decode(&codings(value.as_bytes()), &coded, &Limits::default());
            assert_eq!(decoded.as_deref(), Ok(text), "{value}");
        }
    }

    type Row<'r> = (&'r str, &'r [u8], fn(&Undecoded) -> bool);

    #[test]
    fn what_cannot_be_undone_says_why() {
        let bomb = gzip(&vec![0; 1024 * 1024]);
        let limits = Limits::default();
        let cut = &gzip(b"hello hello hello")[..12];
        let rows: [Row<'_>; 5] = [
            ("compress", b"x", |found| *found == Undecoded::Unknown),
            ("gzip,gzip,gzip,gzip", b"x", |found| *found == Undecoded::Unknown),
            ("gzip", &bomb, |found| *found == Undecoded::TooLarge),
            ("gzip", cut, |found| matches!(found, Undecoded::Broken(_))),
            ("zstd", b"no", |found| matches!(found, Undecoded::Broken(_))),
        ];
        for (value, coded, expected) in rows {
            let found = decode(&codings(value.as_bytes()), coded, &limits).unwrap_err();
            assert!(expected(&found), "{value}: {found:?}");
        }
    }

    #[test]
    fn base64_of_recorders() {
        let rows: [(&str, Option<&[u8]>); 9] = [
            ("aGVsbG8=", Some(b"hello")),
            ("aGVsbG8", Some(b"hello")),
            ("aGVs\r\nbG8=\n", Some(b"hello")),
            ("_-8=", Some(&[0xff, 0xef])),
            ("/+8=", Some(&[0xff, 0xef])),
            ("aGVsbG9=", Some(b"hello")),
            ("aGVs=bG8", None),
            ("aGVsb", None),
            ("a*b=", None),
        ];
        for (text, expected) in rows {
            assert_eq!(base64(text).as_deref(), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_decoded_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300), magic in 0..5_usize) {
            let starts: [&[u8]; 5] = [b"", &[0x1f, 0x8b, 8, 0], &[0x78, 0x9c], &[0x28, 0xb5, 0x2f, 0xfd], &[0x8f]];
            let coded = [starts[magic], &bytes].concat();
            for coding in ["gzip", "deflate", "br", "zstd"] {
                let _ = decode(&codings(coding.as_bytes()), &coded, &Limits::default());
            }
        }
    }
}
