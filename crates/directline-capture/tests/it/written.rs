//! What is written as HAR or HTTP text is read back: every recording of the corpus, what the model service says, and
//! anything else.

use std::io::{self, Write};

use crate::common::{corpus, read_all};
use crate::ndjson::{exchange, placeless};
use directline_capture::http::Unwritable;
use directline_capture::{Limits, har, http, inputs, ndjson, open};
use directline_exchange::{
    Body, Content, Exchange, Gap, Header, HeaderValue, Headers, Intent, Observed, Reason, Response, Target,
};
use directline_reference::{Request, Service, Settings, Time, record};
use proptest::prelude::*;

const ABOUT: har::About<'_> = har::About { creator: "test", version: "1", comment: Some("one \"two\"") };

fn as_har(exchanges: &[Exchange]) -> Vec<u8> {
    let mut writer = har::Writer::new(Vec::new(), &ABOUT).unwrap();
    for exchange in exchanges {
        writer.write(exchange).unwrap();
    }
    writer.finish().unwrap()
}

/// The exchanges of a text, without places and their number.
fn back(text: &[u8]) -> Vec<Exchange> {
    read_all(text)
        .into_iter()
        .map(|read| match read {
            Ok(read) => placeless(read.exchange),
            Err(error) => panic!("{error}\n{}", String::from_utf8_lossy(text)),
        })
        .collect()
}

/// What HAR keeps of an exchange: all, but for places, empty bodies and a scheme that is none.
fn kept_by_har(exchange: &Exchange) -> Exchange {
    let mut kept = placeless(exchange.clone());
    if matches!(kept.started, Observed::Absent) {
        kept.started = Observed::NotObservable(Reason::NotRecorded);
    }
    kept
}

/// What HTTP text keeps of an exchange that it can say.
fn kept_by_http(exchange: &Exchange) -> Exchange {
    let mut kept = placeless(exchange.clone());
    kept.started = Observed::NotObservable(Reason::NotRecorded);
    kept.took = Observed::NotObservable(Reason::NotRecorded);
    kept.intent = Intent::Unknown;
    let framed = |headers: &Headers, body: &Body| {
        let length = body.present().map_or(0, |content| content.bytes.len());
        let mut bare = Headers::new();
        for field in headers {
            if field.is("transfer-encoding") || (field.is("content-encoding") && length > 0) {
                continue;
            }
            // A wrong length is made right where it stands; without a body there is none but 0.
            if !field.is("content-length") {
                bare.add(hidden_by_redaction(field));
            } else if bare.all("content-length").next().is_none()
                && (length > 0 || field.bytes() == Some(b"0"))
            {
                bare.push(field.name.as_str(), length.to_string());
            }
        }
        if length > 0 && bare.all("content-length").next().is_none() {
            bare.push("Content-Length", length.to_string());
        }
        bare
    };
    kept.request.headers = framed(&kept.request.headers, &kept.request.body);
    kept.request.framing.clear();
    kept.response.headers = framed(&kept.response.headers, &kept.response.body);
    kept.response.framing.clear();
    if !kept.response.status.is_present() {
        kept.response = Response::unrecorded(Reason::NoResponse);
    }
    kept
}

/// A placeholder says that a value was taken out, not why.
fn hidden_by_redaction(field: &Header) -> Header {
    let reason = Reason::RedactedByExporter;
    let value = match &field.value {
        HeaderValue::Hidden(_) => HeaderValue::Hidden(reason),
        HeaderValue::SchemeOnly { scheme, .. } => HeaderValue::SchemeOnly { scheme: scheme.clone(), reason },
        HeaderValue::Seen(bytes) => HeaderValue::Seen(bytes.clone()),
    };
    Header { value, ..field.clone() }
}

/// Every exchange of every recording of the corpus that can be read.
fn recorded() -> Vec<Exchange> {
    let mut all = Vec::new();
    for input in inputs(&[corpus("")]) {
        let Ok(capture) = input.and_then(|input| open(&input, &Limits::default())) else { continue };
        all.extend(capture.flatten().map(|recorded| recorded.exchange));
    }
    assert!(all.len() > 1_000, "{}", all.len());
    all
}

/// What a client and the model service say to each other.
fn generated() -> Vec<Exchange> {
    let mut service = Service::new(Settings::default());
    let mut now = Time::EPOCH.plus_seconds(1_477_689_591);
    let mut all = Vec::new();
    let mut send = |request: Request| {
        let response = service.handle(&request, now);
        let mut exchange = record("https://directline.botframework.com", &request, &response, now, 7);
        exchange.intent = if response.status < 300 { Intent::Valid } else { Intent::Unknown };
        all.push(exchange);
        now = now.plus_millis(1_500);
        String::from_utf8_lossy(&response.body).into_owned()
    };
    let bearer = |method: &str, path: &str| Request::new(method, path).bearer("test-secret");
    let started = send(bearer("POST", "/api/conversations"));
    let started: serde_json::Value = serde_json::from_str(&started).unwrap();
    let id = started.get("conversationId").and_then(serde_json::Value::as_str).unwrap();
    let path = |end: &str| format!("/api/conversations/{id}/{end}");
    for text in
        ["", "GET / HTTP/1.1\\r\\n\\r\\n", "\u{fffd}é😀\u{0}\u{7f}", "HTTP/1.1 200 OK", "\\r\\n\\r\\n"]
    {
        let message =
            serde_json::json!({"from": "user1", "text": text, "images": ["https://example.com/a.png"]});
        send(bearer("POST", &path("messages")).json(message.to_string()));
        send(bearer("GET", &path("messages?watermark=1&watermark=")));
    }
    for bytes in
        [&b"\xff\xd8\x00\r\n"[..], b"\x1f\x8b", b"HTTP/1.1 200 OK\r\n\r\n", b"\r\n\r\nGET / HTTP/1.1\r\n\r\n"]
    {
        let form = [b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\nContent-Type: image/png\r\n\r\n",
            bytes, b"\r\n--b--\r\n"].concat();
        send(bearer("POST", &path("upload?userId=u%7C1")).content("multipart/form-data; boundary=b", form));
        let single = bearer("POST", &path("upload?userId=u")).content("image/png", bytes);
        send(single.with("Content-Disposition", b"attachment; filename=\"\xe9.png\"".to_vec()));
    }
    send(Request::new("GET", path("messages")));
    send(bearer("POST", &path("messages")).json("{"));
    assert!(all.iter().any(|exchange| exchange.intent == Intent::Valid));
    all
}

#[test]
fn every_recording_is_the_same_in_har() {
    for exchanges in [recorded(), generated()] {
        let read = back(&as_har(&exchanges));
        assert_eq!(read.len(), exchanges.len());
        for (read, exchange) in read.into_iter().zip(&exchanges) {
            assert_eq!(
                read,
                kept_by_har(exchange),
                "{:?} {}",
                exchange.source,
                exchange.request.target.written
            );
        }
    }
}

#[test]
fn every_recording_that_was_seen_whole_is_the_same_in_http_text() {
    for (least, exchanges) in [(1_100, recorded()), (20, generated())] {
        let (mut text, mut expected, mut refused) = (Vec::new(), Vec::new(), 0);
        for exchange in &exchanges {
            match http::write_exchange(&mut text, exchange) {
                Ok(()) => expected.push(kept_by_http(exchange)),
                Err(error) => {
                    let why = error.downcast::<Unwritable>().unwrap();
                    assert!(is_refusable(exchange, why), "{why}: {exchange:?}");
                    refused += 1;
                }
            }
        }
        let read = back(&text);
        assert!(expected.len() > least, "{} written, {refused} refused", expected.len());
        for (read, expected) in read.iter().zip(&expected) {
            assert_eq!(line(read), line(expected));
            assert_eq!(read, expected);
        }
        assert_eq!(read.len(), expected.len());
    }
}

/// An exchange so that a person sees a difference.
fn line(exchange: &Exchange) -> String {
    let mut line = Vec::new();
    ndjson::write_exchange(&mut line, exchange).unwrap();
    String::from_utf8(line).unwrap()
}

/// Whether a refusal is right, as far as another look can tell.
fn is_refusable(exchange: &Exchange, why: Unwritable) -> bool {
    let Exchange { request, response, .. } = exchange;
    let is_hidden = |headers: &Headers| headers.partial().is_some() || !headers.withheld().is_empty();
    let is_whole = |body: &Body| match body {
        Observed::Absent => true,
        Observed::Present(content) => {
            content.gaps.is_empty() && content.fidelity == directline_exchange::Fidelity::Exact
        }
        Observed::NotObservable(_) => false,
    };
    match why {
        Unwritable::HeadersNotRecorded => is_hidden(&request.headers) || is_hidden(&response.headers),
        Unwritable::BodyNotRecorded => !is_whole(&request.body) || !is_whole(&response.body),
        Unwritable::RequestLine => {
            let is_odd = |text: &str| text.contains(|c: char| c.is_whitespace() || !c.is_ascii_graphic());
            let target = &request.target.written;
            is_odd(target) || is_odd(&request.method) || !target.starts_with(['/', 'h', 'H'])
        }
        _ => false,
    }
}

proptest! {
    #[test]
    fn anything_is_the_same_in_har(exchanges in proptest::collection::vec(exchange(), 0..4)) {
        let read = back(&as_har(&exchanges));
        prop_assert_eq!(read.len(), exchanges.len());
        for (read, exchange) in read.into_iter().zip(&exchanges) {
            prop_assert_eq!(without_schemes(read), without_schemes(kept_by_har(exchange)));
        }
    }

    #[test]
    fn bodies_are_the_same_whatever_their_headers_say(
        bodies in proptest::collection::vec((body(), headers(), body(), headers(), status()), 1..5)
    ) {
        let mut text = Vec::new();
        let mut expected = Vec::new();
        for (sent, sent_headers, answered, answered_headers, status) in bodies {
            let mut exchange = Exchange::new("POST", Target::parse("http://h/p"));
            (exchange.request.body, exchange.request.headers) = (sent, sent_headers);
            exchange.response = Response { body: answered, headers: answered_headers, ..Response::with_status(status) };
            http::write_exchange(&mut text, &exchange).unwrap();
            expected.push(exchange);
        }
        let read = back(&text);
        prop_assert_eq!(read.len(), expected.len(), "{}", text.escape_ascii());
        for (read, expected) in read.iter().zip(&expected) {
            prop_assert_eq!(&read.request.body, &expected.request.body, "{}", text.escape_ascii());
            prop_assert_eq!(&read.response.body, &expected.response.body, "{}", text.escape_ascii());
            prop_assert_eq!(read.response.status, expected.response.status);
            prop_assert!(read.request.framing.is_empty() && read.response.framing.is_empty(), "{:?}", read);
        }
    }
}

/// A scheme that is no word stands in no placeholder.
fn without_schemes(mut exchange: Exchange) -> Exchange {
    for headers in [&mut exchange.request.headers, &mut exchange.response.headers] {
        let mut bare = Headers::new();
        for field in headers.iter() {
            let value = match &field.value {
                HeaderValue::SchemeOnly { reason, .. } => HeaderValue::Hidden(*reason),
                value => value.clone(),
            };
            bare.add(Header { value, ..field.clone() });
        }
        headers.partial().into_iter().for_each(|reason| bare.mark_partial(reason));
        for (name, reason) in headers.withheld() {
            bare.withhold(name.as_str(), *reason);
        }
        *headers = bare;
    }
    exchange
}

/// Bodies that look like messages, or like the space between them.
fn body() -> impl Strategy<Value = Body> {
    let pieces = ["GET / HTTP/1.1", "HTTP/1.1 200 OK", "\r\n", "\n", "a", "0", "{", "  ", "\u{0}", "é"];
    let text = proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..6);
    text.prop_map(|text| {
        let text = text.concat();
        if text.is_empty() { Body::Absent } else { Body::Present(Content::exact(text)) }
    })
}

/// Headers that may lie about the body.
fn headers() -> impl Strategy<Value = Headers> {
    let fields = [
        ("Content-Length", "0"),
        ("content-length", "3"),
        ("Content-Length", "x"),
        ("Transfer-Encoding", "chunked"),
        ("Content-Encoding", "gzip"),
        ("Content-Encoding", "identity"),
        ("Content-Type", "text/plain"),
    ];
    proptest::sample::subsequence(fields.to_vec(), 0..4).prop_map(|fields| {
        let mut headers = Headers::new();
        for (name, value) in fields {
            headers.push(name, value);
        }
        headers
    })
}

fn status() -> impl Strategy<Value = u16> {
    proptest::sample::select(vec![200, 204, 304, 400, 418, 500, 999])
}

/// What neither the URL nor a line can hold.
#[test]
fn what_http_text_cannot_say_is_an_error() {
    let whole =
        || Exchange { response: Response::with_status(200), ..Exchange::new("GET", Target::parse("/a")) };
    let header = |name: &str, value: &str| {
        let mut exchange = whole();
        exchange.request.headers.push(name, value);
        exchange
    };
    let lost = |gaps| Body::Present(Content { gaps, ..Content::exact("abc") });
    let gap = Gap { range: 3..3, reason: Reason::BodyTruncated };
    let mut cut = whole();
    cut.response.body = lost(vec![gap]);
    let mut unseen = whole();
    unseen.request.body = Observed::NotObservable(Reason::BodyNotRecorded);
    let mut partial = whole();
    partial.request.headers.mark_partial(Reason::HeadersPartial);
    let mut status = whole();
    status.response.status = Observed::Present(1_000);
    let mut method = whole();
    method.request.method = "GE T".to_owned();
    let mut target = whole();
    target.request.target = Target::parse("/a\r\nX: y");
    let rows = [
        (header("a b", "c"), Unwritable::Header),
        (header("", "c"), Unwritable::Header),
        (header("a", "b\r\nc: d"), Unwritable::Header),
        (header("a", " b"), Unwritable::Header),
        (cut, Unwritable::BodyNotRecorded),
        (unseen, Unwritable::BodyNotRecorded),
        (partial, Unwritable::HeadersNotRecorded),
        (status, Unwritable::Status),
        (method, Unwritable::RequestLine),
        (target, Unwritable::RequestLine),
    ];
    for (exchange, why) in rows {
        let mut text = Vec::new();
        let error = http::write_exchange(&mut text, &exchange).unwrap_err();
        assert_eq!(
            (error.kind(), error.downcast::<Unwritable>().unwrap()),
            (io::ErrorKind::InvalidInput, why)
        );
        assert_eq!(text, b"");
    }
}

#[test]
fn an_answer_that_did_not_come_is_the_same_in_har_and_no_answer_in_http_text() {
    let mut exchange = Exchange::new("GET", Target::parse("http://h/"));
    exchange.response = Response::unanswered();
    assert_eq!(back(&as_har(std::slice::from_ref(&exchange))), [exchange.clone()]);
    let mut text = Vec::new();
    http::write_exchange(&mut text, &exchange).unwrap();
    assert_eq!(text, b"GET http://h/ HTTP/1.1\r\n\r\n");
    assert_eq!(back(&text)[0].response, Response::unrecorded(Reason::NoResponse));
}

/// HAR 1.2: the members that other tools ask for.
#[test]
fn a_har_has_what_other_tools_ask_for() {
    let mut exchange = Exchange::new("POST", Target::parse("http://h/p?a=b%20c&d"));
    exchange.request.headers.push("Content-Type", "text/plain");
    exchange.request.body = Body::Present(Content::exact("abc"));
    exchange.response = Response::with_status(302);
    exchange.response.headers.push("Location", "/q");
    exchange.response.body = Body::Present(Content::exact(vec![0xff]));
    exchange.took = Observed::Present(1_500_000);
    let text = as_har(&[exchange]);
    let har: serde_json::Value = serde_json::from_slice(&text).unwrap();
    let log = &har["log"];
    assert_eq!((&log["version"], &log["creator"]["name"]), (&"1.2".into(), &"test".into()));
    assert_eq!((&log["creator"]["version"], &log["comment"]), (&"1".into(), &"one \"two\"".into()));
    let entry = &log["entries"][0];
    assert_eq!((&entry["time"], &entry["startedDateTime"]), (&1.5.into(), &"".into()));
    assert_eq!(entry["timings"], serde_json::json!({"send": 0, "wait": 1.5, "receive": 0}));
    let request = &entry["request"];
    let pairs = serde_json::json!([{"name": "a", "value": "b%20c"}, {"name": "d", "value": ""}]);
    assert_eq!((&request["queryString"], &request["cookies"]), (&pairs, &serde_json::json!([])));
    assert_eq!(request["postData"], serde_json::json!({"mimeType": "text/plain", "text": "abc"}));
    assert_eq!((&request["bodySize"], &request["headersSize"]), (&3.into(), &(-1).into()));
    let response = &entry["response"];
    assert_eq!((&response["redirectURL"], &response["statusText"]), (&"/q".into(), &"".into()));
    let content = serde_json::json!({"size": 1, "mimeType": "", "text": "/w==", "encoding": "base64"});
    assert_eq!(response["content"], content);
    assert_eq!(back(&as_har(&[])), []);
}

/// A writer that has no room.
#[derive(Debug)]
struct Full;

impl Write for Full {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::StorageFull.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn how_long_an_answer_took_moves_nothing_in_a_har() {
    let request = Request::new("GET", "/api/conversations/c/messages");
    let length = |nanoseconds: u64| {
        let mut exchange = record(
            "https://h.example",
            &request,
            &directline_reference::Response::empty(204),
            Time::EPOCH,
            0,
        );
        exchange.took = Observed::Present(nanoseconds);
        as_har(&[exchange]).len()
    };
    for nanoseconds in [1, 999_999, 1_000_000, 12_345_678, 600_000_000_000] {
        assert_eq!(length(nanoseconds), length(0), "{nanoseconds}");
    }
}

#[test]
fn a_full_disk_is_an_error() {
    assert_eq!(har::Writer::new(Full, &ABOUT).unwrap_err().kind(), io::ErrorKind::StorageFull);
    let exchange = Exchange::new("GET", Target::parse("/"));
    assert_eq!(http::write_exchange(&mut Full, &exchange).unwrap_err().kind(), io::ErrorKind::StorageFull);
}
