//! Recordings of nock: what was parsed, what was text, what was bytes.

use directline_capture::{Format, Limits, ReadError, open_bytes};
use directline_exchange::{Coding, Exchange, Fidelity, HeaderValue, Observed, Reason};
use serde_json::{Value, json};

use crate::common::{corpus, exchanges, read_all, told};

fn element() -> Value {
    json!({
        "scope": "https://h.test:443", "method": "POST", "path": "/api/conversations/c%20d/messages?userId=é",
        "body": "", "status": 204, "response": "", "rawHeaders": ["Date", "now", "X", "1", "X", "2"],
        "reqheaders": {"content-type": "application/json", "accept": ["a", "b"]}, "responseIsBinary": false,
    })
}

fn read(element: &Value) -> Exchange {
    let text = json!([element]).to_string();
    let capture = open_bytes("t", text.into(), &Limits::default()).unwrap();
    assert_eq!(capture.format(), Format::Nock);
    exchanges(capture).remove(0).exchange
}

fn with(changes: &Value) -> Value {
    let mut element = element();
    for (name, value) in changes.as_object().unwrap() {
        element.as_object_mut().unwrap().insert(name.clone(), value.clone());
    }
    element
}

#[test]
fn an_exchange_is_put_together() {
    let exchange = read(&element());
    let request = &exchange.request;
    assert_eq!(request.target.written, "https://h.test:443/api/conversations/c%20d/messages?userId=é");
    assert_eq!(
        (request.target.port, request.target.host.present().map(String::as_str)),
        (Some(443), Some("h.test"))
    );
    assert_eq!(
        request.headers.all("Accept").filter_map(|header| header.bytes()).collect::<Vec<_>>(),
        [b"a", b"b"]
    );
    let values: Vec<_> = exchange.response.headers.all("x").map(|header| header.value.clone()).collect();
    assert_eq!(values, [HeaderValue::Seen(b"1".into()), HeaderValue::Seen(b"2".into())]);
    assert_eq!(exchange.response.status, Observed::Present(204));
    assert_eq!(exchange.started.reason(), Some(Reason::NotRecorded));
}

#[test]
fn headers_are_known_as_far_as_they_were_asked_for() {
    let state = |element: &Value, name: &str| read(element).request.headers.get(name).map(|_| ());
    let unknown = |reason| Observed::NotObservable(reason);
    let asked = element();
    assert_eq!(state(&asked, "authorization"), Observed::Absent);
    assert_eq!(state(&asked, "content-length"), unknown(Reason::NotRecorded));
    assert_eq!(state(&asked, "user-agent"), unknown(Reason::NotRecorded));
    for not_asked in [json!(null), json!(""), json!({})] {
        let element = with(&json!({"reqheaders": not_asked}));
        assert_eq!(state(&element, "authorization"), unknown(Reason::HeadersPartial));
    }
    // Old versions wrote a map.
    let old = with(&json!({"rawHeaders": null, "headers": {"a": "b"}}));
    let mut old = old;
    old.as_object_mut().unwrap().remove("rawHeaders");
    assert_eq!(read(&old).response.headers.value("A"), Observed::Present(&b"b"[..]));
}

#[test]
fn bodies_of_requests() {
    let (json_type, text_type) = ("application/json; charset=utf-8", "text/plain");
    // The body, its media type and length, what is read, and whether only the value is known.
    let rows: [(Value, &str, Option<&str>, &str, bool); 16] = [
        (json!(""), json_type, None, "absent", false),
        (json!(""), json_type, Some("3"), "body-not-recorded", false),
        (json!(""), "multipart/form-data; boundary=b", None, "body-not-recorded", false),
        (json!({"a": "✓"}), json_type, Some("20"), r#"{\"a\":\"\xe2\x9c\x93\"}"#, true),
        (json!([1, 2]), json_type, None, "[1,2]", true),
        (json!(true), json_type, None, "true", true),
        (json!("hello"), json_type, Some("7"), r#"\"hello\""#, true),
        (json!("hello"), json_type, None, r#"\"hello\""#, true),
        (json!("hello"), json_type, Some("5"), "hello", false),
        (json!("{\"a\":"), json_type, None, r#"{\"a\":"#, false),
        (json!("hello"), text_type, None, "hello", false),
        (json!("ffd8ff"), "image/jpeg", Some("3"), r"\xff\xd8\xff", false),
        (json!("ffd8ff"), "image/jpeg", None, r"\xff\xd8\xff", false),
        (json!("ffd8ff"), text_type, Some("6"), "ffd8ff", false),
        (json!("616263"), text_type, None, "616263", false),
        (json!("*"), json_type, None, "body-not-recorded", false),
    ];
    for (body, media_type, length, expected, is_anew) in rows {
        let mut headers = json!({"content-type": media_type});
        if let Some(length) = length {
            headers["content-length"] = json!(length);
        }
        let case = format!("{body} {media_type} {length:?}");
        let found = read(&with(&json!({"body": body, "reqheaders": headers}))).request.body;
        assert_eq!(told(&found), expected, "{case}");
        let fidelity = if is_anew { Fidelity::ValueOnly } else { Fidelity::Exact };
        assert!(found.present().is_none_or(|content| content.fidelity == fidelity), "{case}");
    }
}

#[test]
fn bodies_of_responses() {
    // printf hello | gzip -n, in hexadecimal digits; and the same in two pieces.
    let gzip = "1f8b0800000000000003cb48cdc9c9070086a6103605000000";
    let rows: [(Value, &[&str], &str); 11] = [
        (json!(gzip), &["Content-Encoding", "gzip"], "hello"),
        (json!([gzip]), &["Content-Encoding", "gzip"], "hello"),
        (json!([gzip[..20], gzip[20..]]), &["Content-Encoding", "gzip"], "hello"),
        (json!(["ab", "cd"]), &["Content-Type", "application/json"], r#"[\"ab\",\"cd\"]"#),
        (json!({"a": 1}), &["Content-Encoding", "gzip"], r#"{\"a\":1}"#),
        (json!("tok"), &["Content-Type", "application/json", "Content-Length", "5"], r#"\"tok\""#),
        (json!("tok"), &["Content-Type", "application/json", "Content-Length", "3"], "tok"),
        (json!(""), &["Content-Length", "0"], "absent"),
        (json!(""), &["Content-Length", "9"], "body-not-recorded"),
        (json!("00ff"), &[], r"\x00\xff"),
        (json!("a\u{fffd}"), &["Content-Type", "text/plain"], r"a\xef\xbf\xbd [1..4 body-lossy]"),
    ];
    for (response, headers, expected) in rows {
        let element = with(&json!({"status": 200, "response": response, "rawHeaders": headers}));
        assert_eq!(told(&read(&element).response.body), expected, "{response} {headers:?}");
    }
}

#[test]
fn an_exchange_without_status_has_no_response() {
    let mut element = element();
    element.as_object_mut().unwrap().remove("status");
    assert_eq!(read(&element).response.status.reason(), Some(Reason::NoResponse));
}

#[test]
fn places_are_those_of_the_file() {
    let file = std::fs::read(corpus("captures/cassettes/nock-recording.json")).unwrap();
    let escaped = br#"[{"scope": "http:\/\/h", "method": "GET", "path": "\/\u00e9x", "body": "", "status": 200, "response": "a\u00ffbc"}]"#;
    for file in [&file[..], escaped] {
        for recorded in read_all(file) {
            let recorded = recorded.unwrap();
            let (request, response) = (&recorded.exchange.request, &recorded.exchange.response);
            let mut data = vec![(&request.target.origin, request.target.written.as_bytes())];
            for header in request.headers.iter().chain(&response.headers) {
                data.extend(header.bytes().map(|bytes| (&header.value_origin, bytes)));
            }
            for content in [request.body.present(), response.body.present()].into_iter().flatten() {
                data.push((&content.origin, &content.bytes));
            }
            for (origin, bytes) in data {
                for (at, byte) in bytes.iter().enumerate() {
                    let place = recorded.places.locate(origin, at);
                    let offset = usize::try_from(place.offset).unwrap();
                    match origin.coding {
                        Coding::Opaque => {}
                        Coding::JsonHex => {
                            assert_eq!(
                                file[offset..offset + 2],
                                *format!("{byte:02x}").as_bytes(),
                                "{place}"
                            );
                        }
                        _ if byte.is_ascii_alphanumeric() => assert_eq!(file[offset], *byte, "{place}"),
                        _ => {}
                    }
                }
            }
        }
    }
}

#[test]
fn cut_and_flipped_files_end_in_an_error_or_in_exchanges() {
    let text = json!([element(), with(&json!({"body": {"a": 1}}))]).to_string();
    let mut most = 0;
    for cut in 0..text.len() {
        if !text.is_char_boundary(cut) {
            continue;
        }
        let found = read_all(&text.as_bytes()[..cut]);
        assert!(found.last().is_some_and(Result::is_err), "{cut}");
        let count = found.iter().flatten().count();
        assert!(count >= most, "{cut}");
        most = count;
    }
    assert_eq!(most, 2);
    let mut bytes = text.into_bytes();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            bytes[at] ^= 1 << bit;
            let _ = read_all(&bytes).len();
            bytes[at] ^= 1 << bit;
        }
    }
}

#[test]
fn an_element_that_is_no_exchange_says_where() {
    for (name, what) in [("method", "method"), ("scope", "scope"), ("path", "path")] {
        let text = json!([element(), with(&json!({name: null}))]).to_string();
        let found = read_all(text.as_bytes());
        assert_eq!(found.len(), 2);
        assert!(matches!(&found[1], Err(ReadError::Malformed { what: told, .. }) if told.contains(what)));
    }
}

#[test]
fn what_it_cannot_show_is_said() {
    for (reqheaders, expected) in
        [(json!({"a": "b"}), "Node adds"), (json!(null), "enable_reqheaders_recording")]
    {
        let text = json!([with(&json!({"reqheaders": reqheaders}))]).to_string();
        let health = open_bytes("t", text.into(), &Limits::default()).unwrap().health();
        assert_eq!(health.producer.as_deref(), Some("nock"));
        assert!(health.unseen.iter().any(|line| line.contains(expected)), "{expected}");
    }
}
