//! Answers whose body is coded, though nobody asked for it.

use std::io::Write;

use directline_exchange::{FramingKind, Reason};
use directline_fuzz::Target;
use directline_fuzz::http::{HttpTarget, Options};
use directline_reference::Request;
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use proptest::prelude::*;

use super::agreement::check;
use super::support::{Service, body, get, options};

const TEXT: &[u8] = b"{\"messages\": []}";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn bare_deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// The text as one block that is not compressed (RFC 7932, section 9.2).
fn brotli() -> Vec<u8> {
    [&[0xf0, 0, 0x10], TEXT, &[0x03]].concat()
}

/// The text as one block that is not compressed (RFC 8878, section 3.1.1.2).
fn zstd() -> Vec<u8> {
    [&[0x28, 0xb5, 0x2f, 0xfd, 0x20, 0x10, 0x81, 0, 0], TEXT].concat()
}

/// An answer with these header fields.
fn answer(fields: &str, written: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\n{fields}\r\n\r\n").as_bytes(), written].concat()
}

/// An answer with a body in this `Content-Encoding`, all of which comes.
fn encoded(coding: &str, written: &[u8]) -> Vec<u8> {
    answer(&format!("Content-Encoding: {coding}\r\nContent-Length: {}", written.len()), written)
}

#[test]
fn a_coded_body_is_decoded() {
    let half = gzip(TEXT);
    let (first, second) = half.split_at(9);
    let mut chunked = b"9\r\n".to_vec();
    chunked
        .extend([first, format!("\r\n{:x}\r\n", second.len()).as_bytes(), second, b"\r\n0\r\n\r\n"].concat());
    for answer in [
        encoded("gzip", &gzip(TEXT)),
        encoded("X-GZIP", &gzip(TEXT)),
        encoded("gzip", &[gzip(&TEXT[..5]), gzip(&TEXT[5..])].concat()),
        encoded("deflate", &zlib(TEXT)),
        encoded("deflate", &bare_deflate(TEXT)),
        encoded("br", &brotli()),
        encoded("zstd", &zstd()),
        encoded("deflate, identity, gzip", &gzip(&zlib(TEXT))),
        encoded("identity", TEXT),
        answer("Content-Encoding: gzip\r\nTransfer-Encoding: chunked", &chunked),
        answer("Transfer-Encoding: gzip, chunked", &chunked),
        answer("Transfer-Encoding: gzip", &gzip(TEXT)),
        answer("Content-Encoding: deflate\r\nContent-Encoding: gzip", &gzip(&zlib(TEXT))),
    ] {
        let shown = answer.escape_ascii();
        let response = get(&Service::answering(answer.as_slice())).unwrap();
        assert_eq!(body(&response), (TEXT, None), "{shown}");
        assert!(response.framing.is_empty(), "{shown}: {:?}", response.framing);
        check(&answer);
    }
}

#[test]
fn what_cannot_be_decoded_is_not_observable() {
    let bomb = vec![0; 1 << 20];
    let limit = Reason::LimitReached;
    let unknown = Reason::UnsupportedCoding;
    let broken = [FramingKind::BadCoding];
    let whole = gzip(TEXT);
    for (answer, reason, defects) in [
        (encoded("gzip", &gzip(&bomb)), limit, &[][..]),
        (encoded("deflate", &zlib(&bomb)), limit, &[]),
        (encoded("gzip, gzip", &gzip(&gzip(&bomb))), limit, &[]),
        (encoded("compress", b"\x1f\x9d\x90"), unknown, &[]),
        (encoded("aes128gcm, gzip", &whole), unknown, &[]),
        (encoded("gzip, gzip, gzip, gzip", &whole), unknown, &[]),
        // All that was announced came, and is not all of the stream.
        (encoded("gzip", &whole[..whole.len() - 9]), unknown, &broken),
        (encoded("br", &brotli()[..9]), unknown, &broken),
        (encoded("zstd", b"\xff"), unknown, &broken),
    ] {
        let shown = answer.escape_ascii();
        let response = get(&Service::answering(answer.as_slice())).unwrap();
        assert_eq!(response.body.reason(), Some(reason), "{shown}");
        let found: Vec<_> = response.framing.into_iter().map(|defect| defect.kind).collect();
        assert_eq!(found, defects, "{shown}");
        check(&answer);
    }
}

#[test]
fn of_a_body_that_breaks_off_the_beginning_is_decoded() {
    let text: Vec<u8> =
        (0..20_000_u32).flat_map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    let whole = gzip(&text);
    let fields = format!("Content-Encoding: gzip\r\nContent-Length: {}", whole.len());
    let cut = answer(&fields, &whole[..whole.len() / 2]);
    let response = get(&Service::answering(cut.as_slice())).unwrap();
    let (begin, lost) = body(&response);
    assert!(begin.len() > 1_000 && text.starts_with(begin), "{}", begin.len());
    assert_eq!(lost, Some("body-truncated"));
    check(&cut);
    check(&answer(&fields, b""));
}

#[test]
fn a_field_that_says_gzip_of_a_plain_body_is_a_defect() {
    let response = get(&Service::answering(encoded("gzip", TEXT))).unwrap();
    assert_eq!(body(&response), (TEXT, None));
    assert_eq!(response.framing[0].kind, FramingKind::BadCoding);
    check(&encoded("gzip", TEXT));
    check(&encoded("gzip", b""));
}

#[test]
fn a_decoded_body_is_bounded_by_the_limit() {
    let zeros = gzip(&[0; 1_000]);
    for (max_body, expected) in [(1_000, (1_000, None, None)), (999, (0, None, Some(Reason::LimitReached)))] {
        let service = Service::answering(encoded("gzip", &zeros));
        let mut target = HttpTarget::new(&service.url(), Options { max_body, ..options() }).unwrap();
        let response = target.send(&Request::new("GET", "/")).unwrap();
        let (bytes, lost) = body(&response);
        assert_eq!((bytes.len(), lost, response.body.reason()), expected, "{max_body}");
    }
    // Already the coded bytes are too many: what they begin with is decoded.
    let service = Service::answering(encoded("gzip", &[gzip(TEXT), gzip(&zeros)].concat()));
    let max_body = gzip(TEXT).len() + 2;
    let mut target = HttpTarget::new(&service.url(), Options { max_body, ..options() }).unwrap();
    assert_eq!(body(&target.send(&Request::new("GET", "/")).unwrap()), (TEXT, Some("limit-reached")));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn any_bytes_read_as_their_recording(
        coding in prop::sample::select(vec!["gzip", "deflate", "br", "zstd"]),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..3),
        cut in any::<prop::sample::Index>(),
        is_whole in any::<bool>(),
    ) {
        let mut written = match coding {
            "gzip" => gzip(TEXT),
            "deflate" => zlib(TEXT),
            "br" => brotli(),
            _ => zstd(),
        };
        for (at, byte) in flips {
            let at = at.index(written.len());
            written[at] = byte;
        }
        let all = encoded(coding, &written);
        let lost = if is_whole { 0 } else { cut.index(written.len()) };
        check(&all[..all.len() - lost]);
    }
}
