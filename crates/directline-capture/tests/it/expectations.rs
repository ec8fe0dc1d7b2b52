//! Contracts, stubs and saved examples: expectations, labelled so.

use crate::common::{corpus, exchanges, read_all, told};
use directline_capture::{Capture, Format, Input, Limits, ReadError, open};
use directline_exchange::{Exchange, HeaderValue, Headers, Reason};
use serde_json::{Value, json};

const UNSTATED: Reason = Reason::ExpectationNotTraffic;

fn sample(path: &str) -> Capture {
    open(&Input::file(&corpus("captures").join(path)), &Limits::default()).unwrap()
}

fn only(document: &Value) -> Exchange {
    let mut all = read_all(document.to_string().as_bytes());
    assert_eq!(all.len(), 1, "{document}");
    all.remove(0).unwrap_or_else(|error| panic!("{error}")).exchange
}

/// A header as one word: its value, its scheme, `hidden`, or why it is not there.
fn header(headers: &Headers, name: &str) -> String {
    match headers.all(name).next().map(|field| &field.value) {
        Some(HeaderValue::Seen(bytes)) => String::from_utf8(bytes.to_vec()).unwrap(),
        Some(HeaderValue::SchemeOnly { scheme, .. }) => format!("{scheme} …"),
        Some(HeaderValue::Hidden(reason)) => format!("hidden: {reason}"),
        None => headers.get(name).reason().map_or("absent".into(), |reason| reason.to_string()),
    }
}

/// Every sample states what it states, and nothing else.
#[test]
fn samples_are_what_they_state() {
    const MESSAGE: &str = "{ \\\"from\\\": \\\"user1\\\", \\\"text\\\": \\\"hello\\\" }";
    const EMPTY: &str = "{ \\\"messages\\\": [], \\\"watermark\\\": \\\"1\\\" }";
    type Row =
        (&'static str, &'static str, &'static str, &'static str, &'static str, Option<u16>, &'static str);
    let none = "expectation-not-traffic";
    let rows: [(&str, Format, &[Row]); 7] = [
        (
            "pact/v3.json",
            Format::Pact,
            &[
                (
                    "POST",
                    "/api/conversations/CuvFAKE0001/messages",
                    "application/json",
                    none,
                    MESSAGE,
                    Some(204),
                    "absent",
                ),
                (
                    "GET",
                    "/api/conversations/CuvFAKE0001/messages?watermark=1",
                    none,
                    none,
                    none,
                    Some(200),
                    EMPTY,
                ),
            ],
        ),
        (
            "pact/v4.json",
            Format::Pact,
            &[
                (
                    "POST",
                    "/api/conversations/CuvFAKE0001/messages",
                    "application/json",
                    none,
                    MESSAGE,
                    Some(204),
                    "absent",
                ),
                (
                    "POST",
                    "/api/conversations/CuvFAKE0001/upload?userId=user1",
                    "image/png",
                    none,
                    "\\x89PNG\\r\\n\\x1a\\n",
                    Some(204),
                    "absent",
                ),
            ],
        ),
        (
            "wiremock/mappings.json",
            Format::WireMockStubs,
            &[
                (
                    "POST",
                    "/api/conversations/CuvFAKE0001/messages",
                    "application/json",
                    "hidden: expectation-not-traffic",
                    "{\\\"from\\\": \\\"user1\\\", \\\"text\\\": \\\"hello\\\"}",
                    Some(204),
                    "absent",
                ),
                ("POST", "/api/conversations/{{any}}/upload?{{any}}", none, none, none, Some(204), "absent"),
                (
                    "GET",
                    "/api/conversations/CuvFAKE0001/messages?watermark=1&{{any}}",
                    none,
                    none,
                    none,
                    Some(200),
                    EMPTY,
                ),
            ],
        ),
        (
            "wiremock/single.json",
            Format::WireMockStubs,
            &[(
                "GET",
                "/api/tokens/CuvFAKE0001/renew?{{any}}",
                none,
                none,
                none,
                Some(200),
                "\\\"FAKE-TOKEN\\\"",
            )],
        ),
        (
            "postman/collection.json",
            Format::Postman,
            &[
                (
                    "POST",
                    "/api/conversations/{{conversationId}}/messages",
                    "application/json",
                    "Bearer …",
                    "{\\\"from\\\": \\\"{{user}}\\\", \\\"text\\\": \\\"hello\\\"} [10..18 expectation-not-traffic]",
                    Some(204),
                    "absent",
                ),
                (
                    "GET",
                    "https://directline.botframework.com/api/conversations/{{conversationId}}/messages?watermark=1",
                    none,
                    "hidden: expectation-not-traffic",
                    "absent",
                    Some(200),
                    "{\\\"messages\\\": [], \\\"watermark\\\": \\\"1\\\"}",
                ),
            ],
        ),
        (
            "hoverfly/simulation.json",
            Format::Hoverfly,
            &[(
                "GET",
                "https://directline.botframework.com/api/conversations/CuvFAKE0001/messages?watermark=1",
                none,
                "hidden: expectation-not-traffic",
                "absent",
                Some(200),
                "{\\\"messages\\\": [], \\\"watermark\\\": \\\"1\\\"}",
            )],
        ),
        ("pact/v2.json", Format::Pact, &[]),
    ];
    for (path, format, expected) in rows {
        let capture = sample(path);
        assert_eq!(capture.format(), format, "{path}");
        let health = capture.health();
        assert!(health.is_expectation && health.producer.is_some() && !health.unseen.is_empty(), "{path}");
        let found = exchanges(capture);
        if path == "pact/v2.json" {
            let request = &found[0].exchange.request;
            assert_eq!(request.target.written, "/api/conversations/CuvFAKE0001/messages?watermark=1");
            assert_eq!(header(&request.headers, "authorization"), "Bearer FAKE-TOKEN");
            assert!(told(&found[0].exchange.response.body).contains("CuvFAKE0001|0000002"));
            continue;
        }
        assert_eq!(found.len(), expected.len(), "{path}");
        for (recorded, expected) in found.iter().zip(expected) {
            let (request, response) = (&recorded.exchange.request, &recorded.exchange.response);
            let found = (
                request.method.as_str(),
                request.target.written.as_str(),
                header(&request.headers, "content-type"),
                header(&request.headers, "authorization"),
                told(&request.body),
                response.status.present().copied(),
                told(&response.body),
            );
            let (method, url, media_type, credential, sent, status, answered) = *expected;
            assert_eq!(
                found,
                (method, url, media_type.into(), credential.into(), sent.into(), status, answered.into()),
                "{path}"
            );
            assert_eq!(header(&request.headers, "x-debug"), none, "{path}");
            assert_eq!(header(&response.headers, "date"), none, "{path}");
            let host = (!url.starts_with("https")).then_some(Reason::NotRecorded);
            assert_eq!(
                (request.target.host.reason(), request.target.scheme.reason()),
                (host, host),
                "{path}"
            );
        }
    }
}

/// What stands at the place of a stated datum is that datum.
#[test]
fn data_stand_where_they_are_said_to() {
    let mut checked = 0;
    for path in [
        "pact/v3.json",
        "pact/v4.json",
        "wiremock/mappings.json",
        "postman/collection.json",
        "hoverfly/simulation.json",
    ] {
        let file = std::fs::read(corpus("captures").join(path)).unwrap();
        for recorded in exchanges(sample(path)) {
            let (request, response) = (&recorded.exchange.request, &recorded.exchange.response);
            let mut data = vec![
                (&request.method_origin, 0, request.method.clone().into_bytes()),
                (&response.status_origin, 0, response.status.present().unwrap().to_string().into_bytes()),
            ];
            for field in request.headers.iter().chain(&response.headers) {
                if let Some(bytes) = field.bytes() {
                    data.push((&field.name_origin, 0, field.name.as_bytes().to_vec()));
                    data.push((&field.value_origin, 0, bytes.to_vec()));
                }
            }
            for body in [&request.body, &response.body].into_iter().filter_map(|body| body.present()) {
                let word = body.bytes.windows(5).position(|word| word == b"user1" || word == b"hello");
                data.extend(word.map(|at| (&body.origin, at, body.bytes[at..at + 5].to_vec())));
            }
            for (origin, byte, datum) in data {
                let place = recorded.places.locate(origin, byte);
                let at = usize::try_from(place.offset).unwrap();
                assert!(file[at..].starts_with(&datum), "{place}: {}", datum.escape_ascii());
                checked += 1;
            }
        }
    }
    assert!(checked > 40, "{checked}");
}

fn pact(request: &Value, response: &Value) -> Value {
    json!({"consumer": {"name": "c"}, "provider": {"name": "p"}, "interactions": [{"request": request, "response": response}]})
}

#[test]
fn bodies_of_contracts() {
    let json_type = json!({"Content-Type": "application/json"});
    let text_type = json!({"Content-Type": ["text/plain"]});
    let rows = [
        (json!({"status": 200}), "expectation-not-traffic"),
        (json!({"status": 204}), "absent"),
        (json!({"status": 200, "body": null}), "absent"),
        (json!({"status": 200, "body": ""}), "absent"),
        (json!({"status": 200, "body": "abc", "headers": text_type}), "abc"),
        (json!({"status": 200, "body": "abc", "headers": json_type}), "\\\"abc\\\""),
        (json!({"status": 200, "body": "{\"a\":1}", "headers": json_type}), "{\\\"a\\\":1}"),
        (json!({"status": 200, "body": [1]}), "[1]"),
        (json!({"status": 200, "body": {"content": "YQ==", "contentType": "a/b", "encoded": "base64"}}), "a"),
        (
            json!({"status": 200, "body": {"content": "abc", "contentType": "text/plain", "encoded": false}}),
            "abc",
        ),
        (
            json!({"status": 200, "body": {"content": "abc", "contentType": "application/json", "encoded": false}}),
            "\\\"abc\\\"",
        ),
        (
            json!({"status": 200, "body": {"content": "x{{y}}", "contentType": "text/plain", "encoded": false}}),
            "x{{y}} [1..6 expectation-not-traffic]",
        ),
    ];
    for (response, expected) in rows {
        let exchange = only(&pact(&json!({"method": "GET", "path": "/a"}), &response));
        assert_eq!(told(&exchange.response.body), expected, "{response}");
    }
    let queries = [
        (json!("a=b&c"), "/a?a=b&c"),
        (json!({"a": ["b c", "d"], "e": ["f"]}), "/a?a=b%20c&a=d&e=f"),
        (Value::Null, "/a"),
    ];
    for (query, expected) in queries {
        let exchange = only(&pact(&json!({"method": "GET", "path": "/a", "query": query}), &json!({})));
        assert_eq!(exchange.request.target.written, expected);
        assert_eq!(exchange.response.status.reason(), Some(UNSTATED));
    }
}

#[test]
fn what_a_stub_leaves_open_is_not_made_up() {
    let stub =
        |request: Value, response: Value| json!({"mappings": [{"request": request, "response": response}]});
    for (answer, status, body) in [
        (json!({}), Some(200), "absent"),
        (
            json!({"status": 201, "body": "{{request.path}}"}),
            Some(201),
            "{{request.path}} [0..16 expectation-not-traffic]",
        ),
        (json!({"base64Body": "YQ=="}), Some(200), "a"),
        (json!({"bodyFileName": "a.json"}), Some(200), "body-not-recorded"),
        (json!({"fault": "EMPTY_RESPONSE"}), None, "expectation-not-traffic"),
        (json!({"proxyBaseUrl": "http://x"}), None, "expectation-not-traffic"),
    ] {
        let exchange = only(&stub(json!({"method": "GET", "url": "/a"}), answer.clone()));
        assert_eq!(
            (exchange.response.status.present().copied(), told(&exchange.response.body).as_str()),
            (status, body),
            "{answer}"
        );
    }
    for request in [json!({"method": "ANY", "url": "/a"}), json!({"method": "GET"})] {
        assert_eq!(read_all(stub(request, json!({})).to_string().as_bytes()).len(), 0);
    }
    let request = json!({"method": "POST", "urlPath": "/a", "basicAuth": {"username": "u", "password": "p"},
        "bodyPatterns": [{"matchesJsonPath": "$.a"}, {"binaryEqualTo": "YQ=="}], "headers": {"A": {"contains": "x"}, "B": {"absent": true}}});
    let exchange = only(&stub(request, json!({})));
    assert_eq!(told(&exchange.request.body), "a");
    assert_eq!(header(&exchange.request.headers, "authorization"), "Basic …");
    assert_eq!(header(&exchange.request.headers, "a"), "hidden: expectation-not-traffic");
    assert_eq!(header(&exchange.request.headers, "b"), "expectation-not-traffic");
}

/// One mapping has the members of an entry of a HAR and of a line of NDJSON.
#[test]
fn a_mapping_is_told_from_what_looks_like_it() {
    let format =
        |text: &str| directline_capture::open_bytes("t", text.into(), &Limits::default()).unwrap().format();
    for (text, expected) in [
        (
            r#"{"request":{"method":"GET","url":"/a","headers":{}},"response":{"status":200}}"#,
            Format::WireMockStubs,
        ),
        (
            r#"{"request":{"method":"GET","url":"/a"},"response":{"status":200,"body":"x"}}"#,
            Format::WireMockStubs,
        ),
        (r#"{"request":{"method":"GET","url":"/a","headers":[]},"response":{"status":200}}"#, Format::Ndjson),
        (
            r#"{"startedDateTime":"","request":{"method":"GET","url":"/a"},"response":{"status":200,"content":{}}}"#,
            Format::Ndjson,
        ),
        (
            r#"{"method":"GET","url":"/a","request":{"headers":[]},"response":{"status":200,"headers":[]}}"#,
            Format::Ndjson,
        ),
    ] {
        assert_eq!(format(text), expected, "{text}");
    }
}

#[test]
fn a_collection_without_examples_and_a_contract_without_interactions_say_what_to_do() {
    for (text, word) in [
        (r#"{"info":{"name":"a"},"item":[{"request":{"method":"GET","url":"/"}}]}"#, "newman run"),
        (r#"{"consumer":{"name":"a"},"provider":{"name":"b"},"messages":[]}"#, "HTTP interactions"),
    ] {
        match &read_all(text.as_bytes())[..] {
            [Err(ReadError::UnsupportedFormat { advice, .. })] => assert!(advice.contains(word), "{advice}"),
            other => panic!("{other:?}"),
        }
    }
}

/// What may hold exchanges and is too deep to be read is an error; a body that is too deep is that of its exchange.
#[test]
fn what_is_too_deep_is_not_lost_silently() {
    let text = std::fs::read_to_string(corpus("captures/postman/collection.json")).unwrap();
    let collection: Value = serde_json::from_str(&text).unwrap();
    let whole = read_all(text.as_bytes()).len();
    let levels =
        |count: usize| (0..count).fold(collection["item"].clone(), |inner, _| json!([{"item": inner}]));
    for (count, is_deep) in [(50, false), (70, true)] {
        let mut nested = collection.clone();
        nested["item"].as_array_mut().unwrap().push(json!({"item": levels(count)}));
        let all = read_all(nested.to_string().as_bytes());
        let read = all.iter().filter(|one| one.is_ok()).count();
        assert_eq!((read, all.len()), if is_deep { (whole, whole + 1) } else { (2 * whole, 2 * whole) });
        let said = all.last().unwrap().as_ref().err().map(ToString::to_string);
        assert_eq!(said.is_some_and(|said| said.contains("inside each other")), is_deep);
    }
    let deep = (0..200).fold(json!(1), |inner, _| json!([inner]));
    let body = only(&json!({"consumer": {}, "provider": {}, "interactions": [
        {"request": {"method": "POST", "path": "/", "body": deep}, "response": {"status": 204}}]}));
    assert_eq!(body.request.body.present().map(|content| content.bytes.len()), Some(401));
}

/// Each prefix and each flipped bit of small documents ends in exchanges or an error; folders in folders are no recursion.
#[test]
fn damaged_and_hostile_documents_end() {
    for path in [
        "pact/v2.json",
        "pact/v4.json",
        "wiremock/mappings.json",
        "postman/collection.json",
        "hoverfly/simulation.json",
    ] {
        let mut bytes = std::fs::read(corpus("captures").join(path)).unwrap();
        let whole = read_all(&bytes).len();
        for end in 0..bytes.len() {
            let all = read_all(&bytes[..end]);
            let blank = bytes[end..].trim_ascii().is_empty();
            assert!(all.len() <= whole + 1, "{path} {end}");
            assert!(blank || all.iter().any(Result::is_err), "{path} {end}");
        }
        for at in (0..bytes.len()).step_by(3) {
            for bit in 0..8 {
                bytes[at] ^= 1 << bit;
                let _ = read_all(&bytes);
                bytes[at] ^= 1 << bit;
            }
        }
    }
    let deep = format!("{{\"info\":{{}},\"item\":{}1{}}}", "[{\"item\":".repeat(50_000), "}]".repeat(50_000));
    assert!(read_all(deep.as_bytes()).iter().all(Result::is_err));
    let variables = json!({"consumer": {}, "provider": {}, "interactions": [
        {"request": {"method": "GET", "path": "/", "body": "{{".repeat(200_000)}, "response": {"body": "{{a}}".repeat(100_000)}}]});
    let body = only(&variables).response.body;
    let content = body.present().unwrap();
    assert_eq!((content.gaps.len(), content.gaps[1000].range.end), (1001, content.bytes.len()));
    // Many names in one object take linear time in all: this would not end otherwise.
    let many = |value: &Value| {
        (0..100_000).map(|name| (format!("n{name}"), value.clone())).collect::<serde_json::Map<_, _>>()
    };
    let exact = json!([{"matcher": "exact", "value": "x"}]);
    let pair = json!({"request": {"method": exact, "path": exact, "query": many(&exact), "headers": many(&exact)}, "response": {"status": 204}});
    let target = only(&json!({"data": {"pairs": [pair]}})).request.target;
    assert_eq!(target.query_pairs().count(), 100_000);
}
