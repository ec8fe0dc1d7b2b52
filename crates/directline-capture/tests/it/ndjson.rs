//! NDJSON: strict reading, a bad line costs itself only, and writing loses nothing.

use std::io::Read as _;

use crate::common::{one, read_all, told};
use directline_capture::{Format, Limits, ReadError, ndjson, open_bytes, open_reader};
use directline_exchange::{
    Body, Content, Exchange, Fidelity, FramingDefect, FramingKind, Gap, Header, HeaderValue, Headers, Intent,
    Observed, Origin, Reason, Response, Started, Target,
};
use proptest::prelude::*;

#[test]
fn lines_are_read() {
    let line = r#"{"method":"POST","url":"/api/conversations","http_version":"HTTP/1.1","started":"2026-01-02T03:04:05Z","took_ms":12.5,"request":{"headers":[["Host","h"],["Authorization",{"scheme":"Bearer"}],["Cookie",null,"not-recorded"],["X",{"b64":"/w=="}]],"body_text":"{}","observed":{"header:Date":"redacted-by-exporter"}},"response":{"status":200,"headers":[],"body_b64":"e30=","body_gaps":[[1,2,"body-lossy"]],"body_fidelity":"value-only","observed":{"headers":"headers-partial"}},"source":"a.har#3"}"#;
    let exchange = one(line);
    assert_eq!(exchange.request.target.host.present().map(String::as_str), Some("h"));
    assert_eq!(exchange.started.present().map(|started| started.unix_nanos), Some(1_767_323_045_000_000_000));
    assert_eq!(exchange.took.present(), Some(&12_500_000));
    let values: Vec<_> = exchange.request.headers.iter().map(|field| field.value.clone()).collect();
    assert_eq!(
        values,
        [
            HeaderValue::Seen(b"h".into()),
            HeaderValue::SchemeOnly { scheme: "Bearer".into(), reason: Reason::RedactedByExporter },
            HeaderValue::Hidden(Reason::NotRecorded),
            HeaderValue::Seen(b"\xff".into()),
        ]
    );
    assert_eq!(exchange.request.headers.get("date").reason(), Some(Reason::RedactedByExporter));
    assert!(exchange.request.headers.get("accept").is_absent());
    assert_eq!(told(&exchange.request.body), "{}");
    assert_eq!(told(&exchange.response.body), "{} [1..2 body-lossy]");
    assert_eq!(exchange.response.body.present().unwrap().fidelity, Fidelity::ValueOnly);
    assert_eq!(exchange.response.headers.partial(), Some(Reason::HeadersPartial));
}

#[test]
fn what_is_missing_is_not_made_up() {
    let bare = one(r#"{"method":"GET","url":"http://h/"}"#);
    assert_eq!(bare.request.headers.partial(), Some(Reason::NotRecorded));
    assert_eq!(bare.request.body.reason(), Some(Reason::NotRecorded));
    assert_eq!(bare.response, Response::unrecorded(Reason::NoResponse));
    assert_eq!(bare.started.reason(), Some(Reason::NotRecorded));
    for body in ["", r#","body_text":null"#, r#","body_text":"""#, r#","body_b64":"""#] {
        let line = format!(r#"{{"method":"GET","url":"/","request":{{"headers":[]{body}}}}}"#);
        assert_eq!(told(&one(&line).request.body), "absent", "{line}");
    }
    let log =
        one(r#"{"method":"GET","url":"/x","response":{"status":204,"observed":{"body":"not-recorded"}}}"#);
    assert_eq!(
        (log.response.status, told(&log.response.body)),
        (Observed::Present(204), "not-recorded".into())
    );
    assert_eq!(log.response.headers.partial(), Some(Reason::NotRecorded));
}

#[test]
fn what_only_a_generator_knows_is_read() {
    let line = r#"{"method":"GET","url":"/","intent":"valid","response":{"status":"none","headers":[]}}"#;
    let exchange = one(line);
    assert_eq!((exchange.intent, exchange.response.status), (Intent::Valid, Observed::Absent));
    assert!(exchange.response.body.is_absent() && exchange.response.headers.get("date").is_absent());
    for (line, status) in [
        (r#"{"method":"GET","url":"/","intent":null,"response":{"status":null}}"#, Reason::NoResponse),
        (r#"{"method":"GET","url":"/","response":{"status":0}}"#, Reason::NoResponse),
        (
            r#"{"method":"GET","url":"/","response":{"observed":{"status":"not-recorded"}}}"#,
            Reason::NotRecorded,
        ),
    ] {
        let exchange = one(line);
        assert_eq!(
            (exchange.intent, exchange.response.status),
            (Intent::Unknown, Observed::NotObservable(status)),
            "{line}"
        );
    }
}

#[test]
fn an_entry_of_a_har_is_a_line_too() {
    let line = r#"{"startedDateTime":"2026-01-02T03:04:05Z","request":{"method":"GET","url":"http://h/","headers":[{"name":"Authorization","value":"<TOKEN>"}]},"response":{"status":200,"content":{"text":"{}"}},"time":1}"#;
    let exchange = one(line);
    assert_eq!(told(&exchange.response.body), "{}");
    assert!(exchange.request.headers.get("authorization").is_present());
    assert_eq!(exchange.took.present(), Some(&1_000_000));
    assert!(!one(&line.replace("\"time\":1", "\"time\":-1")).took.is_present());
}

/// Each row breaks one thing; the place is that of the marked character (`¦`).
#[test]
fn faults_are_refused_where_they_stand() {
    let rows = [
        (r#"{"method":"GET","url":"/",¦"urls":1}"#, "unknown member of an exchange"),
        (r#"{"method":"GET","url":"/","request":{¦"body":1}}"#, "unknown member of a request"),
        (r#"{"method":"GET","url":"/","request":{¦"status":1}}"#, "unknown member of a request"),
        (r#"¦{"method":"GET"}"#, "an exchange without url"),
        (r#"¦{"url":"/","method":""}"#, "an exchange without method"),
        (r#"{"method":¦7,"url":"/"}"#, "method is not a string"),
        (r#"{"method":"GET","url":"/","request":¦[]}"#, "a request is not a JSON object"),
        (r#"{"method":"GET","url":"/","intent":¦"invalid"}"#, "intent is not"),
        (r#"{"method":"GET","url":"/","intent":¦true}"#, "intent is not a string"),
        (r#"{"method":"GET","url":"/","response":{"status":¦"None"}}"#, "status is not a number"),
        (
            r#"{"method":"GET","url":"/","response":{"status":¦"none","observed":{"status":"no-response"}}}"#,
            "status is both",
        ),
        (r#"{"method":"GET","url":"/","started":¦"soon"}"#, "started is not a time"),
        (r#"{"method":"GET","url":"/","took_ms":¦-1}"#, "took_ms is not a number of milliseconds"),
        (r#"{"method":"GET","url":"/","request":{"headers":¦{}}}"#, "headers is not a list"),
        (r#"{"method":"GET","url":"/","request":{"headers":[¦["a"]]}}"#, "a header is not"),
        (r#"{"method":"GET","url":"/","request":{"headers":[["a",¦1]]}}"#, "a header is not"),
        (r#"{"method":"GET","url":"/","request":{"headers":[["a",null,¦"x"]]}}"#, "not a reason"),
        (
            r#"{"method":"GET","url":"/","request":{"headers":[["a",¦"b","not-recorded"]]}}"#,
            "a header is not",
        ),
        (r#"{"method":"GET","url":"/","request":{"headers":[["a",{"b64":¦"*"}]]}}"#, "not base64"),
        (r#"{"method":"GET","url":"/","request":{"body_b64":¦"*"}}"#, "body_b64 is not base64"),
        (
            r#"{"method":"GET","url":"/","request":{"body_text":"a","body_b64":¦"YQ=="}}"#,
            "a body is given twice",
        ),
        (
            r#"{"method":"GET","url":"/","request":{"body_text":"a","body_gaps":[¦[0,2,"body-lossy"]]}}"#,
            "a gap is not",
        ),
        (
            r#"{"method":"GET","url":"/","request":{"body_text":"a","body_gaps":[[0,1,"body-lossy"],¦[0,1,"body-lossy"]]}}"#,
            "a gap is not",
        ),
        (
            r#"{"method":"GET","url":"/","request":{"body_text":"a","observed":{"body":¦"body-lossy"}}}"#,
            "the body is both",
        ),
        (r#"{"method":"GET","url":"/","request":{"observed":{¦"status":"no-response"}}}"#, "unknown datum"),
        (r#"{"method":"GET","url":"/","request":{"framing":[¦"odd"]}}"#, "not the name of a framing defect"),
        (r#"{"method":"GET","url":"/","response":{"status":¦99999}}"#, "status is not a number"),
        (
            r#"{"method":"GET","url":"/","response":{"status":¦200,"observed":{"status":"no-response"}}}"#,
            "status is both",
        ),
        (r#"{"method":"GET","url":"/",¦"url":"/"}"#, "member \"url\" occurs 2 times"),
        (r#"{"method":"GET","url":"¦\ud800"}"#, "half of a surrogate pair"),
        (r#"{"method":"GET","url":"/"¦,}"#, "a comma after the last entry"),
    ];
    let good = r#"{"method":"GET","url":"/good"}"#;
    for (line, what) in rows {
        let at = line.find('¦').unwrap();
        let text = format!("{good}\n\n{}\n{good}\n", line.replace('¦', ""));
        let all = read_all(text.as_bytes());
        assert_eq!(all.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true], "{line}");
        let Err(ReadError::Malformed { at: place, what: found }) = &all[1] else { panic!("{:?}", all[1]) };
        assert!(found.starts_with(what), "{line}: {found}");
        let column = line[..at].chars().count() as u64 + 1;
        assert_eq!((place.line, place.column), (3, column), "{line}: {found}");
        // The numbers of the others do not depend on it.
        assert_eq!(all[2].as_ref().unwrap().exchange.source.index, 2);
    }
}

#[test]
fn a_cut_or_overlong_line_says_so() {
    let text = "{\"method\":\"GET\",\"url\":\"/\"}\r\n{\"method\":\"GET\",\"url\":\"/";
    let all = read_all(text.as_bytes());
    assert!(matches!(&all[1], Err(ReadError::Truncated { at, .. }) if at.line == 2), "{all:?}");
    let line = "{\"method\":\"GET\",\"url\":\"/\"}";
    for (limit, fits) in [(line.len() - 1, false), (line.len(), true), (line.len() + 1, true)] {
        let limits = Limits { max_entry_bytes: limit, ..Limits::default() };
        let capture = open_bytes("t", format!("{line}\n{line}\n{line}").into_bytes(), &limits).unwrap();
        assert_eq!(capture.format(), Format::Ndjson);
        let all: Vec<bool> = capture.map(|found| found.is_ok()).collect();
        assert_eq!(all, [fits; 3], "{limit}");
    }
}

fn reason() -> impl Strategy<Value = Reason> {
    proptest::sample::select(Reason::ALL.to_vec())
}

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(any::<char>(), 0..8).prop_map(String::from_iter)
}

fn header() -> impl Strategy<Value = (String, HeaderValue)> {
    let seen = proptest::collection::vec(any::<u8>(), 0..8)
        .prop_map(|bytes| HeaderValue::Seen(bytes.trim_ascii().into()));
    let words = text().prop_map(|text| HeaderValue::Seen(text.trim().into()));
    let value = prop_oneof![
        seen,
        words,
        (text(), reason()).prop_map(|(scheme, reason)| HeaderValue::SchemeOnly { scheme, reason }),
        reason().prop_map(HeaderValue::Hidden),
    ];
    ("[A-Za-z-]{1,6}", value)
}

fn headers() -> impl Strategy<Value = Headers> {
    let fields = proptest::collection::vec(header(), 0..4);
    let withheld = proptest::collection::vec(("[a-z]{1,5}", reason()), 0..3);
    (fields, proptest::option::of(reason()), withheld).prop_map(|(fields, partial, withheld)| {
        let mut headers = Headers::new();
        for (name, value) in fields {
            let (name_origin, value_origin) = (Origin::default(), Origin::default());
            headers.add(Header { name: name.into(), value, name_origin, value_origin });
        }
        if let Some(reason) = partial {
            headers.mark_partial(reason);
        }
        // One statement per name: a JSON object cannot say more.
        let mut names = std::collections::BTreeSet::new();
        for (name, reason) in withheld {
            if names.insert(name.clone()) {
                headers.withhold(name, reason);
            }
        }
        headers
    })
}

fn body() -> impl Strategy<Value = Body> {
    let bytes = prop_oneof![
        proptest::collection::vec(any::<u8>(), 1..20),
        text().prop_filter_map("empty", |text| (!text.is_empty()).then(|| text.into_bytes())),
    ];
    let gaps = proptest::collection::vec((0..20_usize, 0..5_usize, reason()), 0..3);
    let content = (bytes, gaps, any::<bool>()).prop_map(|(bytes, parts, exact)| {
        let mut content = Content::exact(bytes);
        let mut at = 0;
        for (skip, length, reason) in parts {
            let start = (at + skip).min(content.bytes.len());
            let end = (start + length).min(content.bytes.len());
            content.gaps.push(Gap { range: start..end, reason });
            at = end;
        }
        content.fidelity = if exact { Fidelity::Exact } else { Fidelity::ValueOnly };
        Observed::Present(content)
    });
    prop_oneof![content, Just(Observed::Absent), reason().prop_map(Observed::NotObservable)]
}

fn framing() -> impl Strategy<Value = Vec<FramingDefect>> {
    let kinds = vec![
        FramingKind::BadStartLine,
        FramingKind::BareLineFeed,
        FramingKind::FoldedHeader,
        FramingKind::SpaceBeforeColon,
        FramingKind::NotAHeader,
        FramingKind::ControlCharacter,
        FramingKind::BadContentLength,
        FramingKind::LengthAndChunked,
        FramingKind::BadChunk,
        FramingKind::BadCoding,
        FramingKind::TrailingBytes,
        FramingKind::LengthMismatch { declared: u64::MAX, recorded: 0 },
    ];
    let defect =
        proptest::sample::select(kinds).prop_map(|kind| FramingDefect { kind, origin: Origin::default() });
    proptest::collection::vec(defect, 0..3)
}

pub(crate) fn exchange() -> impl Strategy<Value = Exchange> {
    let url = prop_oneof![
        Just("https://directline.botframework.com/api/conversations?a=b#c".to_owned()),
        Just("/api/conversations".to_owned()),
        text().prop_filter("a URL", |text| !text.is_empty()),
    ];
    let status = prop_oneof![
        (1..=u16::MAX).prop_map(Observed::Present),
        Just(Observed::Absent),
        reason().prop_map(Observed::NotObservable)
    ];
    let time = Started { written: "2026-01-02T03:04:05.5Z".into(), unix_nanos: 1_767_323_045_500_000_000 };
    let started = prop_oneof![Just(Observed::Present(time)), reason().prop_map(Observed::NotObservable)];
    let took = prop_oneof![
        reason().prop_map(Observed::NotObservable),
        (0..100_000_000_000_u64).prop_map(Observed::Present)
    ];
    let request = ("[A-Za-z]{1,7}", url, headers(), body(), framing());
    let response = (status, headers(), body(), framing());
    let intent = proptest::sample::select(vec![Intent::Unknown, Intent::Valid]);
    let hidden = (proptest::option::of(reason()), proptest::option::of(reason()));
    let rest = (intent, hidden);
    (request, response, started, took, rest).prop_map(|(request, response, started, took, rest)| {
        let (intent, (scheme, host)) = rest;
        let (method, url, headers, body, framing) = request;
        let mut target = Target::parse(&url);
        if let Some(host) = headers.value("host").present() {
            target = target.with_host(&String::from_utf8_lossy(host));
        }
        // What the URL says may be a filling.
        if let Some(scheme) = scheme.filter(|_| target.scheme.is_present()) {
            target.scheme = Observed::NotObservable(scheme);
        }
        if let Some(host) = host.filter(|_| target.host.is_present()) {
            (target.host, target.port) = (Observed::NotObservable(host), None);
        }
        let mut exchange = Exchange::new(method, target);
        exchange.started = started;
        exchange.took = took;
        exchange.intent = intent;
        exchange.request.headers = headers;
        exchange.request.body = body;
        exchange.request.framing = framing;
        let (status, headers, body, framing) = response;
        exchange.response = Response { status, status_origin: Origin::default(), headers, body, framing };
        exchange
    })
}

/// The same exchange without places.
pub(crate) fn placeless(mut exchange: Exchange) -> Exchange {
    let headers = |headers: &Headers| {
        let mut bare = Headers::new();
        for field in headers {
            let (name_origin, value_origin) = (Origin::default(), Origin::default());
            bare.add(Header { name_origin, value_origin, ..field.clone() });
        }
        headers.partial().into_iter().for_each(|reason| bare.mark_partial(reason));
        for (name, reason) in headers.withheld() {
            bare.withhold(name.as_str(), *reason);
        }
        bare
    };
    let body = |body: Body| body.map(|content| Content { origin: Origin::default(), ..content });
    let request = &mut exchange.request;
    request.method_origin = Origin::default();
    request.target.origin = Origin::default();
    request.headers = headers(&request.headers);
    request.body = body(request.body.clone());
    let response = &mut exchange.response;
    response.status_origin = Origin::default();
    response.headers = headers(&response.headers);
    response.body = body(response.body.clone());
    for defect in request.framing.iter_mut().chain(&mut response.framing) {
        defect.origin = Origin::default();
    }
    exchange.source = directline_exchange::Source { capture: "".into(), index: 0, origin: Origin::default() };
    exchange
}

proptest! {
    #[test]
    fn reading_what_was_written_gives_the_same(exchange in exchange()) {
        let mut line = Vec::new();
        ndjson::write_exchange(&mut line, &exchange).unwrap();
        prop_assert_eq!(line.iter().position(|byte| *byte == b'\n'), Some(line.len() - 1));
        let mut all = read_all(&line);
        prop_assert_eq!(all.len(), 1);
        let read = match all.remove(0) {
            Ok(read) => placeless(read.exchange),
            Err(error) => return Err(TestCaseError::fail(format!("{error}\n{}", String::from_utf8_lossy(&line)))),
        };
        prop_assert_eq!(read, placeless(exchange));
    }
}

/// JSON is read up to a length that no limit exceeds. The lines are never in a file.
#[test]
fn no_limit_reads_more_json_than_the_reader_can() {
    let most = Limits::MOST_JSON_BYTES;
    assert_eq!((Limits::default().max_entry_bytes, most), (268_435_455, 268_435_455));
    let (begin, end) = (r#"{"method":"GET","url":"/""#, "}\n{\"method\":\"GET\",\"url\":\"/\"}\n");
    let limits = Limits { max_entry_bytes: 1 << 30, ..Limits::default() };
    for (length, limits) in
        [(most - 1, &limits), (most, &limits), (most, &Limits::default()), (most + 1, &limits)]
    {
        let spaces = std::io::repeat(b' ').take((length - begin.len() - 1) as u64);
        let line = begin.as_bytes().chain(spaces).chain(end.as_bytes());
        let mut capture = open_reader("t", line, limits).unwrap();
        let first = capture.next().unwrap().map(drop);
        let second = capture.next().unwrap();
        assert!(second.is_ok() && capture.next().is_none(), "{second:?}");
        match first {
            Ok(()) => assert!(length <= most, "{length}"),
            Err(error) => {
                assert!(length > most && error.is_beyond_any_limit(), "{length}: {error}");
                let said =
                    "a line has more than 268435455 bytes; no more is read at once, split the recording";
                assert!(error.to_string().ends_with(said), "{error}");
            }
        }
    }
    let small = Limits { max_entry_bytes: 4, ..Limits::default() };
    let error =
        open_bytes("t", b"{\"method\":\"GET\"}\n".to_vec(), &small).unwrap().next().unwrap().unwrap_err();
    assert!(!error.is_beyond_any_limit() && error.to_string().ends_with("raise the limit"), "{error}");
}
