//! HAR in other clothes: compressed, as JSONP, without a log, in a trace; and what its producers leave out.

use std::io::Write;

use crate::common::{corpus, exchanges, read_all, told};
use directline_capture::{Capture, Format, Input, Limits, ReadError, Recorded, open, open_bytes};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde_json::json;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn sample(path: &str) -> Capture {
    open(&Input::file(&corpus(path)), &Limits::default()).unwrap()
}

/// An exchange without its places.
fn shown(recorded: &Recorded) -> String {
    let (request, response) = (&recorded.exchange.request, &recorded.exchange.response);
    let fields = |headers: &directline_exchange::Headers| {
        let fields: Vec<_> = headers.iter().map(|field| (field.name.as_str(), &field.value)).collect();
        format!("{fields:?}")
    };
    [
        request.method.clone(),
        request.target.written.clone(),
        fields(&request.headers),
        told(&request.body),
        format!("{:?} {:?}", response.status, recorded.exchange.started),
        fields(&response.headers),
        told(&response.body),
    ]
    .join("\n")
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_compressed_har_is_read_as_the_plain_one() {
    let (plain, coded) =
        (sample("recorded/har/mitmproxy-requests.har"), sample("captures/mitmproxy/requests.zhar"));
    assert_eq!(coded.format(), Format::HarZlib);
    let (plain, coded) = (exchanges(plain), exchanges(coded));
    assert_eq!((plain.len(), coded.len()), (25, 25));
    for (plain, coded) in plain.iter().zip(&coded) {
        assert_eq!(shown(plain), shown(coded));
        let origin = &coded.exchange.request.target.origin;
        let (place, inside) = (plain.places.locate(origin, 0), coded.places.locate(origin, 0));
        assert!(inside.file.ends_with("requests.zhar!/har"), "{inside}");
        assert_eq!((place.offset, place.line, place.column), (inside.offset, inside.line, inside.column));
    }
}

#[test]
fn a_compressed_har_is_cut_or_too_large() {
    let entry =
        json!({"request": {"method": "GET", "url": "http://h/", "headers": []}, "response": {"status": 204}});
    let har = |entries: usize| json!({"log": {"entries": vec![entry.clone(); entries]}}).to_string();
    let whole = zlib(har(3).as_bytes());
    for end in 3..whole.len() {
        let all = read_all(&whole[..end]);
        // The checksum behind the data is not needed to read them.
        let good = all.iter().filter(|outcome| outcome.is_ok()).count();
        assert!(all.iter().any(Result::is_err) || good == 3, "{end}");
    }
    let read = |bytes: &[u8], ratio: usize| {
        let limits = Limits { max_decompressed_ratio: ratio, ..Limits::default() };
        let all: Vec<_> = open_bytes("t", bytes.to_vec(), &limits).unwrap().collect();
        (all.iter().filter(|outcome| outcome.is_ok()).count(), all.into_iter().find_map(Result::err))
    };
    // As much as fits into the ratio, and one byte more.
    let mut text = har(2);
    text.push_str(&" ".repeat(1_000_000));
    let coded = zlib(text.as_bytes());
    let fits = text.len().div_ceil(coded.len());
    assert!(read(&coded, fits).1.is_none() && read(&coded, fits + 1).1.is_none());
    let (good, error) = read(&coded, fits - 1);
    assert!(
        good == 2 && matches!(&error, Some(ReadError::Malformed { what, .. }) if what.contains("ratio")),
        "{error:?}"
    );
    let bomb = zlib(&vec![b' '; 50_000_000]);
    assert!(matches!(&read_all(&bomb)[..], [Err(ReadError::NotARecording { .. })]));
}

/// What tools make of a HAR: a callback around it, no log around the entries, no object around them.
#[test]
fn entries_are_found_in_whatever_is_around_them() {
    let entry = r#"{"request":{"method":"GET","url":"http://h/a","headers":[{"name":"A","value":"b"}]},"response":{"status":204}}"#;
    for (before, after) in [
        ("onInputData({\"log\":{\"entries\":[", "]}});"),
        ("a.b_c$1 ( {\"log\":{\"entries\":[", "]}} )"),
        ("{\"entries\":[", "]}"),
        ("{\"other\":[1],\"entries\":[", "],\"more\":{}}"),
        ("[", "]"),
        ("\u{feff}[\n", "\n]\n"),
    ] {
        let text = format!("{before}{entry},{entry}{after}");
        let capture = open_bytes("t", text.clone().into_bytes(), &Limits::default()).unwrap();
        assert_eq!(capture.format(), Format::Har, "{text}");
        let said = capture.health().unseen;
        assert!(said.iter().any(|line| line.contains("does not say who made it")), "{said:?}");
        let found = exchanges(capture);
        assert_eq!(found.len(), 2, "{text}");
        let place = found[0].places.locate(&found[0].exchange.request.method_origin, 0);
        assert_eq!(usize::try_from(place.offset).unwrap(), text.find("GET").unwrap());
    }
}

/// The archive with the HAR and the trace are of one run.
#[test]
fn a_trace_is_read_as_the_har_of_the_same_run() {
    let trace = sample("captures/playwright/trace.zip");
    assert_eq!(trace.format(), Format::PlaywrightTrace);
    assert_eq!(trace.health().producer.as_deref(), Some("Playwright"));
    let (trace, har) = (exchanges(trace), exchanges(sample("recorded/har/playwright-attach.zip")));
    assert_eq!((trace.len(), har.len()), (18, 18));
    for (index, (trace, har)) in trace.iter().zip(&har).enumerate() {
        assert_eq!(shown(trace), shown(har), "{index}");
        let member = trace.places.position_of_entry();
        let file = if index < 9 { "trace.zip!/0-trace.network" } else { "trace.zip!/trace.network" };
        assert!(member.file.ends_with(file), "{member}");
        // The line in the middle of the second member is none of an entry.
        let line = if index < 9 { index + 1 } else { index - 8 + usize::from(index > 9) };
        assert_eq!(member.line, line as u64);
        if let Some(body) = trace.exchange.response.body.present().filter(|body| body.origin.file > 0) {
            let place = trace.places.locate(&body.origin, 0);
            assert!(place.file.contains("trace.zip!/resources/"), "{place}");
        }
    }
}

#[test]
fn a_trace_with_bad_lines_and_names_loses_nothing_else() {
    let line = |sha1: &str| {
        let request = json!({"method": "POST", "url": "http://h/", "headers": [{"name": "Host", "value": "h"}], "postData": {"_sha1": sha1, "_file": "none"}});
        json!({"type": "resource-snapshot", "snapshot": {"request": request, "response": {"status": 204}}})
            .to_string()
    };
    let text = format!("{}\n{{\"type\":\n{}\n{}\n", line("a.json"), line("../secret"), line("b"));
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in [("x.network", text.as_str()), ("resources/a.json", "{}"), ("secret", "s")] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes.as_bytes()).unwrap();
    }
    let all = read_all(&zip.finish().unwrap().into_inner());
    let bodies: Vec<String> = all
        .iter()
        .map(|outcome| outcome.as_ref().map_or("error".into(), |found| told(&found.exchange.request.body)))
        .collect();
    assert_eq!(bodies, ["{}", "error", "body-not-recorded", "body-not-recorded"]);
}

/// What a decompressor says is about the recording, not about the file system, and is said at its place.
#[test]
fn damaged_compression_is_a_fault_of_the_recording() {
    let request = json!({"method": "GET", "url": "http://h/", "headers": []});
    let line =
        json!({"type": "resource-snapshot", "snapshot": {"request": request, "response": {"status": 204}}});
    let name = "trace.network";
    let mut bytes = crate::formats::zipped(&[(name, format!("{line}\n").repeat(9).as_bytes())]);
    // A block of a type that does not exist, right behind the header of the member.
    bytes[30 + name.len()] = 0xff;
    let all = read_all(&bytes);
    let [Err(ReadError::Malformed { at, what })] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!((what.as_str(), at.file.as_str()), ("the compressed data are damaged", "t!/trace.network"));
}

/// Every damaged archive and compressed HAR ends in exchanges or an error.
#[test]
fn every_flipped_bit_ends() {
    let entry =
        json!({"request": {"method": "GET", "url": "http://h/", "headers": []}, "response": {"status": 204}});
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("trace.network", SimpleFileOptions::default()).unwrap();
    zip.write_all(json!({"type": "resource-snapshot", "snapshot": entry}).to_string().as_bytes()).unwrap();
    let archive = zip.finish().unwrap().into_inner();
    for mut bytes in [zlib(json!({"log": {"entries": [entry]}}).to_string().as_bytes()), archive] {
        for at in 0..bytes.len() {
            for bit in 0..8 {
                bytes[at] ^= 1 << bit;
                let _ = read_all(&bytes);
                bytes[at] ^= 1 << bit;
            }
        }
    }
}

/// What each producer leaves out is said once for the file.
#[test]
fn producers_are_known_by_their_name() {
    let rows: [(&str, bool, &[&str]); 14] = [
        (
            "WebInspector",
            false,
            &["Authorization, Cookie and Set-Cookie", "bytes of files in forms", "bodies of answers"],
        ),
        ("WebInspector", true, &["bytes of files in forms", "bodies of answers"]),
        ("Firefox", true, &["beyond 1 MiB"]),
        ("WebKit Web Inspector", true, &["repeated header fields"]),
        ("Playwright", true, &["bodies of forms that a page sends", "APIRequestContext"]),
        ("mitmproxy", true, &[]),
        ("mitmproxy exporthar", true, &[]),
        ("chrome-har", true, &["bodies of forms", "bodies of JSON"]),
        ("Polly.JS", true, &["bodies of files and forms"]),
        ("HTTP Toolkit", true, &["40 KiB", "no text", "repeated header fields"]),
        ("Proxyman", true, &["without Content-Type"]),
        ("BrowserMob Proxy", true, &["parameters instead"]),
        ("DevProxy", true, &["REDACTED", "includeResponse"]),
        ("Somebody", true, &[]),
    ];
    for (creator, credential, expected) in rows {
        let name = if credential { "Authorization" } else { "Accept" };
        let entry = json!({"request": {"method": "GET", "url": "http://h/", "headers": [{"name": name, "value": "x"}]}});
        let har = json!({"log": {"creator": {"name": creator}, "entries": [entry]}});
        let health = open_bytes("t", har.to_string().into_bytes(), &Limits::default()).unwrap().health();
        assert_eq!((health.producer.as_deref(), health.is_expectation), (Some(creator), false));
        assert_eq!(health.unseen.len(), expected.len(), "{creator}: {:?}", health.unseen);
        for (said, word) in health.unseen.iter().zip(expected) {
            assert!(said.contains(word), "{creator}: {said}");
        }
    }
    let masked = br#"{"log":{"creator":{"name":"x"},"entries":[{"request":{"headers":[{"name":"Authorization","value":"REDACTED"}]}}]}}"#;
    let health = open_bytes("t", masked.to_vec(), &Limits::default()).unwrap().health();
    assert_eq!(health.unseen, ["credentials: a placeholder stands in their place"]);
}
