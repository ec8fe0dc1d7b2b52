//! Places: a marker that stands once in the file and once in the datum is found where it stands.

use crate::common::{corpus, exchanges};
use data_encoding::BASE64;
use directline_capture::{Limits, Position, Recorded, inputs, open, open_bytes};
use directline_exchange::Origin;

/// Offset, line and column of the only occurrence of `marker` in `text`, by counting characters.
fn oracle(text: &str, marker: &str) -> (u64, u64, u64) {
    assert_eq!(text.matches(marker).count(), 1, "{marker} in {text}");
    let before = text.split(marker).next().unwrap();
    let line = before.split('\n').count();
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    (before.len() as u64, line as u64, column as u64)
}

fn short(place: &Position) -> (u64, u64, u64) {
    (place.offset, place.line, place.column)
}

fn first(text: &str) -> Recorded {
    open_bytes("t", text.into(), &Limits::default()).unwrap().next().unwrap().unwrap()
}

/// The place of `marker`, a part of the datum with this origin.
fn place_of(recorded: &Recorded, datum: &[u8], origin: &Origin, marker: &str) -> Position {
    let at = datum.windows(marker.len()).position(|window| window == marker.as_bytes());
    recorded.places.locate(origin, at.unwrap_or_else(|| panic!("no {marker} in {}", datum.escape_ascii())))
}

const HAR: &str = "{\"log\": {\"entries\": [\n  {\"é\": [], \"request\": {\"method\": \"GET\", \"url\": \"http://FIRST/\"}},\n\n  {\"request\": {\"method\": \"METHOD\", \"url\": \"http:\\/\\/h/✓\\u2713?QUERY=1\",\n    \"headers\": [{\"name\": \"N\\u0041ME-END\", \"value\": \" \\t\\u00e9VALUE\"}],\n    \"postData\": {\"text\": \"{\\r\\n\\\"\\ud83d\\udc4d👍\\\": MARK}\"}},\n   \"response\": {\"status\": 299, \"headers\": [{\"name\":\"a\",\"value\":\"b\"}], \"content\": {\"encoding\": \"base64\", \"text\": \"B64\"}}}]}}\n";

#[test]
fn places_in_a_har() {
    let text = HAR.replace("B64", &BASE64.encode(b"abcdefgh*ij"));
    let capture = open_bytes("dir/a.har", text.clone().into_bytes(), &Limits::default()).unwrap();
    let all = exchanges(capture);
    let recorded = &all[1];
    let request = &recorded.exchange.request;
    let header = request.headers.iter().next().unwrap();
    let body = request.body.present().unwrap();
    let found = |datum: &[u8], origin: &Origin, marker: &str| {
        let place = place_of(recorded, datum, origin, marker);
        assert_eq!(place.file, "dir/a.har");
        short(&place)
    };
    assert_eq!(found(request.method.as_bytes(), &request.method_origin, "METHOD"), oracle(&text, "METHOD"));
    assert_eq!(
        found(request.target.written.as_bytes(), &request.target.origin, "QUERY"),
        oracle(&text, "QUERY")
    );
    assert_eq!(found(header.name.as_bytes(), &header.name_origin, "ME-END"), oracle(&text, "ME-END"));
    assert_eq!(found(header.bytes().unwrap(), &header.value_origin, "VALUE"), oracle(&text, "VALUE"));
    assert_eq!(found(header.bytes().unwrap(), &header.value_origin, "é"), oracle(&text, "\\u00e9"));
    assert_eq!(found(&body.bytes, &body.origin, "MARK"), oracle(&text, "MARK"));
    let status = recorded.places.locate(&recorded.exchange.response.status_origin, 0);
    assert_eq!(short(&status), oracle(&text, "299"));
    // Byte 8 of the body is the third byte of the third group: it begins in the last character of that group.
    let answer = recorded.exchange.response.body.present().unwrap();
    let (offset, line, column) = oracle(&text, &BASE64.encode(b"abcdefgh*ij"));
    let place = place_of(recorded, &answer.bytes, &answer.origin, "*");
    assert_eq!(short(&place), (offset + 10, line, column + 10));
    assert_eq!(short(&recorded.places.position_of_entry()).1, 4);
    // The end of a datum is the end of its text; places beyond the entry end with the entry.
    let end = recorded.places.locate(&body.origin, body.bytes.len());
    assert_eq!(text.as_bytes()[usize::try_from(end.offset).unwrap()], b'"');
    let beyond = recorded.places.locate(&Origin::verbatim(0, u64::MAX), usize::MAX);
    assert!(beyond.offset <= text.len() as u64);
}

#[test]
fn places_in_latin1_and_lossy_text() {
    let text = "{\"log\":{\"entries\":[{\"request\":{\"method\":\"POST\",\"url\":\"http://h/\",\n\"headers\":[{\"name\":\"Content-Length\",\"value\":\"6\"}],\"postData\":{\"text\":\"ÿ\\u00d8é\\nMX\"}}}]}}";
    let recorded = first(text);
    let body = recorded.exchange.request.body.present().unwrap();
    assert_eq!(body.bytes, b"\xff\xd8\xe9\nMX");
    assert_eq!(short(&place_of(&recorded, &body.bytes, &body.origin, "MX")), oracle(text, "MX"));
    let lossy = text.replace("ÿ\\u00d8é", "\\ufffd\u{fffd}x");
    let recorded = first(&lossy);
    let body = recorded.exchange.request.body.present().unwrap();
    assert_eq!(body.gaps.len(), 1);
    assert_eq!(short(&place_of(&recorded, &body.bytes, &body.origin, "MX")), oracle(&lossy, "MX"));
}

#[test]
fn places_in_raw_messages() {
    let text = "POST /api?Q1=1 HTTP/1.1\r\nHost: h\r\nX-Folded: one\r\n  two\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabc\n\r\n6\r\ndef*gh\r\n0\r\n\r\nHTTP/1.1 201 OK\r\nContent-Length: 3\r\n\r\nx!y";
    let recorded = first(text);
    let request = &recorded.exchange.request;
    let body = request.body.present().unwrap();
    assert_eq!(body.bytes, b"abc\ndef*gh");
    assert_eq!(short(&place_of(&recorded, &body.bytes, &body.origin, "*")), oracle(text, "*"));
    let target = &request.target;
    assert_eq!(
        short(&place_of(&recorded, target.written.as_bytes(), &target.origin, "Q1")),
        oracle(text, "Q1")
    );
    let folded = request.headers.all("x-folded").next().unwrap();
    assert_eq!(
        short(&place_of(&recorded, folded.bytes().unwrap(), &folded.value_origin, "two")),
        oracle(text, "two")
    );
    let response = &recorded.exchange.response;
    let answer = response.body.present().unwrap();
    assert_eq!(short(&place_of(&recorded, &answer.bytes, &answer.origin, "!")), oracle(text, "!"));
    assert_eq!(short(&recorded.places.locate(&response.status_origin, 0)), oracle(text, "201"));
    let defect = &request.framing[0];
    assert_eq!(short(&recorded.places.locate(&defect.origin, 0)), oracle(text, "  two"));
}

#[test]
fn places_in_ndjson() {
    let text = "{\"method\":\"GET\",\"url\":\"/1\"}\n\n  {\"method\":\"POST\",\"url\":\"/é\",\"request\":{\"headers\":[],\"body_text\":\"\\\"é\\u00e9MARK\"}}\r\n";
    let capture = open_bytes("t", text.into(), &Limits::default()).unwrap();
    let recorded = &exchanges(capture)[1];
    let body = recorded.exchange.request.body.present().unwrap();
    assert_eq!(short(&place_of(recorded, &body.bytes, &body.origin, "MARK")), oracle(text, "MARK"));
    assert_eq!(short(&recorded.places.position_of_entry()), (31, 3, 3));
}

/// In real recordings: what stands at the place of a header name is that name.
#[test]
fn names_stand_where_they_are_said_to() {
    let mut checked = 0;
    for input in inputs(&[corpus("recorded/har"), corpus("recorded/wire/curl")]) {
        let input = input.unwrap();
        if input.name.contains(".zip") {
            continue;
        }
        for recorded in exchanges(open(&input, &Limits::default()).unwrap()) {
            for field in &recorded.exchange.request.headers {
                if field.name_origin == field.value_origin {
                    continue;
                }
                let place = recorded.places.locate(&field.name_origin, 0);
                let text = std::fs::read(&place.file).unwrap();
                let at = usize::try_from(place.offset).unwrap();
                assert!(text[at..].starts_with(field.name.as_bytes()), "{place}");
                let before = String::from_utf8_lossy(&text[..at]);
                assert_eq!(place.line, before.split('\n').count() as u64);
                let last = before.rsplit('\n').next().unwrap();
                assert_eq!(place.column, last.chars().count() as u64 + 1);
                checked += 1;
            }
        }
    }
    assert!(checked > 500, "{checked}");
}

/// Many questions about one large body take linear time in all: this would not end otherwise.
#[test]
fn places_asked_for_in_order_are_cheap() {
    let text = "\\u0041\\n".repeat(20_000);
    let line = format!(
        "{{\"method\":\"POST\",\"url\":\"/\",\"request\":{{\"headers\":[],\"body_text\":\"{text}\"}}}}"
    );
    let recorded = first(&line);
    let body = recorded.exchange.request.body.present().unwrap();
    assert_eq!(body.bytes.len(), 40_000);
    let base = recorded.places.locate(&body.origin, 0).offset;
    for byte in 0..40_000_usize {
        let expected = base + (byte / 2 * 8 + byte % 2 * 6) as u64;
        assert_eq!(recorded.places.locate(&body.origin, byte).offset, expected);
    }
}
