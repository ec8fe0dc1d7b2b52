//! Cassettes of the VCR family: what each recorder keeps, and what it cannot.

mod bodies;
mod places;
mod robust;

use directline_capture::{Assume, Format, Input, Limits, Recorded, open, open_bytes};
use directline_exchange::{Exchange, HeaderValue, Observed, Reason};

use crate::common::{corpus, exchanges, one, read_all, told};

const VCRPY: &str = r#"interactions:
- request:
    body: '{"text": "it''s

      caf\u00e9"}'
    headers:
      Authorization: [Bearer t1]
      Content-Length: ['26']
    method: POST
    uri: https://h.test/api/conversations/c1/messages
  response:
    body: {string: ''}
    headers: {x-a: ['1', '2']}
    status: {code: 204, message: No Content}
- request:
    body: null
    headers:
      Authorization:
      - Bearer t1
    method: GET
    uri: https://h.test/api/conversations/c1/messages
  response:
    body:
      string: "{\"messages\": [],
        \"watermark\": \"\u2713\"}"
    headers:
      Content-Encoding: [gzip]
      Content-Length: ['7']
    status:
      code: 200
      message: OK
version: 1
"#;

const RUBY: &str = r"---
http_interactions:
- request:
    method: post
    uri: http://h.test/api/conversations
    body:
      encoding: UTF-8
      string: ''
    headers:
      Authorization:
      - Bearer <TOKEN>
  response:
    status:
      code: 200
      message: OK
    headers:
      Content-Length:
      - '99'
    body:
      encoding: ASCII-8BIT
      string: !binary |-
        eyJhIjoi4pyTIn0=
    http_version:
  recorded_at: Sat, 21 Nov 2026 08:22:28 GMT
- request:
    method: get
    uri: http://h.test/x
    body:
      encoding: ISO-8859-1
      string: ''
    headers: {}
  response:
    status:
      code: 200
      message: OK
    headers: {}
    body:
      encoding: ISO-8859-1
      string: é!
    http_version:
  recorded_at: Sat, 21 Nov 2026 08:22:29 GMT
recorded_with: VCR 6.1.0
";

const GO: &str = r#"---
version: 2
interactions:
    - id: 0
      request:
        proto: HTTP/1.1
        content_length: 9
        host: h.test
        body: key=value
        headers:
            Content-Type:
                - text/plain
        url: https://h.test/api/conversations
        method: POST
      response:
        proto: HTTP/2.0
        content_length: -1
        uncompressed: true
        body: |
            line
             two

        headers:
            Content-Type:
                - text/plain
        status: 200 OK
        code: 200
        duration: 123.456ms
    - id: 1
      request:
        url: https://h.test/api/conversations
        method: GET
      response:
        body: ""
        headers: {}
        status: 204 No Content
        code: 204
        duration: 1s
"#;

const BETAMAX: &str = r#"{"http_interactions": [
 {"request": {"method": "POST", "uri": "http://h.test/u", "body": {"encoding": "utf-8", "string": "ab\ufffd\ufffdc"},
   "headers": {"Content-Length": ["5"], "Authorization": ["<AUTH>"]}},
  "response": {"status": {"code": 200, "message": "OK"}, "url": "http://h.test/u",
   "headers": {"Content-Encoding": ["gzip"], "Content-Type": ["application/json"]},
   "body": {"encoding": null, "base64_string": "eyJhIjoxfQ=="}}, "recorded_at": "2026-11-21T08:22:28"}],
 "recorded_with": "betamax/0.9.0"}"#;

/// All exchanges of a text without faults.
fn all(text: &str) -> Vec<Exchange> {
    let capture = open_bytes("t", text.as_bytes().to_vec(), &Limits::default()).unwrap();
    assert_eq!(capture.format(), Format::Cassette);
    exchanges(capture).into_iter().map(|recorded| recorded.exchange).collect()
}

fn sample(name: &str) -> Vec<Recorded> {
    let input = Input::file(&corpus("captures/cassettes").join(name));
    exchanges(open(&input, &Limits::default()).unwrap())
}

/// A cassette of vcrpy with these members in its only request and response.
fn vcrpy(request: &str, response: &str) -> Exchange {
    one(&format!(
        "interactions:\n- request:\n    method: POST\n    uri: https://h.test/u\n{request}  response:\n{response}    status: {{code: 200, message: OK}}\nversion: 1\n"
    ))
}

#[test]
fn recorders_are_known_by_what_they_write() {
    let rows: [(&str, &str, &[&str]); 4] = [
        (VCRPY, "vcrpy", &["Host:", "userId"]),
        (RUBY, "VCR 6.1.0", &["Content-Length"]),
        (BETAMAX, "betamax/0.9.0", &["Host:", "UTF-8", "same method"]),
        (GO, "go-vcr", &["did not set itself", "Authorization"]),
    ];
    for (text, producer, unseen) in rows {
        let capture = open_bytes("t", text.into(), &Limits::default()).unwrap();
        let health = capture.health();
        assert_eq!(health.producer.as_deref(), Some(producer));
        assert!(!health.is_expectation);
        for what in ["order of header fields", "when requests were sent"].iter().chain(unseen) {
            assert!(health.unseen.iter().any(|line| line.contains(what)), "{producer}: {what}");
        }
    }
}

#[test]
fn every_recorder_is_read() {
    let brief = |text: &str| {
        let brief = |exchange: &Exchange| {
            let (request, response) = (&exchange.request, &exchange.response);
            let status = response.status.present().copied().unwrap_or_default();
            let (sent, got) = (told(&request.body), told(&response.body));
            format!("{} {} {sent} -> {status} {got}", request.method, request.target.written)
        };
        all(text).iter().map(brief).collect::<Vec<_>>()
    };
    assert_eq!(
        brief(VCRPY),
        [
            r#"POST https://h.test/api/conversations/c1/messages {"text": "it\'s\ncaf\\u00e9"} -> 204 absent"#,
            r#"GET https://h.test/api/conversations/c1/messages absent -> 200 {"messages": [], "watermark": "\xe2\x9c\x93"}"#,
        ]
        .map(|line| line.replace('"', "\\\""))
    );
    assert_eq!(
        brief(RUBY),
        [
            r#"post http://h.test/api/conversations absent -> 200 {\"a\":\"\xe2\x9c\x93\"}"#,
            r"get http://h.test/x absent -> 200 \xe9!",
        ]
    );
    assert_eq!(
        brief(GO),
        [
            r"POST https://h.test/api/conversations key=value -> 200 line\n two\n",
            "GET https://h.test/api/conversations absent -> 204 absent",
        ]
    );
    assert_eq!(
        brief(BETAMAX),
        [r#"POST http://h.test/u ab\xef\xbf\xbd\xef\xbf\xbdc [2..8 body-lossy] -> 200 {\"a\":1}"#]
    );
}

#[test]
fn nothing_is_known_of_times() {
    for text in [VCRPY, RUBY, GO, BETAMAX] {
        for exchange in all(text) {
            let unknown = Some(Reason::NotRecorded);
            assert_eq!((exchange.started.reason(), exchange.took.reason()), (unknown, unknown));
        }
    }
}

/// A JSON cassette of vcrpy is the same as the YAML one.
#[test]
fn notations_say_the_same() {
    let json = r#"{"version": 1, "interactions": [
      {"request": {"method": "POST", "uri": "https://h.test/api/conversations/c1/messages",
        "body": "{\"text\": \"it's\ncaf\\u00e9\"}", "headers": {"Authorization": ["Bearer t1"], "Content-Length": ["26"]}},
       "response": {"body": {"string": ""}, "headers": {"x-a": ["1", "2"]}, "status": {"code": 204, "message": "No Content"}}},
      {"request": {"method": "GET", "uri": "https://h.test/api/conversations/c1/messages",
        "body": null, "headers": {"Authorization": ["Bearer t1"]}},
       "response": {"body": {"string": "{\"messages\": [], \"watermark\": \"\u2713\"}"},
        "headers": {"Content-Encoding": ["gzip"], "Content-Length": ["7"]}, "status": {"code": 200, "message": "OK"}}}]}"#
        .replace("it's\ncaf", "it's\\ncaf");
    let plain = |exchange: &Exchange| {
        let values = |headers: &directline_exchange::Headers| -> Vec<_> {
            headers.iter().map(|header| (header.name.clone(), header.value.clone())).collect()
        };
        let (request, response) = (&exchange.request, &exchange.response);
        (
            (
                request.method.clone(),
                request.target.written.clone(),
                told(&request.body),
                values(&request.headers),
            ),
            (response.status, told(&response.body), values(&response.headers)),
        )
    };
    let (yaml, json) = (all(VCRPY), all(&json));
    assert_eq!(yaml.iter().map(plain).collect::<Vec<_>>(), json.iter().map(plain).collect::<Vec<_>>());
}

#[test]
fn credentials_that_are_nowhere_were_filtered() {
    let header = |text: &str, assume: Assume, index: usize| {
        let mut capture = open_bytes("t", text.as_bytes().to_vec(), &Limits::default()).unwrap();
        capture.assume(assume);
        let exchange = exchanges(capture).remove(index).exchange;
        exchange.request.headers.get("authorization").map(|header| header.value.clone())
    };
    let seen = Observed::Present(HeaderValue::Seen(b"Bearer t1".into()));
    let scheme = HeaderValue::SchemeOnly { scheme: "Bearer".into(), reason: Reason::RedactedByExporter };
    let redacted = Observed::NotObservable(Reason::RedactedByExporter);
    let none = VCRPY.replace("Authorization: [Bearer t1]", "A: []").replace("Authorization", "B");
    let some = VCRPY.replace("      Authorization:\n      - Bearer t1", "      B: []");
    let ruby = RUBY.replace("Authorization", "B");
    let rows = [
        ("in all", VCRPY, Assume::Detect, 1, seen),
        ("in none", &none, Assume::Detect, 0, redacted.clone()),
        ("in none, not filtered", &none, Assume::Unredacted, 0, Observed::Absent),
        ("in another", &some, Assume::Detect, 1, Observed::Absent),
        ("in another, filtered", &some, Assume::Redacted, 1, redacted.clone()),
        ("a placeholder", RUBY, Assume::Detect, 0, Observed::Present(scheme)),
        ("beside a placeholder", RUBY, Assume::Detect, 1, Observed::Absent),
        ("in none of Ruby, which leaves placeholders", &ruby, Assume::Detect, 0, Observed::Absent),
        ("in none of go-vcr, whose hooks delete it", GO, Assume::Detect, 0, redacted),
    ];
    for (case, text, assume, index, expected) in rows {
        assert_eq!(header(text, assume, index), expected, "{case}");
    }
}

#[test]
fn headers_that_a_recorder_does_not_see_are_unknown() {
    let state = |text: &str, name: &str| match all(text)[0].request.headers.get(name) {
        Observed::Present(_) => "present",
        Observed::Absent => "absent",
        Observed::NotObservable(Reason::NotRecorded) => "not recorded",
        Observed::NotObservable(_) => "other",
    };
    for (text, name, expected) in [
        (VCRPY, "host", "not recorded"),
        (VCRPY, "content-length", "present"),
        (VCRPY, "content-type", "absent"),
        (RUBY, "content-length", "not recorded"),
        (RUBY, "content-type", "not recorded"),
        (RUBY, "host", "absent"),
        (BETAMAX, "host", "not recorded"),
        (GO, "host", "not recorded"),
        (GO, "content-length", "not recorded"),
        (GO, "content-type", "present"),
    ] {
        assert_eq!(state(text, name), expected, "{name} in {}", &text[..20]);
    }
    let repeated = &all(VCRPY)[0].response.headers;
    assert_eq!(repeated.all("X-A").filter_map(|header| header.bytes()).collect::<Vec<_>>(), [b"1", b"2"]);
}

#[test]
fn odd_but_known_shapes() {
    // A name and a method in base64, as Ruby 1.9 wrote them; status of R; old answers of vcrpy to httpx.
    let text = "http_interactions:\n- request:\n    method: !binary |-\n      cG9zdA==\n    uri: http://h.test/u\n    body: {encoding: '', string: ''}\n    headers:\n      !binary \"QWNjZXB0\":\n      - !binary |-\n        Ki8q\n  response:\n    status: {status_code: 201, category: Success}\n    headers: {content-length: '2'}\n    body: {encoding: UTF-8, string: hi}\n  recorded_at: x\nrecorded_with: vcr/1.2.0, webmockr/0.9.0\n";
    let exchange = one(text);
    assert_eq!(exchange.request.method, "post");
    assert_eq!(exchange.request.headers.value("accept"), Observed::Present(&b"*/*"[..]));
    assert_eq!(
        (exchange.response.status, told(&exchange.response.body)),
        (Observed::Present(201), "hi".into())
    );
    let text = "interactions:\n- request: {method: GET, uri: 'http://h.test/u', headers: {}}\n  response: {status_code: 404, http_version: HTTP/1.1, headers: {}, content: no}\nversion: 1\n";
    assert_eq!(one(text).response.status, Observed::Present(404));
    let text = "interactions:\n- request: {method: GET, uri: 'http://h.test/u', headers: {}}\n  response: null\nversion: 1\n";
    assert_eq!(one(text).response.status.reason(), Some(Reason::NoResponse));
}

#[test]
fn aliases_of_headers_are_followed() {
    let text = "interactions:\n- request: {method: GET, uri: 'http://h.test/u', headers: &id001 {A: [b]}}\n  response: &id002 {body: {string: ok}, headers: {}, status: {code: 200, message: OK}}\n- request: {method: GET, uri: 'http://h.test/v', headers: *id001}\n  response: *id002\nversion: 1\n";
    let found = all(text);
    assert_eq!(found[1].request.headers.value("a"), Observed::Present(&b"b"[..]));
    assert_eq!(told(&found[1].response.body), "ok");
}

#[test]
fn what_is_no_cassette_says_why_and_where() {
    let rows = [
        (
            "interactions:\n- request:\n    method: GET\n    uri: x\n- a: b\nversion: 1\n",
            "t:5:3 ",
            "without request",
        ),
        ("interactions:\n- request: {uri: x}\nversion: 1\n", "t:2:3 ", "without method"),
        ("interactions:\n- request: {method: GET}\nversion: 1\n", "t:2:3 ", "without uri"),
        (
            "interactions:\n- request: {method: GET, uri: x}\n  response: *x\nversion: 1\n",
            "t:3:13 ",
            "anchor",
        ),
        ("interactions: x\nversion: 1 # request:\n", "t:3:1 ", "last interaction"),
        (
            "{\"interactions\": [{\"request\": {\"method\": \"GET\", \"uri\": \"x\"}}, 1]}",
            "t:1:63 ",
            "without request",
        ),
    ];
    for (text, place, what) in rows {
        let error = read_all(text.as_bytes()).pop().unwrap().unwrap_err().to_string();
        assert!(error.contains(place) && error.contains(what), "{text}: {error}");
    }
}
