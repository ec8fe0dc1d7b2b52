//! What a recording is, where recordings are, and what archives hold.

use std::fs;
use std::io::Write;

use crate::common::{corpus, exchanges, told};
use directline_capture::{Format, Input, Limits, ReadError, Walk, inputs, open, open_bytes, walk};
use directline_exchange::Reason;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn outcome(bytes: &[u8]) -> String {
    match open_bytes("t", bytes.to_vec(), &Limits::default()) {
        Ok(capture) => capture.format().name().to_owned(),
        Err(ReadError::Empty { .. }) => "empty".to_owned(),
        Err(ReadError::NotARecording { what, .. }) => format!("not: {what}"),
        Err(ReadError::UnsupportedFormat { what, .. }) => what.to_owned(),
        Err(ReadError::Truncated { what, .. }) => format!("cut: {what}"),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn formats_are_found_from_the_content() {
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let long = format!("{{\"version\": \"{}\", \"log\": {{\"entries\": []}}}}", "x".repeat(200_000));
    let rows: Vec<(Vec<u8>, &str)> = vec![
        (b"{\"log\":{\"entries\":[]}}".into(), "har"),
        (
            b"\xef\xbb\xbf\n {\n \"log\" : {".into(),
            "not: a JSON object without log.entries (HAR) that is no exchange on one line (NDJSON)",
        ),
        (b"\xef\xbb\xbf\n {\n \"log\" : {\"entries\": [".into(), "har"),
        (b"{\"log\":{\"entries\":[{\"a\":".into(), "har"),
        (b"{\"entries\":[]}".into(), "har"),
        (b"[{\"request\":{}}]".into(), "har"),
        (b"cb({\"log\":{\"entries\":[]}})".into(), "har"),
        (long.into(), "har"),
        (b"{\"method\":\"GET\",\"url\":\"/\"}".into(), "ndjson"),
        (b"\n\n{\"request\":{\"url\":\"/\"}}\n{}".into(), "ndjson"),
        (b"{\"url\":\"/\",\"method\":".into(), "ndjson"),
        (b"GET / HTTP/1.1\r\n".into(), "raw-http"),
        (b"POST https://h/api".into(), "http-file"),
        (b"HTTP/1.1 200 OK\r\n\r\n".into(), "raw-http"),
        (b"".into(), "empty"),
        (b" \r\n\t".into(), "empty"),
        (b"\xef\xbb\xbf".into(), "empty"),
        (b"# captures\n\nRecordings of".into(), "not: text that is neither JSON nor HTTP messages"),
        (b"\x7fELF\x02\x01\0\0".into(), "not: binary data"),
        (
            b"{\"a\":1}".into(),
            "not: a JSON object without log.entries (HAR) that is no exchange on one line (NDJSON)",
        ),
        (b"[]".into(), "not: a JSON array without entries"),
        (b"[1]".into(), "not: a JSON array whose elements are no entries of a HAR"),
        (utf16("\u{feff}{\"log\":1}"), "text in UTF-16"),
        (utf16("{\"log\":1}"), "text in UTF-16"),
        (b"\xd4\xc3\xb2\xa1\x02\0".into(), "a packet capture"),
        (b"\x0a\x0d\x0d\x0a\x1c\0".into(), "a packet capture"),
        (b"\x1f\x8b\x08\0".into(), "a gzip file"),
        (b"const nock = require('nock'); nock('https://h')".into(), "a nock program (.nock.js)"),
        (b"[{\"scope\":\"https://h:443\",\"method\":\"GET\",\"path\":\"/\"}]".into(), "nock"),
        (b"[{\"type\":\"message\",\"channelId\":\"x\"}]".into(), "a Bot Framework transcript"),
        (b"<?xml version=\"1.0\"?>\n<items burpVersion=\"1\">".into(), "burp"),
        (b"<items burpVersion=\"1\">".into(), "burp"),
        (b"<?xml version=\"1.0\"?><rss>".into(), "not: text that is neither JSON nor HTTP messages"),
        (b"WARC/1.0\r\n".into(), "warc"),
        (b"WARC/1.1".into(), "warc"),
        (b"WARC/".into(), "not: text that is neither JSON nor HTTP messages"),
        (
            b"{\"consumer\":{},\"provider\":{},\"interactions\":[]}".into(),
            "a Pact contract without interactions",
        ),
        (b"{\"info\":{},\"item\":[]}".into(), "a Postman collection without saved examples"),
        (b"1234:4:type;4:http;".into(), "mitmproxy"),
        (b"interactions:\n- request:".into(), "cassette"),
        (b"interactions:\n- request: {body: knock(s)}".into(), "cassette"),
        (b"---\nversion: 1\ninteractions:\n- request:\n    body: x".into(), "cassette"),
        (b"---\r\nhttp_interactions:\r\n- request:\r\n".into(), "cassette"),
        (b"# of May\ninteractions: []\nversion: 1\n".into(), "cassette"),
        (b"{\"http_interactions\": [], \"recorded_with\": \"betamax/0.8\"}".into(), "cassette"),
        (b"{\n  \"version\": 1, \"interactions\": [{\"request\":".into(), "cassette"),
        (b"--- \n- !ruby/struct:VCR::HTTPInteraction \n  request: x".into(), "a cassette of VCR 1"),
        (b"interactions:\n  hover: true\n".into(), "not: text that is neither JSON nor HTTP messages"),
        (b"* Connected to h\n> POST / HTTP/1.1".into(), "curl"),
        (b"### one\nGET /".into(), "http-file"),
        (b"PK\x03\x04nonsense".into(), "cut: the zip archive has no valid directory"),
    ];
    for (bytes, expected) in rows {
        assert_eq!(outcome(&bytes), expected, "{}", bytes[..bytes.len().min(60)].escape_ascii());
    }
}

/// The files of a HAR schema's test suite: one is valid by the standard, one is not (its log is empty).
#[test]
fn har_fixtures() {
    let file = |name: &str| {
        let capture = open(&Input::file(&corpus("har-fixtures/har").join(name)), &Limits::default());
        capture.map(|capture| (capture.format(), exchanges(capture).len()))
    };
    let (format, entries) = file("valid.json").unwrap();
    assert_eq!((format, entries > 0), (Format::Har, true));
    assert!(matches!(file("invalid.json"), Err(ReadError::NotARecording { .. })));
}

pub(crate) fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn har_with_file(names: &[&str]) -> Vec<u8> {
    let entries: Vec<String> = names.iter().map(|name| {
        format!(r#"{{"request":{{"method":"POST","url":"http://h/","headers":[{{"name":"a","value":"b"}}],"postData":{{"_file":"{name}"}}}}}}"#)
    }).collect();
    format!("{{\"log\":{{\"entries\":[{}]}}}}", entries.join(",")).into_bytes()
}

#[test]
fn archives_hold_a_har_and_its_bodies() {
    let har = har_with_file(&["a.json", "b/c.bin", "none", "../a.json", "zeros"]);
    let zeros = vec![0; 4 * 1024 * 1024];
    let members: [(&str, &[u8]); 5] =
        [("a.json", b"{}"), ("x.har", &har), ("b/c.bin", b"\xff!"), ("../a.json", b"no"), ("zeros", &zeros)];
    let capture = open_bytes("r.zip", zipped(&members), &Limits::default()).unwrap();
    assert_eq!(capture.format(), Format::HarZip);
    let all = exchanges(capture);
    let bodies: Vec<String> = all.iter().map(|found| told(&found.exchange.request.body)).collect();
    // The last one is a bomb: a thousand times larger than its compressed form.
    assert_eq!(bodies, ["{}", r"\xff!", "body-not-recorded", "body-not-recorded", "limit-reached"]);
    let body = all[1].exchange.request.body.present().unwrap();
    let place = all[1].places.locate(&body.origin, 1);
    assert_eq!((place.file.as_str(), place.offset, place.column), ("r.zip!/b/c.bin", 1, 2));
    let entry = all[1].places.position_of_entry();
    assert_eq!(entry.file, "r.zip!/x.har");
}

#[test]
fn archives_without_a_har_are_refused() {
    let unsupported = |members: &[(&str, &[u8])]| outcome(&zipped(members));
    assert_eq!(unsupported(&[("raw/1_c.txt", b"x")]), "saz");
    assert_eq!(unsupported(&[("raw/1_s.txt", b"x")]), "a zip archive without a .har file");
    assert_eq!(unsupported(&[("trace.network", b"x")]), "playwright-trace");
    assert_eq!(unsupported(&[("word/document.xml", b"x")]), "a zip archive without a .har file");
    // The flag of encryption, in both headers.
    let mut locked = zipped(&[("a.har", b"{}")]);
    locked[6] |= 1;
    let central = locked.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    locked[central + 8] |= 1;
    assert_eq!(outcome(&locked), "an encrypted zip archive");
}

#[test]
fn a_damaged_archive_ends_in_an_error() {
    let entry = r#"{"request":{"method":"GET","url":"http://h/?"}},"#;
    let entries: String = (0..2000).map(|number| entry.replace('?', &number.to_string())).collect();
    let har = format!("{{\"log\":{{\"entries\":[{entries}{}]}}}}", &entry[..entry.len() - 1]);
    let mut bytes = zipped(&[("a.har", har.as_bytes())]);
    let all = |bytes: &[u8]| open_bytes("t", bytes.to_vec(), &Limits::default()).unwrap().collect::<Vec<_>>();
    let whole = all(&bytes);
    assert!(whole.iter().all(Result::is_ok) && whole.len() == 2001);
    let middle = bytes.len() / 2;
    bytes[middle..middle + 64].fill(0xff);
    let damaged = all(&bytes);
    assert!(damaged.last().unwrap().is_err() && damaged.len() < 2001, "{}", damaged.len());
}

#[test]
fn bodies_beside_a_har_are_read_from_its_folder_only() {
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("in");
    fs::create_dir_all(inside.join("sub")).unwrap();
    fs::write(folder.path().join("secret"), "no").unwrap();
    fs::write(inside.join("sub/a.bin"), "yes").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("../secret", inside.join("link")).unwrap();
    let har = har_with_file(&["sub/a.bin", "link", "../secret", "sub", "none"]);
    fs::write(inside.join("r.har"), har).unwrap();
    let found = inputs(&[inside.join("r.har")]).remove(0).unwrap();
    let all = exchanges(open(&found, &Limits::default()).unwrap());
    let bodies: Vec<String> = all.iter().map(|found| told(&found.exchange.request.body)).collect();
    assert_eq!(
        bodies,
        ["yes", "body-not-recorded", "body-not-recorded", "body-not-recorded", "body-not-recorded"]
    );
    let body = all[0].exchange.request.body.present().unwrap();
    let place = all[0].places.locate(&body.origin, 2);
    assert!(place.file.ends_with("in/sub/a.bin"), "{place}");
    assert_eq!(place.column, 3);
}

fn names(walk: &Walk) -> Vec<String> {
    let end = |name: &str| name.rsplit('/').next().unwrap().to_owned();
    walk.inputs
        .iter()
        .map(|input| match input {
            Ok(input) => end(&input.name),
            Err(error) => format!("! {}", end(error.file())),
        })
        .collect()
}

#[test]
fn folders_are_walked_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let write = |name: &str, text: &str| {
        fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
        fs::write(root.join(name), text).unwrap();
    };
    write("z.har", "{\"log\":{\"entries\":[]}}");
    write("B.ndjson", "{\"method\":\"GET\",\"url\":\"/\"}");
    write("sub/deep/a.http", "GET / HTTP/1.1\r\n\r\n");
    write("pairs/1.req.bin", "GET / HTTP/1.1\r\n\r\n");
    write("pairs/1.res.bin", "HTTP/1.1 204 -\r\n\r\n");
    write("pairs/more.har", "{\"log\":{\"entries\":[]}}");
    write("README.md", "# read me");
    write("empty.har", "");
    let found = walk(&[root.to_owned()]);
    assert_eq!(names(&found), ["B.ndjson", "empty.har", "pairs", "more.har", "a.http", "z.har"]);
    let passed: Vec<&str> = found.passed_over.iter().map(|name| name.rsplit('/').next().unwrap()).collect();
    assert_eq!(passed, ["README.md"]);
    assert!(
        found.inputs.iter().all(|input| input.as_ref().unwrap().name.starts_with(root.to_str().unwrap()))
    );
    // A file that is given by name is taken as it is; what is wrong with it is said when it is opened.
    let given = walk(&[root.join("README.md"), root.join("none"), root.join("empty.har")]);
    assert_eq!(names(&given), ["README.md", "! none", "empty.har"]);
    let opened = open(given.inputs[2].as_ref().unwrap(), &Limits::default());
    assert!(matches!(opened, Err(ReadError::Empty { .. })));
    let bare = tempfile::tempdir().unwrap();
    fs::write(bare.path().join("x"), "y").unwrap();
    assert!(matches!(&inputs(&[bare.path().to_owned()])[..], [Err(ReadError::NothingToRead { .. })]));
}

#[cfg(unix)]
#[test]
fn links_that_leave_the_folder_are_not_followed() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("o.har"), "{\"log\":{\"entries\":[]}}").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::write(root.join("i.har"), "{\"log\":{\"entries\":[]}}").unwrap();
    symlink(outside.path().join("o.har"), root.join("out.har")).unwrap();
    symlink("i.har", root.join("in.har")).unwrap();
    symlink(".", root.join("loop")).unwrap();
    symlink("nowhere", root.join("dead")).unwrap();
    fs::create_dir(root.join("pairs")).unwrap();
    fs::write(root.join("pairs/1.req.bin"), "GET / HTTP/1.1\r\n\r\n").unwrap();
    symlink(outside.path().join("o.har"), root.join("pairs/1.res.bin")).unwrap();
    symlink(outside.path().join("o.har"), root.join("pairs/2.req.bin")).unwrap();
    let found = walk(&[root.to_owned()]);
    assert_eq!(names(&found), ["i.har", "in.har", "pairs"]);
    let pairs = open(found.inputs[2].as_ref().unwrap(), &Limits::default()).unwrap();
    let pairs: Vec<_> = exchanges(pairs).into_iter().map(|pair| pair.exchange.response.status).collect();
    assert_eq!(pairs, [directline_exchange::Observed::NotObservable(Reason::NoResponse)]);
    let passed: Vec<&str> = found.passed_over.iter().map(|name| name.rsplit('/').next().unwrap()).collect();
    assert_eq!(passed, ["dead", "loop", "out.har", "1.res.bin", "2.req.bin"]);
}

#[test]
fn limits_hold_at_the_edge() {
    let default = Limits::default();
    let body = |limits: &Limits| {
        let line = r#"{"method":"POST","url":"/","request":{"headers":[],"body_text":"12345"}}"#;
        let mut capture = open_bytes("t", line.into(), limits).unwrap();
        capture.next().unwrap().unwrap().exchange.request.body.reason()
    };
    for (most, reason) in [(4, Some(Reason::LimitReached)), (5, None), (6, None)] {
        assert_eq!(body(&Limits { max_body_bytes: most, ..default.clone() }), reason, "{most}");
    }
    for (most, reason) in [(1, Some(Reason::LimitReached)), (2, None), (3, None)] {
        let limits = Limits { max_headers: most, ..default.clone() };
        let raw = "GET / HTTP/1.1\r\na: 1\r\nb: 2\r\n\r\n";
        let har = r#"[{"request":{"method":"GET","url":"/","headers":[{"name":"a","value":"1"},{"name":"b","value":"2"}]}}]"#;
        let line = r#"{"method":"GET","url":"/","request":{"headers":[["a","1"],["b","2"]]}}"#;
        for text in [raw, har, line] {
            let mut capture = open_bytes("t", text.into(), &limits).unwrap();
            let headers = capture.next().unwrap().unwrap().exchange.request.headers;
            assert_eq!((headers.get("c").reason(), headers.iter().count()), (reason, most.min(2)), "{text}");
        }
    }
    let raw = b"GET / HTTP/1.1\r\n\r\n";
    for (most, fits) in [(raw.len() - 1, false), (raw.len(), true), (raw.len() + 1, true)] {
        let limits = Limits { max_entry_bytes: most, max_stdin_bytes: most, ..default.clone() };
        assert_eq!(open_bytes("t", raw.to_vec(), &limits).is_ok(), fits, "{most}");
        assert_eq!(directline_capture::open_reader("t", &raw[..], &limits).is_ok(), fits, "{most}");
    }
}

/// What is not read is named, and how to get something that is read is said.
#[test]
fn refusals_say_what_to_do() {
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let activity = r#"[{"type":"conversationUpdate","membersAdded":[],"recipient":{"id":"1"}}]"#;
    let charles = r#"[{"status":"COMPLETE","method":"GET","protocolVersion":"HTTP/1.1","scheme":"https","host":"h","path":"/","request":{}}]"#;
    let rows: Vec<(&str, Vec<u8>, &str, &str)> = vec![
        ("t", b"\xd4\xc3\xb2\xa1\x02\0".into(), "a packet capture", "mitmdump"),
        ("t", b"\x0a\x0d\x0d\x0a\x1c\0".into(), "a packet capture", "tshark"),
        ("t", b"import nock from 'nock'\nnock('https://h')".into(), "a nock program", "never run"),
        ("x.nock.js", b"module.exports = []".into(), "a nock program", "never run"),
        ("a.CHLS", b"\xac\xed\0\x05sr".into(), "a Charles session", "HTTP Archive"),
        (
            "t",
            b"<?xml version='1.0'?>\n<?charles serialisation-version='2.0' ?>".into(),
            "a Charles session",
            "HTTP Archive",
        ),
        ("t", charles.into(), "a Charles session (.chlsj)", "HTTP Archive"),
        ("a.proxymanlogv2", b"\0\x01\x02".into(), "a Proxyman log", "HAR"),
        ("a.proxymanlogv2", zipped(&[("a", b"b")]), "a Proxyman log", "HAR"),
        ("t", activity.into(), "a Bot Framework transcript", "activities, not HTTP"),
        ("t", wide("\u{feff}* Connected"), "text in UTF-16", "UTF-8"),
        ("t", wide("> GET / HTTP/1.1"), "text in UTF-16", "UTF-8"),
        ("t", big("GET / HTTP/1.1"), "text in UTF-16", "UTF-8"),
        (
            "t",
            b"curl 'https://h/api' \\\n  -H 'a: b' --data-raw '{}'".into(),
            "a curl command",
            "--trace FILE",
        ),
        ("t", b"$ curl -d '' https://h/api\n".into(), "a curl command", "--trace FILE"),
        ("t", b"curl ^\"https://h/api^\" ^\n".into(), "a curl command", "--trace FILE"),
    ];
    for (name, bytes, what, advice) in rows {
        let error = open_bytes(name, bytes, &Limits::default()).unwrap_err();
        assert!(matches!(error, ReadError::UnsupportedFormat { .. }), "{error}");
        let text = error.to_string();
        assert!(text.contains(what) && text.contains(advice), "{text}");
    }
    // A name alone refuses nothing that can be read.
    let har = br#"{"log": {"entries": []}}"#.to_vec();
    assert_eq!(open_bytes("a.proxymanlogv2", har, &Limits::default()).unwrap().format(), Format::Har);
    // A command with what it printed is a transcript.
    let pasted = b"$ curl -v http://h/a\n* Trying\n> GET /a HTTP/1.1\n> \n< HTTP/1.1 204 -\n< \n".to_vec();
    assert_eq!(open_bytes("t", pasted, &Limits::default()).unwrap().format(), Format::Curl);
}
