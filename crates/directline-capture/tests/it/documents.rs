//! JSON documents of traffic: reports of Newman, journals of `WireMock`.

use crate::common::{corpus, exchanges, read_all, told};
use directline_capture::{Capture, Format, Input, Limits, ReadError, Recorded, open};
use directline_exchange::{Exchange, Headers, Observed, Reason};
use serde_json::{Value, json};

fn sample(path: &str) -> Capture {
    open(&Input::file(&corpus("captures").join(path)), &Limits::default()).unwrap()
}

/// Header fields without regard to their order, which a map does not keep.
fn named(headers: &Headers) -> Vec<(String, Option<Vec<u8>>)> {
    let mut all: Vec<_> =
        headers.iter().map(|field| (field.name.to_string(), field.bytes().map(<[u8]>::to_vec))).collect();
    all.sort();
    all
}

fn only(document: &Value) -> Exchange {
    let mut all = read_all(document.to_string().as_bytes());
    assert_eq!(all.len(), 1, "{document}");
    all.remove(0).unwrap_or_else(|error| panic!("{document}: {error}")).exchange
}

/// All three files hold one run.
#[test]
fn the_report_the_journal_and_the_flow_file_of_one_run_are_the_same_exchanges() {
    let flows = exchanges(sample("mitmproxy/requests.mitm"));
    for (path, format) in
        [("newman/report.json", Format::Newman), ("wiremock/journal.json", Format::WireMockJournal)]
    {
        let capture = sample(path);
        assert_eq!(capture.format(), format);
        assert!(!capture.health().is_expectation && !capture.health().unseen.is_empty());
        let found = exchanges(capture);
        assert_eq!(found.len(), 9);
        for (index, (found, flow)) in found.iter().zip(&flows).enumerate() {
            let (found, flow) = (&found.exchange, &flow.exchange);
            let at = format!("{path} {index}");
            assert_eq!(found.request.method, flow.request.method, "{at}");
            assert_eq!(found.request.target.written, flow.request.target.written, "{at}");
            let body = told(&found.request.body);
            let media_type = flow.request.headers.get("content-type");
            let held = format == Format::WireMockJournal || !(3..=5).contains(&index);
            assert_eq!(
                body,
                if held { told(&flow.request.body) } else { "body-not-recorded".into() },
                "{at}"
            );
            let multipart =
                media_type.present().is_some_and(|field| field.bytes().unwrap().starts_with(b"multipart"));
            if held || !multipart {
                assert_eq!(named(&found.request.headers), named(&flow.request.headers), "{at}");
            } else {
                assert_eq!(
                    found.request.headers.get("content-type").reason(),
                    Some(Reason::NotRecorded),
                    "{at}"
                );
            }
            assert_eq!(found.response.status, flow.response.status, "{at}");
            assert_eq!(named(&found.response.headers), named(&flow.response.headers), "{at}");
            assert_eq!(told(&found.response.body), told(&flow.response.body), "{at}");
            assert_eq!(found.source.index, index);
            let took = found.took.present().unwrap();
            assert!(took.abs_diff(*flow.took.present().unwrap()) <= 500_000, "{at}");
        }
    }
}

#[test]
fn a_journal_is_read_from_its_end_which_came_first() {
    let found = exchanges(sample("wiremock/journal.json"));
    let times: Vec<i64> =
        found.iter().map(|found| found.exchange.started.present().unwrap().unix_nanos).collect();
    assert!(times.is_sorted(), "{times:?}");
    let lines: Vec<u64> = found.iter().map(|found| found.places.position_of_entry().line).collect();
    assert!(lines.is_sorted_by(|first, second| first > second), "{lines:?}");
}

/// What stands at the place of a datum is that datum, or its beginning.
#[test]
fn data_stand_where_they_are_said_to() {
    for path in ["newman/report.json", "wiremock/journal.json"] {
        let file = std::fs::read(corpus("captures").join(path)).unwrap();
        let mut checked = 0;
        for recorded in exchanges(sample(path)) {
            let mut check = |origin, byte, datum: &[u8]| {
                let place = recorded.places.locate(origin, byte);
                let at = usize::try_from(place.offset).unwrap();
                assert!(file[at..].starts_with(datum), "{place}: {}", datum.escape_ascii());
                assert_eq!(file[..at].split(|byte| *byte == b'\n').count() as u64, place.line);
                checked += 1;
            };
            let (request, response) = (&recorded.exchange.request, &recorded.exchange.response);
            check(&request.method_origin, 0, request.method.as_bytes());
            let target = &request.target;
            check(&target.origin, "https://".len(), b"directline");
            let last = target.written.rsplit(['/', '=']).next().unwrap();
            check(&target.origin, target.written.len() - last.len(), last.as_bytes());
            check(&response.status_origin, 0, response.status.present().unwrap().to_string().as_bytes());
            for field in request.headers.iter().chain(&response.headers) {
                check(&field.name_origin, 0, field.name.as_bytes());
                let plain = field.bytes().unwrap().split(|byte| *byte == b'"').next().unwrap();
                check(&field.value_origin, 0, plain);
            }
            let Some(content) = response.body.present() else { continue };
            if path.starts_with("newman") {
                let middle = content.bytes.len() / 2;
                check(&content.origin, middle, format!("{},", content.bytes[middle]).as_bytes());
            }
        }
        assert!(checked > 150, "{checked}");
    }
}

fn report(request: &Value, response: &Value) -> Value {
    json!({"collection": {"info": {}, "auth": {"type": "bearer"}}, "run": {"executions": [{"request": request, "response": response}]}})
}

#[test]
fn requests_of_reports() {
    let base = json!({"method": "POST", "header": [{"key": "Host", "value": "h"}]});
    let cases = [
        (json!({"url": "https://h/a?b=c"}), "https://h/a?b=c", "absent"),
        (json!({"url": {"protocol": "https", "host": "h", "path": "/a/b"}}), "https://h/a/b", "absent"),
        (
            json!({"url": {"protocol": "http", "host": ["h", "x"], "port": "8080", "path": ["a", ":id", ":no"],
                "variable": [{"key": "id", "value": "v"}],
                "query": [{"key": "q", "value": "a b"}, {"key": "x", "value": "y", "disabled": true}, {"key": "n", "value": null}]},
                "body": {"mode": "raw", "raw": "{{\"}}"}}),
            "http://h.x:8080/a/v/{{no}}?q=a%20b&n",
            "{{\\\"}}",
        ),
        (json!({"url": "/a", "body": {"mode": "formdata", "formdata": []}}), "/a", "body-not-recorded"),
        (json!({"url": "/a", "body": {"mode": "file", "file": {"src": "x"}}}), "/a", "body-not-recorded"),
        (json!({"url": "/a", "body": {"mode": "raw"}}), "/a", "absent"),
    ];
    for (parts, url, body) in cases {
        let mut request = base.clone();
        request.as_object_mut().unwrap().extend(parts.as_object().unwrap().clone());
        let exchange = only(&report(&request, &Value::Null));
        assert_eq!(
            (exchange.request.target.written.as_str(), told(&exchange.request.body).as_str()),
            (url, body)
        );
        assert_eq!(
            exchange.request.target.host.present().map(String::as_str),
            Some(if url.contains("h.x") { "h.x" } else { "h" })
        );
        assert_eq!(exchange.response.status.reason(), Some(Reason::NoResponse));
        // The collection adds a credential that the report may not have.
        assert_eq!(exchange.request.headers.get("authorization").reason(), Some(Reason::NotRecorded));
    }
}

#[test]
fn answers_of_reports() {
    let request = json!({"method": "GET", "url": "https://h/a", "auth": {"type": "noauth"}});
    for (answer, body) in [
        (json!({"stream": {"type": "Buffer", "data": [123, 0, 255]}}), "{\\x00\\xff"),
        (json!({"stream": {"type": "Buffer", "data": []}}), "absent"),
        (json!({"stream": {"type": "Buffer", "data": [256]}}), "body-lossy"),
        (json!({"body": "{}"}), "{}"),
        (json!({}), "body-not-recorded"),
    ] {
        let mut response = json!({"code": 200, "header": [{"key": "A", "value": "b"}], "responseTime": 12});
        response.as_object_mut().unwrap().extend(answer.as_object().unwrap().clone());
        let exchange = only(&report(&request, &response));
        assert_eq!(told(&exchange.response.body), body, "{answer}");
        assert_eq!(exchange.took, Observed::Present(12_000_000));
        assert!(exchange.request.headers.get("authorization").is_absent());
    }
}

#[test]
fn entries_of_journals() {
    let request = json!({"method": "POST", "url": "/a?b", "headers": {"Host": "h:1", "X": ["1", "2"]}, "loggedDate": 1_795_248_755_997_i64});
    let journal =
        |request: &Value, response: &Value| json!({"requests": [{"request": request, "response": response}]});
    for (stored, body) in [
        (json!({"body": "a\u{fffd}", "bodyAsBase64": "Yf8="}), "a\\xff"),
        (json!({"body": "a\u{fffd}"}), "a\\xef\\xbf\\xbd [1..4 body-lossy]"),
        (json!({"body": "abc"}), "abc"),
        (json!({"body": "", "bodyAsBase64": ""}), "absent"),
        (json!({}), "absent"),
    ] {
        let mut request = request.clone();
        request.as_object_mut().unwrap().extend(stored.as_object().unwrap().clone());
        let exchange = only(&journal(&request, &json!({"status": 204, "headers": {}})));
        assert_eq!(told(&exchange.request.body), body, "{stored}");
        assert_eq!(exchange.request.target.host.present().map(String::as_str), Some("h"));
        assert_eq!(exchange.request.headers.all("x").count(), 2);
        assert_eq!(exchange.started.present().unwrap().written, "2026-11-21T08:12:35.997Z");
        assert_eq!(exchange.response.status, Observed::Present(204));
    }
    // The answer of /__admin/requests/find lists requests alone.
    let exchange = only(&json!({"requests": [request]}));
    assert_eq!(exchange.response.status.reason(), Some(Reason::NotRecorded));
    assert_eq!(read_all(br#"{"requests": [], "requestJournalDisabled": false}"#).len(), 0);
}

/// The whole exchanges before a cut, then an error with its place.
#[test]
fn every_cut_gives_what_stands_before_it() {
    let entry = |path: &str| json!({"request": {"method": "GET", "url": path, "headers": {"Host": "h"}}, "response": {"status": 204}});
    let text = json!({"meta": 1, "requests": [entry("/1"), entry("/2"), entry("/3")]}).to_string();
    let ends: Vec<usize> = [1, 2, 3]
        .iter()
        .map(|n| {
            text.find(&format!("/{n}")).map(|at| at + text[at..].find("204}}").unwrap_or(0) + 5).unwrap()
        })
        .collect();
    // serde_json writes members in the order of their names: request before response.
    for end in 0..text.len() {
        let all: Vec<Result<Recorded, ReadError>> = read_all(&text.as_bytes()[..end]);
        let good = all.iter().filter(|outcome| outcome.is_ok()).count();
        let whole = ends.iter().filter(|whole| **whole <= end).count();
        assert_eq!(good, whole, "{end}");
        assert_eq!(all.len(), whole + 1, "{end}");
        let error = all.last().unwrap().as_ref().unwrap_err();
        if whole > 0 {
            assert!(matches!(error, ReadError::Truncated { .. }), "{end}: {error}");
            assert!(error.position().unwrap().offset <= end as u64);
        }
    }
}

#[test]
fn every_flipped_bit_ends_in_exchanges_or_an_error() {
    let request = json!({"method": "POST", "url": {"host": ["h"], "path": ["a"], "query": [{"key": "a", "value": "b"}]},
        "header": [{"key": "A", "value": "b"}], "body": {"mode": "raw", "raw": "{}"}});
    let response = json!({"code": 200, "header": [], "stream": {"type": "Buffer", "data": [1, 2]}});
    let journal = json!({"requests": [{"request": {"method": "GET", "url": "/", "bodyAsBase64": "YQ=="}, "response": {"status": 200, "body": "a"}}]});
    for text in [report(&request, &response).to_string(), journal.to_string()] {
        let mut bytes = text.into_bytes();
        for at in 0..bytes.len() {
            for bit in 0..8 {
                bytes[at] ^= 1 << bit;
                let _ = read_all(&bytes);
                bytes[at] ^= 1 << bit;
            }
        }
    }
}
