//! Flow files of mitmproxy: the recording of a real run, and small files built here.

use crate::common::{corpus, exchanges, read_all, told};
use directline_capture::{Capture, Format, Input, Limits, ReadError, Recorded, open, open_bytes};
use directline_exchange::{Exchange, Headers, Observed, Origin, Reason};
use proptest::prelude::*;

/// A value with its length and type.
fn tagged(data: impl AsRef<[u8]>, tag: u8) -> Vec<u8> {
    let data = data.as_ref();
    [data.len().to_string().as_bytes(), b":", data, &[tag]].concat()
}

fn text(data: impl AsRef<[u8]>) -> Vec<u8> {
    tagged(data, b',')
}

fn null() -> Vec<u8> {
    tagged("", b'~')
}

fn list(items: &[Vec<u8>]) -> Vec<u8> {
    tagged(items.concat(), b']')
}

fn dictionary(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let members: Vec<_> =
        members.iter().map(|(name, value)| [tagged(name, b';'), value.clone()].concat()).collect();
    tagged(members.concat(), b'}')
}

fn headers(fields: &[(&str, &str)]) -> Vec<u8> {
    let fields: Vec<_> = fields.iter().map(|(name, value)| list(&[text(name), text(value)])).collect();
    list(&fields)
}

/// A flow that a test changes.
#[derive(Clone)]
struct Flow {
    kind: &'static str,
    version: Vec<u8>,
    method: &'static str,
    path: &'static str,
    host: (&'static str, &'static str),
    authority: &'static str,
    sni: Vec<u8>,
    fields: Vec<(&'static str, &'static str)>,
    content: Vec<u8>,
    response: Option<(&'static str, Vec<(&'static str, &'static str)>, Vec<u8>)>,
    error: Vec<u8>,
}

impl Flow {
    fn new() -> Self {
        Self {
            kind: "http",
            version: tagged("21", b'#'),
            method: "POST",
            path: "/api/conversations",
            host: ("127.0.0.1", "18443"),
            authority: "",
            sni: null(),
            fields: vec![("Host", "h.example"), ("Content-Length", "2")],
            content: text("{}"),
            response: Some(("200", vec![("Content-Length", "3")], text("[1]"))),
            error: null(),
        }
    }

    fn bytes(&self) -> Vec<u8> {
        let request = dictionary(&[
            ("method", text(self.method)),
            ("scheme", text("https")),
            ("host", tagged(self.host.0, b';')),
            ("port", tagged(self.host.1, b'#')),
            ("path", text(self.path)),
            ("authority", text(self.authority)),
            ("headers", headers(&self.fields)),
            ("content", self.content.clone()),
            ("timestamp_start", tagged("1795248755.5", b'^')),
        ]);
        let response = self.response.as_ref().map_or_else(null, |(status, fields, content)| {
            dictionary(&[
                ("status_code", tagged(status, b'#')),
                ("headers", headers(fields)),
                ("content", content.clone()),
                ("timestamp_end", tagged("1795248755.75", b'^')),
            ])
        });
        dictionary(&[
            ("type", tagged(self.kind, b';')),
            ("version", self.version.clone()),
            ("request", request),
            ("response", response),
            ("server_conn", dictionary(&[("sni", self.sni.clone())])),
            ("error", self.error.clone()),
        ])
    }

    fn read(&self) -> Recorded {
        let mut all = read_all(&self.bytes());
        assert_eq!(all.len(), 1);
        all.remove(0).unwrap_or_else(|error| panic!("{error}"))
    }
}

fn sample(path: &str) -> Capture {
    open(&Input::file(&corpus(path)), &Limits::default()).unwrap()
}

fn named(headers: &Headers) -> Vec<(String, Option<Vec<u8>>)> {
    headers.iter().map(|field| (field.name.to_string(), field.bytes().map(<[u8]>::to_vec))).collect()
}

fn nanos(exchange: &Exchange) -> i64 {
    exchange.started.present().unwrap().unix_nanos
}

/// The two files hold one run. The HAR rounds times to microseconds, and says of the first request of a connection how
/// long it took with the connection.
#[test]
fn the_flow_file_and_the_har_of_one_run_are_the_same_exchanges() {
    let capture = sample("captures/mitmproxy/requests.mitm");
    assert_eq!(capture.format(), Format::Mitmproxy);
    assert_eq!(capture.health().producer.as_deref(), Some("mitmproxy"));
    let flows = exchanges(capture);
    let entries = exchanges(sample("recorded/har/mitmproxy-requests.har"));
    assert_eq!((flows.len(), entries.len()), (25, 25));
    for (index, (flow, entry)) in flows.iter().zip(&entries).enumerate() {
        let (flow, entry) = (&flow.exchange, &entry.exchange);
        assert_eq!(flow.request.method, entry.request.method);
        assert_eq!(flow.request.target.written, entry.request.target.written);
        assert_eq!(named(&flow.request.headers), named(&entry.request.headers), "{index}");
        assert_eq!(told(&flow.request.body), told(&entry.request.body), "{index}");
        assert_eq!(flow.response.status, entry.response.status);
        assert_eq!(named(&flow.response.headers), named(&entry.response.headers), "{index}");
        assert_eq!(told(&flow.response.body), told(&entry.response.body), "{index}");
        assert!(nanos(flow).abs_diff(nanos(entry)) <= 500, "{index}");
        let (shorter, longer) = (flow.took.present().unwrap(), entry.took.present().unwrap());
        assert!(index == 0 || shorter.abs_diff(*longer) <= 1000, "{index}: {shorter} {longer}");
        assert_eq!((flow.source.index, entry.source.index), (index, index));
    }
}

/// What stands at the place of a datum is that datum.
#[test]
fn data_stand_where_they_are_said_to() {
    let path = corpus("captures/mitmproxy/requests.mitm");
    let file = std::fs::read(&path).unwrap();
    let mut checked = 0;
    for recorded in exchanges(sample("captures/mitmproxy/requests.mitm")) {
        let mut check = |origin: &Origin, byte: usize, datum: &[u8]| {
            let place = recorded.places.locate(origin, byte);
            let at = usize::try_from(place.offset).unwrap();
            assert!(file[at..].starts_with(datum), "{place}: {}", datum.escape_ascii());
            let line = file[..at].split(|byte| *byte == b'\n').count();
            assert_eq!(place.line, line as u64);
            checked += 1;
        };
        let (request, response) = (&recorded.exchange.request, &recorded.exchange.response);
        check(&request.method_origin, 0, request.method.as_bytes());
        let target = &request.target;
        check(&target.origin, 0, b"https");
        check(&target.origin, "https://".len(), b"directline.botframework.com");
        check(&target.origin, target.path_at, target.path.as_bytes());
        check(&response.status_origin, 0, response.status.present().unwrap().to_string().as_bytes());
        for field in request.headers.iter().chain(&response.headers) {
            check(&field.name_origin, 0, field.name.as_bytes());
            check(&field.value_origin, 0, field.bytes().unwrap());
        }
        let coded = response.headers.get("content-encoding").is_present();
        let body = response.body.present().filter(|_| !coded);
        for content in [request.body.present(), body].into_iter().flatten() {
            check(&content.origin, 1, &content.bytes[1..]);
        }
        if let Some(content) = response.body.present().filter(|_| coded) {
            check(&content.origin, content.bytes.len() / 2, &[0x1f, 0x8b]);
        }
    }
    assert!(checked > 500, "{checked}");
}

#[test]
fn the_host_is_the_one_that_the_client_meant() {
    let none: &[(&str, &str)] = &[("Content-Length", "2")];
    let host: &[(&str, &str)] = &[("host", " h.example:8443 ")];
    let bad: &[(&str, &str)] = &[("Host", "a/b")];
    let name = || tagged("sni.example", b';');
    for (fields, authority, sni, server, expected) in [
        (host, "a.example", name(), ("127.0.0.1", "443"), "https://h.example:8443/api/conversations"),
        (none, "a.example:444", name(), ("127.0.0.1", "443"), "https://a.example:444/api/conversations"),
        (bad, "a.example", name(), ("127.0.0.1", "443"), "https://a.example/api/conversations"),
        (none, "", name(), ("127.0.0.1", "18443"), "https://sni.example/api/conversations"),
        (none, "", null(), ("127.0.0.1", "18443"), "https://127.0.0.1:18443/api/conversations"),
        (none, "", null(), ("::1", "443"), "https://[::1]/api/conversations"),
    ] {
        let flow = Flow { fields: fields.to_vec(), authority, sni, host: server, ..Flow::new() };
        assert_eq!(flow.read().exchange.request.target.written, expected);
    }
    let tunnel = Flow { method: "CONNECT", path: "", authority: "h:443", ..Flow::new() }.read();
    assert_eq!(tunnel.exchange.request.target.written, "h:443");
}

type Row<'r> = (&'r str, &'r [(&'static str, &'static str)], Vec<u8>, Vec<u8>, &'r str);

#[test]
fn bodies_are_exact_coded_or_not_kept() {
    // The bytes of `printf '{"a":1}' | gzip -n`.
    let gzip = [
        0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xab, 0x56, 0x4a, 0x54, 0xb2, 0x32, 0xac, 5, 0, 0xaf, 0xac, 0x1b,
        0x56, 7, 0, 0, 0,
    ];
    let rows: [Row<'_>; 11] = [
        ("200", &[("Content-Length", "3")], text("abc"), null(), "abc"),
        ("200", &[], text(b"a\0\n\xff"), null(), "a\\x00\\n\\xff"),
        ("200", &[("Content-Encoding", "gzip")], text(gzip), null(), "{\\\"a\\\":1}"),
        ("200", &[("Content-Encoding", "gzip")], text("{}"), null(), "{}"),
        ("200", &[("Content-Encoding", "x-unknown")], text("{}"), null(), "unsupported-coding"),
        ("200", &[("Content-Length", "5")], null(), null(), "body-not-recorded"),
        ("204", &[], null(), null(), "absent"),
        ("200", &[("Content-Length", "0")], null(), null(), "absent"),
        ("200", &[("Content-Length", "0")], text(""), null(), "absent"),
        ("200", &[("Content-Length", "5")], text("abc"), null(), "abc [3..3 body-truncated]"),
        (
            "200",
            &[("Transfer-Encoding", "chunked")],
            text(""),
            dictionary(&[("msg", tagged("x", b';'))]),
            "body-not-recorded",
        ),
    ];
    for (status, fields, content, error, expected) in rows {
        let response = Some((status, fields.to_vec(), content));
        let exchange = Flow { response, error, ..Flow::new() }.read().exchange;
        assert_eq!(told(&exchange.response.body), expected);
    }
}

#[test]
fn without_response_there_is_none() {
    let error = dictionary(&[("msg", tagged("connection closed", b';')), ("timestamp", tagged("1.5", b'^'))]);
    let exchange = Flow { response: None, error, ..Flow::new() }.read().exchange;
    assert_eq!(exchange.response.status.reason(), Some(Reason::NoResponse));
    assert_eq!(exchange.response.headers.get("date").reason(), Some(Reason::NoResponse));
    assert_eq!(exchange.took, Observed::NotObservable(Reason::NotRecorded));
    let whole = Flow::new().read().exchange;
    assert_eq!(whole.took, Observed::Present(250_000_000));
    assert_eq!(whole.started.present().unwrap().written, "2026-11-21T08:12:35.5Z");
}

#[test]
fn other_protocols_are_passed_over_and_old_versions_refused() {
    let file = [Flow { kind: "tcp", ..Flow::new() }, Flow::new(), Flow { kind: "websocket", ..Flow::new() }];
    let all = read_all(&file.iter().flat_map(Flow::bytes).collect::<Vec<_>>());
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].as_ref().unwrap().exchange.source.index, 0);
    for (version, read) in [
        (tagged("8", b'#'), false),
        (tagged("9", b'#'), true),
        (tagged("99", b'#'), true),
        (list(&[tagged("0", b'#'), tagged("18", b'#')]), false),
    ] {
        let all = read_all(&Flow { version, ..Flow::new() }.bytes());
        match &all[..] {
            [Ok(_)] => assert!(read),
            [Err(ReadError::UnsupportedFormat { advice, .. })] => {
                assert!(!read && advice.contains("save it again"));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_damaged_flow_costs_nothing_but_itself() {
    let good = Flow::new().bytes();
    let bad = dictionary(&[("type", text("http")), ("version", tagged("21", b'#'))]);
    let all = read_all(&[good.clone(), bad, good.clone()].concat());
    let kinds: Vec<bool> = all.iter().map(Result::is_ok).collect();
    assert_eq!(kinds, [true, false, true]);
    assert_eq!(all[2].as_ref().unwrap().exchange.source.index, 2);
    let place = all[1].as_ref().unwrap_err().position().unwrap().clone();
    assert!(place.offset >= good.len() as u64 && place.line == 1, "{place}");
    for most in [good.len() - 1, good.len(), good.len() + 1] {
        let limits = Limits { max_entry_bytes: most, ..Limits::default() };
        let mut capture = open_bytes("t", [good.clone(), good.clone()].concat(), &limits).unwrap();
        let first = capture.next().unwrap();
        assert_eq!(first.is_ok(), most >= good.len(), "{most}");
        if let Err(error) = first {
            assert!(matches!(error, ReadError::TooLarge { what: "a flow", .. }), "{error}");
        }
        assert_eq!((capture.count(), most), (1, most));
    }
}

/// Every cut: the whole flows before it, then an error with the place of the cut.
#[test]
fn every_cut_gives_what_stands_before_it() {
    let flow = Flow::new().bytes();
    let file = [flow.clone(), flow.clone()].concat();
    for end in 0..file.len() {
        let all = read_all(&file[..end]);
        let whole = end / flow.len();
        let good = all.iter().filter(|outcome| outcome.is_ok()).count();
        assert_eq!(good, whole, "{end}");
        let is_boundary = end > 0 && end % flow.len() == 0;
        assert_eq!(all.len(), whole + usize::from(!is_boundary), "{end}");
        if let Some(Err(error)) = all.last().filter(|_| end > 20) {
            assert!(matches!(error, ReadError::Truncated { .. }), "{end}: {error}");
            assert_eq!(error.position().unwrap().offset, end as u64);
        }
    }
}

#[test]
fn every_flipped_bit_gives_exchanges_or_an_error() {
    let mut file = Flow::new().bytes();
    for at in 0..file.len() {
        for bit in 0..8 {
            file[at] ^= 1 << bit;
            assert!(!read_all(&file).is_empty(), "{at} {bit}");
            file[at] ^= 1 << bit;
        }
    }
}

/// Values inside of each other are not read one inside of the other, and lengths that promise much cost nothing.
#[test]
fn hostile_files_end_soon() {
    let mut deep = null();
    for _ in 0..2000 {
        deep = list(&[deep]);
    }
    let flow = dictionary(&[("type", text("http")), ("version", tagged("21", b'#')), ("request", deep)]);
    assert!(read_all(&flow)[0].is_err());
    for file in ["999999999999:7:version;2:21#", "99999:7:version;2:21#"] {
        let all = read_all(file.as_bytes());
        assert!(matches!(&all[..], [Err(_)]), "{file}");
    }
}

proptest! {
    #[test]
    fn any_body_survives(body in proptest::collection::vec(any::<u8>(), 1..200)) {
        let length: &'static str = Box::leak(body.len().to_string().into_boxed_str());
        let fields = vec![("Content-Length", length)];
        let recorded = Flow { fields, content: text(&body), ..Flow::new() }.read();
        let content = recorded.exchange.request.body.present().unwrap();
        prop_assert_eq!(&content.bytes, &body);
    }
}
