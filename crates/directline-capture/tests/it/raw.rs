//! Raw HTTP: framing, codings, defects, and files of several messages.

use std::fs;

use crate::common::{corpus, one, read_all, told};
use data_encoding::BASE64;
use directline_capture::{Format, Limits, ReadError, inputs, open};
use directline_exchange::{
    Exchange, Fidelity, FramingDefect, FramingKind, HeaderValue, Observed, Reason, Scheme,
};
use serde_json::Value;

fn kinds(defects: &[FramingDefect]) -> Vec<FramingKind> {
    defects.iter().map(|defect| defect.kind.clone()).collect()
}

#[test]
fn request_heads() {
    use FramingKind::{
        BadStartLine, BareLineFeed, ControlCharacter, FoldedHeader, NotAHeader, SpaceBeforeColon,
    };
    type Row<'r> = (&'r str, &'r [(&'r str, &'r str)], Vec<FramingKind>);
    let rows: Vec<Row<'_>> = vec![
        ("GET / HTTP/1.1\r\nA: 1\r\nb:2 \r\n\r\n", &[("A", "1"), ("b", "2")], vec![]),
        ("GET / HTTP/1.1\nA: 1\n\n", &[("A", "1")], vec![BareLineFeed]),
        ("GET / HTTP/1.1\nA: 1\nB: 2\n\n", &[("A", "1"), ("B", "2")], vec![BareLineFeed]),
        ("GET / HTTP/1.1\r\nA: 1\r\n 2\r\n\t3\r\n\r\n", &[("A", "1 2 3")], vec![FoldedHeader, FoldedHeader]),
        ("GET / HTTP/1.1\r\nA : 1\r\n\r\n", &[("A", "1")], vec![SpaceBeforeColon]),
        ("GET / HTTP/1.1\r\nA 1\r\nB: 2\r\n\r\n", &[("B", "2")], vec![NotAHeader]),
        ("GET / HTTP/1.1\r\nA B: 1\r\nC:\r\n\r\n", &[("C", "")], vec![NotAHeader]),
        ("GET / HTTP/1.1\r\n A: 1\r\n\r\n", &[], vec![NotAHeader]),
        ("GET / HTTP/1.1\r\nA: x\0y\r\n\r\n", &[("A", "x\0y")], vec![ControlCharacter]),
        ("GET / HTTP/1.1\r\nA: x\ry\r\n\r\n", &[("A", "x\ry")], vec![ControlCharacter]),
        ("GET / HTTP/1.1\r\nA: caf\u{e9}\r\n\r\n", &[("A", "café")], vec![]),
        ("GET  / HTTP/1.1\r\nA: 1\r\n\r\n", &[("A", "1")], vec![BadStartLine]),
        // Without a version it is text.
        ("GET /\nA: 1\n\n", &[("A", "1")], vec![]),
        ("\r\n\nGET / HTTP/1.1\r\n\r\n", &[], vec![]),
    ];
    for (text, fields, defects) in rows {
        let request = one(text).request;
        let found: Vec<_> =
            request.headers.iter().map(|h| (h.name.to_string(), h.text().unwrap().into_owned())).collect();
        let fields: Vec<_> = fields.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        assert_eq!(found, fields, "{text:?}");
        assert_eq!(kinds(&request.framing), defects, "{text:?}");
        assert_eq!((request.method.as_str(), request.target.path.as_str()), ("GET", "/"), "{text:?}");
    }
}

#[test]
fn request_bodies_and_their_framing() {
    use FramingKind::{
        BadChunk, BadCoding, BadContentLength, LengthAndChunked, LengthMismatch, TrailingBytes,
    };
    let short = LengthMismatch { declared: 9, recorded: 5 };
    let rows: Vec<(&str, &str, Vec<FramingKind>)> = vec![
        ("Content-Length: 5\r\n\r\nhello", "hello", vec![]),
        ("Content-Length: 0\r\n\r\n", "absent", vec![]),
        ("X: y\r\n\r\n", "absent", vec![]),
        ("Content-Length: 9\r\n\r\nhello", "hello [5..5 body-truncated]", vec![short]),
        ("Content-Length: 3\r\n\r\nhello", "hel", vec![LengthMismatch { declared: 3, recorded: 5 }]),
        ("Content-Length: x\r\n\r\nhello", "hello [5..5 body-lossy]", vec![BadContentLength, TrailingBytes]),
        ("Content-Length: +5\r\n\r\nhello", "hello [5..5 body-lossy]", vec![BadContentLength, TrailingBytes]),
        ("Content-Length: -1\r\n\r\n", "absent", vec![BadContentLength]),
        (
            "Content-Length: 5 5\r\n\r\nhello",
            "hello [5..5 body-lossy]",
            vec![BadContentLength, TrailingBytes],
        ),
        (
            "Content-Length: 18446744073709551616\r\n\r\nhello",
            "hello [5..5 body-lossy]",
            vec![BadContentLength, TrailingBytes],
        ),
        (
            "Content-Length: 18446744073709551615\r\n\r\n",
            "[0..0 body-truncated]",
            vec![LengthMismatch { declared: u64::MAX, recorded: 0 }],
        ),
        ("Content-Length: 5, 5\r\n\r\nhello", "hello", vec![BadContentLength]),
        (
            "Content-Length: 5\r\nContent-Length: 4\r\n\r\nhello",
            "hello [5..5 body-lossy]",
            vec![BadContentLength, TrailingBytes],
        ),
        ("\r\nhello", "hello", vec![TrailingBytes]),
        ("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "hello", vec![]),
        ("Transfer-Encoding: Chunked\r\n\r\n2\r\nhe\r\n3;x\r\nllo\r\n0\r\nT: v\r\n\r\n", "hello", vec![]),
        ("Transfer-Encoding: chunked\r\n\r\n5\r\nhel", "hel [3..3 body-truncated]", vec![BadChunk]),
        (
            "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\nhel",
            "hel [3..3 body-truncated]",
            vec![BadChunk],
        ),
        (
            "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            "hello",
            vec![LengthAndChunked],
        ),
        ("Transfer-Encoding: identity\r\nContent-Length: 5\r\n\r\nhello", "hello", vec![]),
        ("Content-Length: 2\r\nContent-Encoding: gzip\r\n\r\n{}", "{}", vec![BadCoding]),
        (
            "Content-Length: 2\r\nContent-Encoding: gzip\r\n\r\n\u{1f}\0",
            "unsupported-coding",
            vec![BadCoding],
        ),
        ("Content-Length: 2\r\nContent-Encoding: compress\r\n\r\n{}", "unsupported-coding", vec![]),
        ("Content-Length: 2\r\nContent-Encoding: identity\r\n\r\n{}", "{}", vec![]),
        ("[other headers]\r\n\r\n{\"text\": \"a\"}\r\n", r#"{\"text\": \"a\"}"#, vec![]),
        ("[other headers]\r\n\r\n[JPEG content]\r\n", "body-not-recorded", vec![]),
        ("Content-Length: 5", "body-not-recorded", vec![]),
    ];
    for (text, body, defects) in rows {
        let text = format!("POST /api/conversations HTTP/1.1\r\n{text}");
        // 0x1f is no byte of UTF-8 text in two bytes: make the gzip magic of it.
        let bytes: Vec<u8> = match text.find('\u{1f}') {
            Some(at) => [&text.as_bytes()[..=at], &[0x8b]].concat(),
            None => text.clone().into_bytes(),
        };
        let mut all = read_all(&bytes);
        assert_eq!(all.len(), 1, "{text:?}");
        let request = all.remove(0).unwrap().exchange.request;
        assert_eq!(told(&request.body).trim_start(), body, "{text:?}");
        assert_eq!(kinds(&request.framing), defects, "{text:?}");
    }
}

#[test]
fn responses_follow_their_requests() {
    type Row<'r> = (&'r str, &'r [(&'r str, Option<u16>, &'r str)]);
    let rows: [Row<'_>; 15] = [
        ("GET / HTTP/1.1\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", &[("GET", Some(200), "{}")]),
        ("GET / HTTP/1.1\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{}", &[("GET", Some(200), "{}")]),
        ("GET / HTTP/1.1\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", &[("GET", Some(204), "absent")]),
        (
            "GET / HTTP/1.1\r\n\r\nHTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n{}",
            &[("GET", Some(204), "{}")],
        ),
        (
            "GET / HTTP/1.1\r\n\r\nHTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n",
            &[("GET", Some(204), "absent")],
        ),
        (
            "HEAD / HTTP/1.1\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n",
            &[("HEAD", Some(200), "absent")],
        ),
        (
            "POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\nxHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\ny",
            &[("POST", Some(200), "y")],
        ),
        (
            "GET /1 HTTP/1.1\r\n\r\nHTTP/1.1 204 -\r\n\r\nGET /2 HTTP/1.1\r\n\r\nHTTP/1.1 404 -\r\nContent-Length: 0\r\n\r\n",
            &[("GET", Some(204), "absent"), ("GET", Some(404), "absent")],
        ),
        (
            "GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n",
            &[("GET", None, "no-response"), ("GET", None, "no-response")],
        ),
        (
            "GET /1 HTTP/1.1\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{}\r\n\r\nPUT /2 HTTP/1.1\r\n\r\n",
            &[("GET", Some(200), "{}\\r\\n\\r\\n"), ("PUT", None, "no-response")],
        ),
        (
            "POST /1\n[other headers]\n\n{}\n\nHTTP/1.1 200 OK\nA: b\n\n{\"a\": 1}\n",
            &[("POST", Some(200), r#"{\"a\": 1}"#)],
        ),
        (
            "POST /1 HTTP/1.1\nContent-Length: 99\n\n{}\nHTTP/1.1 204 No Content\n\n",
            &[("POST", Some(204), "absent")],
        ),
        (
            "GET / HTTP/1.1\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
            &[("GET", Some(200), "a"), ("GET", None, "no-response")],
        ),
        (
            "GET / HTTP/1.1\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na\r\n\r\n\r\n",
            &[("GET", Some(200), "a")],
        ),
        ("\u{feff}GET / HTTP/1.1\r\n\r\n", &[("GET", None, "no-response")]),
    ];
    for (text, expected) in rows {
        let all = read_all(text.as_bytes());
        let all: Vec<Exchange> = all.into_iter().map(|found| found.unwrap().exchange).collect();
        let told: Vec<_> = all
            .iter()
            .map(|found| {
                let response = &found.response;
                (found.request.method.clone(), response.status.present().copied(), told(&response.body))
            })
            .collect();
        let expected: Vec<_> =
            expected.iter().map(|(m, s, b)| ((*m).to_owned(), *s, (*b).to_owned())).collect();
        assert_eq!(told, expected, "{text:?}");
    }
}

#[test]
fn hosts_and_schemes_are_those_that_were_written() {
    let rows = [
        ("GET /a?b HTTP/1.1\r\nHost: H.example:8080\r\n\r\n", None, Some("h.example"), "/a"),
        (
            "GET https://H.example/a HTTP/1.1\r\nHost: other\r\n\r\n",
            Some(Scheme::Https),
            Some("h.example"),
            "/a",
        ),
        ("GET http://h HTTP/1.1\r\n\r\n", Some(Scheme::Http), Some("h"), "/"),
        ("GET /a HTTP/1.1\r\n\r\n", None, None, "/a"),
        ("GET /a HTTP/1.1\r\nHost: <host>\r\n\r\n", None, None, "/a"),
    ];
    for (text, scheme, host, path) in rows {
        let target = one(text).request.target;
        assert_eq!(target.scheme.present().copied(), scheme, "{text:?}");
        assert_eq!(target.host.present().map(String::as_str), host, "{text:?}");
        assert_eq!(target.path, path, "{text:?}");
        assert!(scheme.is_some() || target.scheme == Observed::NotObservable(Reason::NotRecorded));
    }
}

/// A terminal shows bodies decoded, indented and with its own line ends; that is no defect of the message.
#[test]
fn printed_messages() {
    let rows = [
        (
            "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n{\n    \"a\": 1\n}\n\n\n",
            "{\\n    \\\"a\\\": 1\\n}",
        ),
        ("Content-Length: 7\r\n\r\n{\n    \"a\": 1\n}\n\n", "{\\n    \\\"a\\\": 1\\n}"),
        (
            "Content-Length: 632\r\n\r\n+---+\n| NOTE: binary data not shown in terminal |\n+---+\n",
            "body-not-recorded",
        ),
        ("Content-Length: 5\r\n\r\n[1,2]\n\n\n", "[1,2]"),
    ];
    for (text, expected) in rows {
        let text = format!("GET / HTTP/1.1\r\n\r\n\n\nHTTP/1.1 200 OK\r\n{text}");
        let response = one(&text).response;
        assert_eq!(told(&response.body), expected, "{text:?}");
        assert_eq!(response.framing, [], "{text:?}");
        if let Some(content) = response.body.present() {
            let reworked = content.bytes.contains(&b'\n');
            assert_eq!(content.fidelity == Fidelity::ValueOnly, reworked, "{text:?}");
        }
    }
    // Without its CRs a body is shorter than was sent; that alone is no loss.
    for (length, cut) in [(6, false), (7, false), (9, false), (10, true)] {
        let text = format!("POST / HTTP/1.1\nContent-Length: {length}\n\na\nb\nc\n");
        let body = one(&text).request.body;
        assert_eq!(body.present().unwrap().gaps.is_empty(), !cut, "{length}");
    }
}

/// The request as "Send a message to the bot in Direct Line API 1.1, Send an activity" prints it.
#[test]
fn samples_of_documents_are_partial() {
    let text = "POST https://directline.botframework.com/api/conversations/abc123/messages\nAuthorization: Bearer RCurR_XV9ZA.cwA.BKA.iaJrC8xpy8qbOF5xnR2vtCX7CZj0LdjAPGfiCpg4Fv0\n[other headers]\n\n{\"text\": \"hello\"}\n";
    let request = one(text).request;
    assert!(request.headers.value("authorization").is_present());
    assert_eq!(request.headers.get("content-type").reason(), Some(Reason::HeadersPartial));
    assert_eq!(told(&request.body), r#"{\"text\": \"hello\"}"#);
    let hidden = one("GET /x HTTP/1.1\r\nAuthorization: Bearer SECRET_OR_TOKEN\r\n\r\n").request;
    let field = hidden.headers.all("authorization").next().unwrap();
    assert!(matches!(&field.value, HeaderValue::SchemeOnly { scheme, .. } if scheme == "Bearer"));
}

#[test]
fn a_head_without_end_shows_only_some_headers() {
    let request = one("POST / HTTP/1.1\r\nHost: h\r\nContent-Le").request;
    assert_eq!(request.headers.get("authorization").reason(), Some(Reason::HeadersPartial));
    assert_eq!(request.body.reason(), Some(Reason::BodyNotRecorded));
}

#[test]
fn what_is_no_message_is_an_error() {
    let rows = [
        (
            "HTTP/1.1 200 OK\r\n\r\n",
            0,
            "a response without a request before it, such as curl -i prints (curl -v and curl --trace FILE print both)",
            1,
        ),
        ("GET / HTTP/1.1\r\n\r\nHTTP/1.1 2\r\n\r\n", 0, "expected a status line (HTTP/1.1 200 OK)", 3),
        (
            "GET / HTTP/1.1\r\n\r\nHTTP/1.1 204 -\r\n\r\n!\r\n(\r\n",
            1,
            "expected a request line (METHOD TARGET HTTP/1.1)",
            7,
        ),
    ];
    for (text, good, what, line) in rows {
        let mut all = read_all(text.as_bytes());
        let last = all.pop().unwrap();
        let Err(ReadError::Malformed { at, what: found }) = last else {
            // Bytes after a message that are none are told as a defect of it.
            let framing = last.unwrap().exchange.response.framing;
            assert_eq!(kinds(&framing), [FramingKind::TrailingBytes], "{text:?}");
            continue;
        };
        assert_eq!((all.len(), found.as_str(), at.line), (good, what, line), "{text:?}");
    }
}

#[test]
fn a_folder_of_pairs_is_one_capture() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("10.req.bin", "GET /10 HTTP/1.1\r\n\r\n");
    write("10.res.bin", "HTTP/1.1 100 -\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{}\r\n");
    write("9.req.bin", "GET /9 HTTP/1.1\r\n\r\n");
    write("A.req.bin", "not a request");
    write("B.req.bin", "");
    write("a.req.bin", "POST /a HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}\r\n");
    write("a.res.bin", "");
    write("orphan.res.bin", "HTTP/1.1 200 OK\r\n\r\n");
    let found = inputs(&[folder.path().to_owned()]);
    // The orphan cannot be read as a capture either, but its format is known.
    assert_eq!(found.len(), 2);
    let capture = open(found[0].as_ref().unwrap(), &Limits::default()).unwrap();
    assert_eq!(capture.format(), Format::RawPairs);
    let all: Vec<_> = capture.collect();
    let told: Vec<String> = all
        .iter()
        .map(|found| match found {
            Ok(found) => format!(
                "{} {} {:?}",
                found.exchange.source.index,
                found.exchange.request.target.path,
                found.exchange.response.status.present()
            ),
            Err(ReadError::Malformed { at, .. }) => {
                format!("{}:{}", at.file.rsplit('/').next().unwrap(), at.line)
            }
            Err(ReadError::Empty { file }) => file.rsplit('/').next().unwrap().to_owned(),
            Err(other) => panic!("{other}"),
        })
        .collect();
    assert_eq!(told, ["0 /10 Some(200)", "1 /9 None", "A.req.bin:1", "B.req.bin", "4 /a None"]);
    let last = all.last().unwrap().as_ref().unwrap();
    assert_eq!(
        kinds(&last.exchange.request.framing),
        [FramingKind::LengthMismatch { declared: 2, recorded: 4 }]
    );
    let first = all.first().unwrap().as_ref().unwrap();
    let body = first.exchange.response.body.present().unwrap();
    assert_eq!(body.bytes, b"{}\r\n");
    let place = first.places.locate(&body.origin, 1);
    assert!(place.file.ends_with("10.res.bin"), "{place}");
    assert_eq!((place.line, place.column), (5, 2));
}

/// gunicorn shows the bytes of a target one character each.
fn target(shown: &Value) -> String {
    let bytes = shown.as_str().unwrap().chars().map(|char| u8::try_from(char).unwrap());
    String::from_utf8_lossy(&bytes.collect::<Vec<u8>>()).into_owned()
}

/// The corpus of gunicorn: what its server takes is read, and what it refuses is not read in silence.
#[test]
fn requests_of_the_gunicorn_corpus() {
    // What gunicorn and this reader see differently, each with the reason.
    const DIFFERENCES: [(&str, &str); 16] = [
        ("invalid/003c.http", "`-bl` is a token, hence a method"),
        ("invalid/006.http", "a long target is no defect of a recording"),
        ("invalid/007.http", "a long header is no defect of a recording"),
        ("invalid/008.http", "a long header is no defect of a recording"),
        ("invalid/009.http", "many headers are no defect of a recording"),
        ("invalid/017.http", "a long header is no defect of a recording"),
        ("invalid/041.http", "repeated headers are kept as such: rules judge them"),
        ("invalid/042.http", "repeated headers are kept as such: rules judge them"),
        ("invalid/chunked_05.http", "the version is not kept"),
        ("invalid/version_02.http", "tools print messages of HTTP/2 this way"),
        ("valid/019.http", "the second message is read too"),
        ("valid/021.http", "the second message is read too"),
        ("valid/025.http", "says gzip and is not: gunicorn does not look"),
        ("valid/025_line.http", "says gzip and is not: gunicorn does not look"),
        ("valid/099.http", "is shorter than Content-Length: gunicorn does not look"),
        ("valid/rfc9112_smuggle_gzip_chunked_01.http", "says gzip and is not: gunicorn does not look"),
    ];
    let text = fs::read(corpus("gunicorn-http/expected.json")).unwrap();
    let cases: Vec<Value> = serde_json::from_slice(&text).unwrap();
    let mut counts = (0, 0);
    let mut wrong = Vec::new();
    for case in &cases {
        let file = case["file"].as_str().unwrap();
        let special = ["non_default_settings", "not_applicable"].iter().any(|key| !case[*key].is_null());
        if special || DIFFERENCES.iter().any(|(name, _)| *name == file) {
            continue;
        }
        let bytes = BASE64.decode(case["raw_b64"].as_str().unwrap().as_bytes()).unwrap();
        let all = read_all(&bytes);
        let silent = all.iter().all(|found| {
            found.as_ref().is_ok_and(|found| {
                let request = &found.exchange.request;
                let partial = request.headers.partial().is_some() || request.body.reason().is_some();
                request.framing.is_empty() && !partial
            })
        });
        let accept = case["expect"] == "accept";
        if accept {
            counts.0 += 1;
            let expected: Vec<String> = case["messages"]
                .as_array()
                .unwrap()
                .iter()
                .map(|message| {
                    let body = BASE64.decode(message["body_b64"].as_str().unwrap().as_bytes()).unwrap();
                    format!(
                        "{} {} {}",
                        message["method"].as_str().unwrap(),
                        target(&message["target"]),
                        body.escape_ascii()
                    )
                })
                .collect();
            let found: Vec<String> = all
                .iter()
                .map(|found| match found {
                    Err(error) => error.to_string(),
                    Ok(found) => {
                        let request = &found.exchange.request;
                        let body =
                            request.body.present().map(|content| content.bytes.escape_ascii().to_string());
                        format!("{} {} {}", request.method, request.target.written, body.unwrap_or_default())
                    }
                })
                .collect();
            if found != expected || !silent {
                wrong.push(format!("{file}: {found:?} for {expected:?}"));
            }
        } else {
            counts.1 += 1;
            if silent {
                wrong.push(format!(
                    "{file}: silent {:?} {}",
                    case["messages"],
                    bytes.escape_ascii().to_string().chars().take(300).collect::<String>()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(counts, (44, 53));
}
