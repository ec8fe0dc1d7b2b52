//! Whatever the input, readers end, do not panic, and place every datum inside its file.

use std::fs;

use crate::common::corpus;
use directline_capture::{Assume, Limits, ReadError, Recorded, inputs, open, open_bytes};
use directline_exchange::{Exchange, FramingDefect, Headers, Origin};
use proptest::prelude::*;

/// Every origin in an exchange, with the length of its datum.
fn origins(exchange: &Exchange) -> Vec<(Origin, usize)> {
    let (request, response) = (&exchange.request, &exchange.response);
    let mut all = vec![
        (request.method_origin.clone(), request.method.len()),
        (request.target.origin.clone(), request.target.written.len()),
        (response.status_origin.clone(), 3),
        (exchange.source.origin.clone(), 0),
    ];
    let mut message = |headers: &Headers, framing: &[FramingDefect]| {
        for field in headers {
            all.push((field.name_origin.clone(), field.name.len()));
            all.push((field.value_origin.clone(), field.bytes().map_or(0, <[u8]>::len)));
        }
        all.extend(framing.iter().map(|defect| (defect.origin.clone(), 0)));
    };
    message(&request.headers, &request.framing);
    message(&response.headers, &response.framing);
    for content in [request.body.present(), response.body.present()].into_iter().flatten() {
        all.push((content.origin.clone(), content.bytes.len()));
        let mut last = 0;
        for gap in &content.gaps {
            assert!(last <= gap.range.start && gap.range.start <= gap.range.end);
            assert!(gap.range.end <= content.bytes.len());
            last = gap.range.end;
        }
    }
    all
}

fn examine(recorded: &Recorded, size: Option<usize>) {
    for (origin, length) in origins(&recorded.exchange) {
        for byte in [0, 1, length / 2, length, usize::MAX] {
            let place = recorded.places.locate(&origin, byte);
            assert!(place.line >= 1 && place.column >= 1, "{place}");
            assert!(size.is_none_or(|size| place.offset <= size as u64), "{place} of {size:?}");
        }
    }
}

/// Reads everything; how many exchanges and errors.
pub(crate) fn drain(bytes: &[u8], limits: &Limits) -> (usize, usize) {
    // Places in an archive are places in its members.
    let is_packed = bytes.starts_with(b"PK") || bytes.starts_with(&[0x1f, 0x8b]);
    let size = (!is_packed).then_some(bytes.len());
    let mut counts = (0, 0);
    let capture = match open_bytes("t", bytes.to_vec(), limits) {
        Ok(capture) => capture,
        Err(error) => {
            examine_error(&error, size);
            return (0, 1);
        }
    };
    for found in capture {
        match found {
            Ok(recorded) => {
                examine(&recorded, size);
                counts.0 += 1;
            }
            Err(error) => {
                examine_error(&error, size);
                counts.1 += 1;
            }
        }
    }
    counts
}

fn examine_error(error: &ReadError, size: Option<usize>) {
    let text = error.to_string();
    assert!(!text.ends_with('.') && !text.contains('\n'), "{text}");
    if let (Some(place), Some(size)) = (error.position(), size) {
        assert!(place.offset <= size as u64 && place.line >= 1, "{text}");
    }
}

pub(crate) const HAR: &str = r#"{"log":{"creator":{"name":"WebInspector"},"entries":[
{"startedDateTime":"2026-01-02T03:04:05Z","request":{"method":"POST","url":"http://h/api/conversations/c/upload","headers":[{"name":"Content-Length","value":"9"}],"postData":{"mimeType":"multipart/form-data; boundary=B","text":"--B\u00ff\ufffd"}},"response":{"status":200,"headers":[{"name":"content-encoding","value":"gzip"}],"content":{"encoding":"base64","text":"H4sIAAAAAAAA/wECAP3/e31Dv6ajAgAAAA=="}}},
{"request":{"method":"GET","url":"http://h/"},"response":{"status":0}}]}}"#;

const RAW: &str = "POST /api/conversations HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{\"a\"}\r\nGET https://h/x HTTP/1.1\r\nA:\r\n b\r\n\r\nHTTP/1.1 204 -\r\n\r\n";

pub(crate) const LINES: &str = "{\"method\":\"POST\",\"url\":\"/\",\"started\":\"2026-01-02T03:04:05Z\",\"request\":{\"headers\":[[\"a\",{\"scheme\":\"b\"}]],\"body_b64\":\"e30=\",\"body_gaps\":[[1,2,\"body-lossy\"]]},\"response\":{\"status\":200,\"observed\":{\"body\":\"not-recorded\"}}}\n{\"request\":{\"method\":\"GET\",\"url\":\"/\"}}\n";

/// Every prefix is read without a panic, and a cut is never passed over in silence.
#[test]
fn every_prefix_of_good_recordings() {
    let limits = Limits::default();
    for (text, whole) in [(HAR, 2), (RAW, 2), (LINES, 2)] {
        assert_eq!(drain(text.as_bytes(), &limits), (whole, 0), "{text}");
        for end in 0..text.len() {
            let (good, errors) = drain(&text.as_bytes()[..end], &limits);
            // A raw message that is cut is an exchange with a body or head that is not wholly recorded; lines may
            // end without a line feed.
            let complete = text == RAW || (text == LINES && good > 0);
            assert!(errors > 0 || complete, "{end} of {text}: {good}");
            assert!(good <= whole);
        }
    }
}

#[test]
fn every_flipped_bit_of_small_recordings() {
    let limits = Limits::default();
    for text in [HAR, RAW, LINES] {
        let mut bytes = text.as_bytes().to_vec();
        for at in 0..bytes.len() {
            for bit in 0..8 {
                bytes[at] ^= 1 << bit;
                let _ = drain(&bytes, &limits);
                bytes[at] ^= 1 << bit;
            }
        }
    }
}

#[test]
fn every_place_of_the_recordings() {
    let mut count = 0;
    for input in inputs(&[corpus("recorded")]) {
        let mut capture = open(&input.unwrap(), &Limits::default()).unwrap();
        capture.assume(Assume::Redacted);
        for recorded in capture {
            let recorded = recorded.unwrap();
            examine(&recorded, None);
            let hidden = recorded.exchange.request.headers.get("cookie").reason().is_some();
            let preflight = recorded.exchange.request.is_method("OPTIONS");
            assert!(hidden || preflight, "{:?}", recorded.exchange.source);
            count += 1;
        }
    }
    assert_eq!(count, 197);
}

/// Prefixes and flipped bytes of a real archive, whose reader is not ours.
#[test]
fn a_broken_archive() {
    let bytes = fs::read(corpus("recorded/har/playwright-attach.zip")).unwrap();
    let limits = Limits::default();
    for end in (0..bytes.len()).step_by(97) {
        let (_, errors) = drain(&bytes[..end], &limits);
        assert!(errors > 0, "{end}");
    }
    let mut damaged = bytes.clone();
    for at in (0..bytes.len()).step_by(199) {
        damaged[at] ^= 0x55;
        let _ = drain(&damaged, &limits);
        damaged[at] = bytes[at];
    }
}

/// Inputs of sizes at which anything but linear time would be felt.
#[test]
fn large_and_repetitive_inputs() {
    const N: usize = 50_000;
    let limits = Limits::default();
    let entry = |inner: &str| format!("{{\"log\":{{\"entries\":[{inner}]}}}}");
    let request = |rest: &str| format!("{{\"request\":{{\"method\":\"POST\",\"url\":\"http://h/\"{rest}}}}}");
    let texts = [
        "[".repeat(N),
        "{\"a\":".repeat(N),
        entry(&"[".repeat(N)),
        entry(&request(&format!(",\"x\":{}{}", "[".repeat(N), "]".repeat(N)))),
        entry(&request(&format!(",\"headers\":[{}1]", "{},".repeat(N)))),
        entry(&request(&",\"a\":1".repeat(N))),
        entry(&request(&format!(",\"postData\":{{\"text\":\"{}\"}}", "\\ufffda".repeat(N)))),
        entry(&request(&format!(
            ",\"postData\":{{\"encoding\":\"base64\",\"text\":\"{}\"}}",
            "A\\n".repeat(N)
        ))),
        format!("GET / HTTP/1.1\r\n{}\r\n", "a: b\r\n".repeat(N)),
        format!("GET / HTTP/1.1\r\na: b\r\n{}\r\n", " x\r\n".repeat(N)),
        format!("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n{}0\r\n\r\n", "1\r\nx\r\n".repeat(N)),
        format!("GET / HTTP/1.1\r\n\r\n{}", "HTTP/ ".repeat(N)),
        format!("GET / HTTP/1.1\r\n\r\n{}", "HTTP/x\n".repeat(N)),
        "GET / HTTP/1.1\r\n\r\n".repeat(N / 10),
        "\r\n".repeat(N),
        format!("GET / HTTP/1.1\r\nContent-Length: {}\r\n\r\n", "9".repeat(N)),
        format!("GET {}", "/".repeat(N)),
        "{\"method\":\n".repeat(N / 10),
        format!("{{\"method\":\"GET\",\"url\":\"{}\"}}", "\\u0041".repeat(N)),
    ];
    for text in texts {
        let _ = drain(text.as_bytes(), &limits);
    }
}

/// Reads a recording with each of its bits turned in turn.
pub(crate) fn every_bit(bytes: &[u8]) {
    let mut bytes = bytes.to_vec();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            bytes[at] ^= 1 << bit;
            let (good, errors) = drain(&bytes, &Limits::default());
            assert!(good + errors > 0, "bit {bit} of byte {at}");
            bytes[at] ^= 1 << bit;
        }
    }
}

/// Compressed bodies that expand without end stop at the limit.
#[test]
fn bombs_do_not_go_off() {
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..64 {
        encoder.write_all(&vec![0; 1 << 20]).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    let head = format!("GET / HTTP/1.1\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", bomb.len());
    let raw = [head.as_bytes(), &bomb].concat();
    let text = data_encoding::BASE64.encode(&bomb);
    let har = format!(
        "[{{\"request\":{{\"method\":\"GET\",\"url\":\"/\"}},\"response\":{{\"status\":200,\"content\":{{\"encoding\":\"base64\",\"text\":\"{text}\"}}}}}}]"
    );
    for bytes in [raw, har.into_bytes()] {
        let mut capture = open_bytes("t", bytes, &Limits::default()).unwrap();
        let exchange = capture.next().unwrap().unwrap().exchange;
        let reason = exchange.request.body.reason().or(exchange.response.body.reason());
        assert_eq!(reason, Some(directline_exchange::Reason::LimitReached));
    }
}

/// Pieces that readers look for, put together in any order.
fn soup() -> impl Strategy<Value = Vec<u8>> {
    let pieces: Vec<&[u8]> = vec![
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b"\"",
        b"\\",
        b"null",
        b"-1",
        b"200",
        b" ",
        b"\n",
        b"\r\n",
        b"\t",
        b"\"log\":",
        b"\"entries\":",
        b"\"request\":",
        b"\"response\":",
        b"\"method\":\"POST\"",
        b"\"url\":\"/\"",
        b"\"headers\":[",
        b"{\"name\":\"content-length\",\"value\":\"3\"}",
        b"\"postData\":{",
        b"\"text\":\"",
        b"\"status\":",
        b"\"content\":{",
        b"\"encoding\":\"base64\"",
        b"\"_file\":\"a\"",
        b"\\ufffd",
        b"\\u00ff",
        "é✓👍".as_bytes(),
        b"\xff",
        b"\xe2\x82",
        b"GET / HTTP/1.1\r\n",
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 100 -\r\n\r\n",
        b"Content-Length: 3\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Content-Encoding: gzip\r\n",
        b"3\r\nabc\r\n",
        b"0\r\n\r\n",
        b"\x1f\x8b\x08\0",
        b"Host: h\r\n",
        b" folded\r\n",
        b"[other headers]\r\n",
        b"\xef\xbb\xbf",
        b"PK\x03\x04",
        b"(",
        b")",
        b"\"body_b64\":\"e30=\"",
    ];
    let piece = prop_oneof![
        8 => proptest::sample::select(pieces).prop_map(<[u8]>::to_vec),
        1 => proptest::collection::vec(any::<u8>(), 0..4),
    ];
    let starts: Vec<&[u8]> = vec![
        b"",
        b"{\"log\":{\"entries\":[{\"request\":{\"method\":\"POST\",\"url\":\"/\",",
        b"{\"method\":\"POST\",\"url\":\"/\",",
        b"POST / HTTP/1.1\r\n",
        b"[{\"request\":",
        b"GET / HTTP/1.1\r\n\r\nHTTP/1.1 200 OK\r\n",
    ];
    (proptest::sample::select(starts), proptest::collection::vec(piece, 0..24))
        .prop_map(|(start, pieces)| [start, &pieces.concat()].concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(1000), ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = drain(&bytes, &Limits::default());
    }

    #[test]
    fn any_pieces(bytes in soup()) {
        let limits = Limits { max_headers: 3, max_body_bytes: 64, max_depth: 8, ..Limits::default() };
        let _ = drain(&bytes, &limits);
    }

    #[test]
    fn any_damage(text in proptest::sample::select(vec![HAR, RAW, LINES]), cuts in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = text.as_bytes().to_vec();
        for (from, to, byte) in cuts {
            let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
            let piece = bytes[from.min(to)..from.max(to)].to_vec();
            let at = to.min(bytes.len());
            match byte % 4 {
                0 => drop(bytes.splice(at..at, piece)),
                1 => drop(bytes.drain(from.min(to)..from.max(to))),
                2 => bytes[from] = byte,
                _ => bytes.truncate(at.max(1)),
            }
            if bytes.is_empty() {
                break;
            }
        }
        let _ = drain(&bytes, &Limits::default());
    }
}
