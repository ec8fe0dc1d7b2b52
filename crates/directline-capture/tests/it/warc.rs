//! Web archives.

use std::io::Write;

use directline_capture::{Format, Limits, ReadError, Recorded, open_bytes};
use directline_exchange::{Coding, Scheme};
use flate2::{Compression, write::GzEncoder};

use crate::common::{at, corpus, exchanges, run_of_the_samples, spoken, told};
use crate::robust::{drain, every_bit};

fn sample(name: &str) -> Vec<u8> {
    std::fs::read(corpus("captures/warc").join(name)).unwrap()
}

const REQUEST: &str = "application/http; msgtype=request";
const RESPONSE: &str = "application/http;msgtype=response";

/// A record; `fields` are further lines.
fn record(kind: &str, fields: &str, media: &str, block: &str) -> String {
    let length = block.len();
    format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\n{fields}Content-Type: {media}\r\nContent-Length: {length}\r\n\r\n{block}\r\n\r\n"
    )
}

fn request(id: &str, fields: &str, path: &str) -> String {
    let fields = format!("WARC-Record-ID: <{id}>\r\nWARC-Target-URI: https://h{path}\r\n{fields}");
    record("request", &fields, REQUEST, &format!("GET {path} HTTP/1.1\r\nA: {id}\r\n\r\n"))
}

fn response(id: &str, fields: &str, path: &str) -> String {
    let fields = format!("WARC-Record-ID: <{id}>\r\nWARC-Target-URI: <https://h{path}>\r\n{fields}");
    record("response", &fields, RESPONSE, &format!("HTTP/1.1 204 No Content\r\nB: {id}\r\n\r\n"))
}

fn read(text: &[u8]) -> Vec<Result<Recorded, ReadError>> {
    open_bytes("w.warc", text.to_vec(), &Limits::default()).unwrap().collect()
}

/// Which request was answered by which response, or the error.
fn pairs(text: &str) -> Vec<String> {
    let pair = |found: &Result<Recorded, ReadError>| match found {
        Ok(found) => {
            let value = |headers: &directline_exchange::Headers| {
                headers.iter().next().map_or("-".to_owned(), |field| field.text().unwrap().into_owned())
            };
            format!("{} {}", value(&found.exchange.request.headers), value(&found.exchange.response.headers))
        }
        Err(ReadError::Malformed { what, .. } | ReadError::Truncated { what, .. }) => what.clone(),
        Err(error) => panic!("{error}"),
    };
    read(text.as_bytes()).iter().map(pair).collect()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn the_samples_say_what_the_wire_said() {
    for (name, file) in
        [("session.warc", "session.warc"), ("session.warc.gz", "session.warc.gz!/session.warc")]
    {
        let capture = open_bytes(name, sample(name), &Limits::default()).unwrap();
        assert_eq!(capture.format(), Format::Warc);
        assert_eq!(capture.health().producer.as_deref(), Some("warcio"));
        let all = exchanges(capture);
        let said: Vec<String> = all.iter().map(|recorded| spoken(&recorded.exchange)).collect();
        assert_eq!(said, run_of_the_samples());
        for (index, recorded) in all.iter().enumerate() {
            let (request, response) = (&recorded.exchange.request, &recorded.exchange.response);
            assert_eq!(request.target.scheme.present(), Some(&Scheme::Http));
            assert!(request.framing.is_empty() && response.framing.is_empty());
            let started = recorded.exchange.started.present().unwrap();
            assert_eq!(started.written, format!("2026-01-02T03:04:0{}Z", index + 1));
            assert_eq!(recorded.places.position_of_entry().file, file);
        }
    }
}

#[test]
fn places_are_those_in_the_archive() {
    let file = sample("session.warc");
    for recorded in exchanges(open_bytes("w.warc", file.clone(), &Limits::default()).unwrap()) {
        let (request, response) = (&recorded.exchange.request, &recorded.exchange.response);
        assert!(at(&recorded.places.position_of_entry(), &file).starts_with(request.method.as_bytes()));
        for field in request.headers.iter().chain(&response.headers) {
            let found = at(&recorded.places.locate(&field.value_origin, 0), &file);
            assert!(found.starts_with(field.bytes().unwrap()), "{}", field.name);
        }
        for content in [&request.body, &response.body].into_iter().filter_map(|body| body.present()) {
            let found = at(&recorded.places.locate(&content.origin, 1), &file);
            // Of a compressed body only the beginning is known.
            let is_opaque = content.origin.coding == Coding::Opaque;
            assert!(if is_opaque {
                found.starts_with(b"\x1f\x8b")
                    || recorded.exchange.response.headers.get("transfer-encoding").is_present()
            } else {
                found.starts_with(&content.bytes[1..])
            });
        }
    }
}

/// Of the compressed sample, places are those of the same archive decompressed.
#[test]
fn places_in_a_compressed_archive_are_those_behind_the_compression() {
    let mut file = Vec::new();
    let packed = sample("session.warc.gz");
    let mut decoder = flate2::read::MultiGzDecoder::new(packed.as_slice());
    std::io::Read::read_to_end(&mut decoder, &mut file).unwrap();
    let whole = gzipped(&file);
    // One stream of gzip per record, and one for all.
    for bytes in [packed.clone(), whole] {
        for recorded in exchanges(open_bytes("a/w", bytes, &Limits::default()).unwrap()) {
            let place = recorded.places.locate(&recorded.exchange.response.status_origin, 0);
            assert_eq!(place.file, "a/w!/content");
            assert!(at(&place, &file).starts_with(b"20"));
        }
    }
}

#[test]
fn records_find_each_other() {
    let to = |id: &str| format!("WARC-Concurrent-To: <{id}>\r\n");
    let rows: Vec<(Vec<String>, &[&str])> = vec![
        (vec![request("a", "", "/"), response("b", "", "/")], &["a b"]),
        (vec![response("b", "", "/"), request("a", "", "/")], &["a b"]),
        // In order where the URI is the same, and across other URIs.
        (
            vec![
                request("a", "", "/1"),
                request("c", "", "/2"),
                request("e", "", "/1"),
                response("b", "", "/1"),
                response("d", "", "/2"),
                response("f", "", "/1"),
            ],
            &["a b", "c d", "e f"],
        ),
        // A name counts more than the order, in either direction.
        (
            vec![
                request("a", "", "/"),
                request("c", "", "/"),
                response("d", &to("c"), "/"),
                response("b", &to("a"), "/"),
            ],
            &["a b", "c d"],
        ),
        (
            vec![
                response("b", "", "/"),
                response("d", "", "/"),
                request("c", &to("d"), "/"),
                request("a", &to("b"), "/"),
            ],
            &["a b", "c d"],
        ),
        // A field may be there twice, folded, and in any case of letters.
        (
            vec![
                request("a", "", "/1"),
                response("b", "warc-concurrent-to: <x>\r\nWARC-CONCURRENT-TO:\r\n <a>\r\n", "/2"),
            ],
            &["a b"],
        ),
        (vec![request("a", "", "/"), request("c", "", "/x")], &["a -", "c -"]),
        (
            vec![request("a", "", "/"), response("b", "", "/other")],
            &["a -", "a response without a request record"],
        ),
        // Other records are passed over.
        (
            vec![
                record("warcinfo", "", "application/warc-fields", "software: x\r\n"),
                request("a", "", "/"),
                record("metadata", "", "application/warc-fields", "a: b"),
                record("revisit", "", RESPONSE, "HTTP/1.1 200 OK\r\n\r\n"),
                record("response", "", "text/dns", "20260102030405\n"),
                response("b", "", "/"),
            ],
            &["a b"],
        ),
    ];
    for (records, expected) in rows {
        let text = records.concat();
        assert_eq!(pairs(&text), expected, "{text}");
        let packed: Vec<u8> = records.iter().flat_map(|record| gzipped(record.as_bytes())).collect();
        assert_eq!(drain(&packed, &Limits::default()), drain(text.as_bytes(), &Limits::default()));
    }
}

#[test]
fn what_the_message_lacks_the_record_says() {
    let text = request("a", "WARC-Date: 2026-01-02T03:04:05.123456Z\r\n", "/api/conversations");
    let found = read(text.as_bytes()).remove(0).unwrap().exchange;
    assert_eq!(found.request.target.scheme.present(), Some(&Scheme::Https));
    assert_eq!(found.request.target.host.present().unwrap(), "h");
    // 2026-01-02T03:04:05Z by GNU date.
    assert_eq!(found.started.present().unwrap().unix_nanos, 1_767_323_045_123_456_000);
}

/// A block that the recorder cut is no defect of the sender.
#[test]
fn records_say_that_they_are_cut() {
    let block = "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n{}";
    for (fields, body, defects) in [
        ("", "{} [2..2 body-truncated]", 1),
        ("WARC-Truncated: length\r\n", "{} [2..2 body-truncated]", 0),
        ("WARC-Segment-Number: 1\r\n", "{} [2..2 body-truncated]", 0),
    ] {
        let text = record("request", fields, REQUEST, block);
        let request = read(text.as_bytes()).remove(0).unwrap().exchange.request;
        assert_eq!((told(&request.body).as_str(), request.framing.len()), (body, defects), "{fields}");
    }
    let limits = Limits { max_entry_bytes: block.len() - 1, ..Limits::default() };
    let text = format!("{}{}", record("request", "", REQUEST, block), request("a", "", "/"));
    let all = exchanges(open_bytes("w.warc", text.into(), &limits).unwrap());
    assert_eq!(told(&all[0].exchange.request.body), "limit-reached");
    assert_eq!(all.len(), 2);
}

#[test]
fn broken_archives_end_in_an_error() {
    let good = request("a", "", "/");
    let rows: [(String, &str); 7] = [
        (format!("{good}nonsense\r\n"), "expected a record (WARC/1.0)"),
        (format!("{good}{}", "x".repeat(100_000)), "expected a record (WARC/1.0)"),
        (format!("{good}WARC/1.0\r\nWARC-Type: request\r\n\r\n"), "a record without a Content-Length"),
        (format!("{good}WARC/1.0\r\nContent-Length: -1\r\n\r\n"), "a record without a Content-Length"),
        (format!("{good}WARC/1.0\r\nno field\r\n\r\n"), "a line of a record is no field"),
        (format!("{good}WARC/1.0\r\nContent-Length: 18446744073709551615\r\n\r\nx"), "inside of a record"),
        (format!("{good}WARC/1.0\r\n{}", "a: b\r\n".repeat(20_000)), "the fields of a record are too long"),
    ];
    for (text, expected) in rows {
        let head = &text[..text.len().min(300)];
        assert_eq!(pairs(&text), ["a -", expected], "{head}");
    }
}

#[test]
fn compressed_archives_are_bounded_and_checked() {
    let bomb = record("resource", "", "text/plain", &" ".repeat(32 << 20));
    let error = read(&[gzipped(request("a", "", "/").as_bytes()), gzipped(bomb.as_bytes())].concat());
    assert!(error[0].is_ok());
    let error = error[1].as_ref().unwrap_err().to_string();
    assert!(error.contains("expand"), "{error}");

    // The checksum of the only stream.
    let mut damaged = gzipped(format!("{}{}", request("a", "", "/"), response("b", "", "/")).as_bytes());
    let sum = damaged.len() - 8;
    damaged[sum] ^= 1;
    let all = read(&damaged);
    assert!(all.last().unwrap().is_err());

    // Other files of gzip stay refused, as they were.
    let error = open_bytes("x.gz", gzipped(b"{\"log\":{\"entries\":[]}}"), &Limits::default()).unwrap_err();
    assert_eq!(error.to_string(), "x.gz: a gzip file is not read; decompress it first (gunzip)");
}

/// Requests that nothing answers wait in a window, and are handed out in order.
#[test]
fn waiting_is_bounded() {
    let text: String =
        (0..2_000).map(|number| request(&number.to_string(), "", &format!("/{number}"))).collect();
    let expected: Vec<String> = (0..2_000).map(|number| format!("{number} -")).collect();
    assert_eq!(pairs(&text), expected);
}

#[test]
fn every_cut_and_every_bit_of_a_small_archive() {
    let text =
        [response("b", "", "/"), request("a", "", "/"), request("c", "", "/c"), response("d", "", "/c")];
    let ends: Vec<usize> = (1..=4).map(|count| text[..count].concat().trim_end().len()).collect();
    // The last lines of a message without a body are in its block.
    let ends: Vec<usize> = ends.iter().map(|end| end + "\r\n\r\n".len()).collect();
    let text = text.concat();
    let limits = Limits::default();
    assert_eq!(drain(text.as_bytes(), &limits), (2, 0));
    for end in 0..text.len() {
        let records = ends.iter().filter(|record| **record <= end).count();
        let (good, errors) = drain(&text.as_bytes()[..end], &limits);
        // The first response needs its request, the second request nothing.
        assert_eq!(good, [0, 0, 1, 2, 2][records], "{end}");
        let rest = text.as_bytes()[ends[records.max(1) - 1].min(end)..end].trim_ascii();
        let is_between = records > 1 && rest.is_empty();
        assert_eq!(errors, usize::from(!is_between), "{end}");
    }
    every_bit(text.as_bytes());
    every_bit(&gzipped(text.as_bytes()));
}
