//! The recordings of real clients are read as what they are: `corpus/recorded/expected.json` lists every entry.

use crate::common::{corpus, exchanges, told};
use directline_capture::{Assume, Format, Input, Limits, inputs, open, walk};
use directline_exchange::{HeaderValue, Observed, Reason};
use serde_json::Value;

/// The one capture at a path of the corpus.
fn input(path: &str) -> Input {
    let mut found = inputs(&[corpus("recorded").join(path)]);
    assert_eq!(found.len(), 1, "{path}");
    found.remove(0).unwrap()
}

#[test]
fn every_entry_has_its_method_and_path() {
    const FORMATS: [(&str, Format); 2] =
        [("har", Format::Har), ("raw-http-exchange-files", Format::RawPairs)];
    let text = std::fs::read(corpus("recorded/expected.json")).unwrap();
    let expected: Value = serde_json::from_slice(&text).unwrap();
    let mut files = 0;
    let mut entries = 0;
    for file in expected["files"].as_array().unwrap() {
        let path = file["path"].as_str().unwrap();
        let format = file["format"].as_str().unwrap();
        let Some((_, format)) = FORMATS.into_iter().find(|(name, _)| *name == format) else {
            continue;
        };
        let format = if path.contains(".zip") { Format::HarZip } else { format };
        let capture = open(&input(path), &Limits::default()).unwrap();
        assert_eq!(capture.format(), format, "{path}");
        let name = capture.name().to_owned();
        let found = exchanges(capture);
        let wanted = file["exchanges"].as_array().unwrap();
        assert_eq!(found.len(), wanted.len(), "{path}");
        for (index, (recorded, wanted)) in found.iter().zip(wanted).enumerate() {
            let (exchange, at) = (&recorded.exchange, format!("{path} {index}"));
            if let Some(file) = wanted["file"].as_str() {
                assert!(recorded.places.position_of_entry().file.ends_with(file), "{at}");
            } else {
                assert_eq!(exchange.request.method, wanted["method"].as_str().unwrap(), "{at}");
                let target = &exchange.request.target;
                let query = target.query.as_ref().map(|query| format!("?{query}"));
                let path = format!("{}{}", target.path, query.unwrap_or_default());
                assert_eq!(path, wanted["path"].as_str().unwrap(), "{at}");
            }
            assert_eq!((exchange.source.index, &*exchange.source.capture), (index, name.as_str()));
            assert!(exchange.request.target.host.is_present(), "{at}");
            entries += 1;
        }
        files += 1;
    }
    assert_eq!((files, entries), (13, 34 + 18 + 18 + 25 + 8 + 33 + 6 * 9 + 7));
}

#[test]
fn a_folder_is_walked_and_what_is_no_recording_is_passed_over() {
    let root = corpus("recorded");
    let walk = walk(std::slice::from_ref(&root));
    let below = |name: &str| name.strip_prefix(root.to_str().unwrap()).unwrap()[1..].to_owned();
    let names: Vec<String> = walk.inputs.iter().map(|input| below(&input.as_ref().unwrap().name)).collect();
    let expected = [
        "har/chrome-devtools-sanitized.har",
        "har/mitmproxy-requests.har",
        "har/playwright-attach.zip",
        "har/playwright-embed-full.har",
        "har/pollyjs.har",
        "wire/chromium",
        "wire/curl",
        "wire/java-okhttp",
        "wire/mono-httpclient",
        "wire/node-axios",
        "wire/py-requests",
        "wire/ruby-nethttp",
        "wire-handmade",
    ];
    assert_eq!(names, expected);
    let passed: Vec<String> = walk.passed_over.iter().map(|name| below(name)).collect();
    assert_eq!(passed, ["README.md", "expected.json"]);
}

/// The table of "Which bytes was the request body?": one upload of a 632-byte JPEG, one binary multipart, one
/// multipart of text, and a JSON body, as each recorder keeps them.
#[test]
fn request_bodies_are_what_each_recorder_kept() {
    // File, entry, length, gaps (None: not recorded).
    let rows: [(&str, usize, Option<(usize, bool)>); 17] = [
        ("har/chrome-devtools-sanitized.har", 4, Some((40, false))),
        ("har/chrome-devtools-sanitized.har", 6, Some((632, false))),
        ("har/chrome-devtools-sanitized.har", 9, Some((0, true))),
        ("har/chrome-devtools-sanitized.har", 13, Some((393, false))),
        ("har/mitmproxy-requests.har", 2, Some((34, false))),
        ("har/mitmproxy-requests.har", 3, Some((632, false))),
        ("har/mitmproxy-requests.har", 4, Some((997, false))),
        ("har/playwright-embed-full.har", 3, Some((40, false))),
        ("har/playwright-embed-full.har", 4, Some((0, true))),
        ("har/playwright-embed-full.har", 5, None),
        ("har/playwright-embed-full.har", 7, None),
        ("har/playwright-attach.zip", 3, Some((40, false))),
        ("har/playwright-attach.zip", 4, Some((632, false))),
        ("har/playwright-attach.zip", 5, None),
        ("har/pollyjs.har", 2, Some((35, false))),
        ("har/pollyjs.har", 3, None),
        ("har/pollyjs.har", 4, None),
    ];
    for (path, index, expected) in rows {
        let found = exchanges(open(&input(path), &Limits::default()).unwrap());
        let body = &found[index].exchange.request.body;
        match (body, expected) {
            (Observed::Present(content), Some((length, lossy))) => {
                assert_eq!(!content.gaps.is_empty(), lossy, "{path} {index}");
                assert!(lossy || content.bytes.len() == length, "{path} {index}");
                if length == 632 {
                    assert!(content.bytes.starts_with(b"\xff\xd8\xff\xe0\x00\x10JFIF"), "{path} {index}");
                }
            }
            (Observed::NotObservable(reason), None) => assert_eq!(*reason, Reason::BodyNotRecorded),
            (other, _) => panic!("{path} {index}: {}", told(other)),
        }
    }
}

/// The same image, sent by seven programs and kept by four recorders, is the same bytes.
#[test]
fn all_recordings_of_the_image_agree() {
    let mut images = Vec::new();
    let paths = [
        "har/chrome-devtools-sanitized.har",
        "har/mitmproxy-requests.har",
        "har/playwright-attach.zip",
        "wire/chromium",
        "wire/curl",
        "wire/java-okhttp",
        "wire/mono-httpclient",
        "wire/node-axios",
        "wire/py-requests",
        "wire/ruby-nethttp",
    ];
    for path in paths {
        for recorded in exchanges(open(&input(path), &Limits::default()).unwrap()) {
            let request = &recorded.exchange.request;
            let is_image = request.headers.value("content-type").present() == Some(&b"image/jpeg".as_slice());
            if let Some(content) = request.body.present().filter(|_| is_image) {
                images.push(content.bytes.clone());
            }
        }
    }
    assert!(images.len() >= 10, "{}", images.len());
    images.dedup();
    assert_eq!(images.len(), 1);
}

#[test]
fn response_bodies_are_decoded() {
    // Base64 of JSON, base64 chunks of gzip, gzip and chunks on the wire.
    let rows = [
        ("har/chrome-devtools-sanitized.har", 15),
        ("har/playwright-attach.zip", 8),
        ("har/mitmproxy-requests.har", 6),
        ("har/pollyjs.har", 5),
        ("har/pollyjs.har", 6),
        ("wire/curl/", 6),
        ("wire/chromium/", 15),
    ];
    for (path, index) in rows {
        let found = exchanges(open(&input(path), &Limits::default()).unwrap());
        let body = found[index].exchange.response.body.present();
        let content = body.unwrap_or_else(|| panic!("{path} {index}"));
        let value: Value = serde_json::from_slice(&content.bytes).unwrap();
        assert!(value["messages"].is_array(), "{path} {index}");
        assert!(content.gaps.is_empty(), "{path} {index}");
    }
}

#[test]
fn nothing_recorded_on_the_wire_is_called_defective() {
    let client = inputs(&[corpus("recorded/wire")]);
    assert_eq!(client.len(), 7);
    for input in client {
        for recorded in exchanges(open(&input.unwrap(), &Limits::default()).unwrap()) {
            let exchange = recorded.exchange;
            assert_eq!(exchange.request.framing, [], "{:?}", exchange.source);
            assert_eq!(exchange.response.framing, [], "{:?}", exchange.source);
            assert!(exchange.request.body.reason().is_none());
            assert_eq!(exchange.request.target.scheme, Observed::NotObservable(Reason::NotRecorded));
        }
    }
}

/// Chromium's sanitized export lacks `Authorization`; preflights show which requests carried one all the same.
#[test]
fn a_sanitized_export_is_recognised() {
    let path = "har/chrome-devtools-sanitized.har";
    let mut shown = 0;
    for recorded in exchanges(open(&input(path), &Limits::default()).unwrap()) {
        let headers = &recorded.exchange.request.headers;
        let preflight = headers.get("access-control-request-method").is_present();
        match headers.get("authorization") {
            Observed::Present(header) => {
                assert_eq!(header.value, HeaderValue::Hidden(Reason::RedactedByExporter));
                shown += 1;
            }
            Observed::Absent | Observed::NotObservable(Reason::HeadersPartial) => {
                assert!(preflight);
            }
            Observed::NotObservable(reason) => assert_eq!(reason, Reason::RedactedByExporter),
        }
        if recorded.exchange.response.status.is_present() {
            let cookies = recorded.exchange.response.headers.get("set-cookie");
            assert_eq!(cookies.reason(), Some(Reason::RedactedByExporter));
        }
    }
    assert!(shown > 0);
    let mut capture = open(&input(path), &Limits::default()).unwrap();
    assert_eq!(capture.health().producer.as_deref(), Some("WebInspector"));
    capture.assume(Assume::Unredacted);
    let first = capture.nth(1).unwrap().unwrap();
    assert!(first.exchange.request.headers.get("authorization").is_absent());
}

#[test]
fn other_recorders_show_authorization_and_its_absence() {
    for path in ["har/mitmproxy-requests.har", "har/playwright-embed-full.har", "har/pollyjs.har"] {
        let mut seen = 0;
        for recorded in exchanges(open(&input(path), &Limits::default()).unwrap()) {
            let headers = &recorded.exchange.request.headers;
            assert_eq!(headers.get("authorization").reason(), None, "{path}");
            seen += usize::from(headers.value("authorization").is_present());
        }
        assert!(seen > 0, "{path}");
    }
}

#[test]
fn requests_without_answer_have_none() {
    for (path, indexes) in [
        ("har/chrome-devtools-sanitized.har", &[30, 31, 32][..]),
        ("har/playwright-embed-full.har", &[16, 17]),
        ("har/playwright-attach.zip", &[16, 17]),
        ("wire/chromium", &[32]),
    ] {
        let found = exchanges(open(&input(path), &Limits::default()).unwrap());
        for (index, recorded) in found.iter().enumerate() {
            let status = recorded.exchange.response.status;
            let expected = indexes.contains(&index).then_some(Reason::NoResponse);
            assert_eq!(status.reason(), expected, "{path} {index}");
        }
    }
}
