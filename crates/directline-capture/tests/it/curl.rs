//! Transcripts of curl.

use std::fs;

use crate::common::{corpus, exchanges, read_all, told};
use directline_capture::{Format, Input, Limits, ReadError, Recorded, open, open_bytes};
use directline_exchange::{Coding, Observed, Reason};

fn sample(name: &str) -> Vec<Recorded> {
    let path = corpus("captures/curl").join(name);
    let capture = open(&Input::file(&path), &Limits::default()).unwrap();
    assert_eq!(capture.format(), Format::Curl);
    exchanges(capture)
}

fn text(name: &str) -> String {
    fs::read_to_string(corpus("captures/curl").join(name)).unwrap()
}

/// An exchange in one line: method, target, status, bodies.
fn line(recorded: &Recorded) -> String {
    let (request, response) = (&recorded.exchange.request, &recorded.exchange.response);
    let status = response.status.present().map_or("-".to_owned(), ToString::to_string);
    let target = &request.target.written;
    format!("{} {target} {status} | {} | {}", request.method, told(&request.body), told(&response.body))
}

fn lines(text: &str) -> Vec<String> {
    let told = |found: &Result<Recorded, ReadError>| match found {
        Ok(recorded) => line(recorded),
        Err(ReadError::Truncated { what, at }) => format!("cut {}: {what}", at.line),
        Err(other) => other.to_string(),
    };
    read_all(text.as_bytes()).iter().map(told).collect()
}

/// The same run in the bytes of the wire: what `-v` shows of it is the same, and it shows no body.
#[test]
fn heads_are_those_of_the_wire() {
    let found = sample("verbose.txt");
    let wire = open(
        &directline_capture::inputs(&[corpus("recorded/wire/curl")]).remove(0).unwrap(),
        &Limits::default(),
    );
    let wire = exchanges(wire.unwrap());
    assert_eq!(found.len(), wire.len());
    for (found, wire) in found.iter().zip(&wire) {
        let (found, wire) = (&found.exchange, &wire.exchange);
        assert_eq!(found.request.method, wire.request.method);
        // Ids, boundaries and the server's timeout differ from run to run.
        let names = |headers: &directline_exchange::Headers| {
            let names = headers.iter().map(|field| field.name.clone());
            names.filter(|name| name != "Keep-Alive").collect::<Vec<_>>()
        };
        assert_eq!(names(&found.request.headers), names(&wire.request.headers));
        assert_eq!(names(&found.response.headers), names(&wire.response.headers));
        assert_eq!(found.response.status, wire.response.status);
        assert_eq!((&found.request.framing[..], &found.response.framing[..]), (&[][..], &[][..]));
        let expected = |body: &directline_exchange::Body| match body {
            Observed::Present(_) => Some(Reason::BodyNotRecorded),
            _ => None,
        };
        assert_eq!(found.request.body.reason(), expected(&wire.request.body));
        assert_eq!(found.response.body.reason(), expected(&wire.response.body));
    }
}

#[test]
fn a_trace_has_the_bytes_of_the_wire() {
    let found = sample("upload-trace.txt");
    assert_eq!(found.len(), 1);
    let request = &found[0].exchange.request;
    assert_eq!(request.target.written, "/api/conversations/CuvFAKE0083/upload?userId=user1");
    let body = request.body.present().unwrap();
    assert_eq!((body.bytes.len(), body.gaps.len()), (1001, 0));
    let jpeg = fs::read(corpus("recorded/wire/curl/03-Upload.req.bin")).unwrap();
    let jpeg = &jpeg[jpeg.len() - 632..];
    assert!(body.bytes.windows(632).any(|window| window == jpeg));
    // Each byte stands where its digits are.
    let file = text("upload-trace.txt");
    for (at, byte) in body.bytes.iter().enumerate().step_by(37) {
        let place = found[0].places.locate(&body.origin, at);
        let line = file.lines().nth(usize::try_from(place.line).unwrap() - 1).unwrap();
        let digits = line.get(usize::try_from(place.column).unwrap() - 1..).unwrap();
        assert_eq!(digits.get(..2).unwrap(), format!("{byte:02x}"), "{place}");
    }
    assert_eq!(found[0].exchange.response.status, Observed::Present(204));
    assert!(found[0].exchange.response.body.is_absent());
}

/// One run, recorded three times.
#[test]
fn six_requests_in_three_ways() {
    let hex = sample("six-trace.txt");
    let message = r#"{\"text\":\"caf\\u00e9 \xe2\x9c\x93\",\"from\":\"user1\"}"#;
    let page = r#"{\"messages\": [{\"id\": \"c1|0000000000\", \"conversationId\": \"c1\", \"created\": \"2026-01-02T03:04:05.0007965Z\", \"from\": \"user1\", \"text\": \"hello \xe2\x9c\x93\"}], \"watermark\": \"1\"}"#;
    let start = r#"{\"conversationId\":\"c1\",\"token\":\"FAKE-TOKEN.dAA.x\",\"expires_in\":1800}"#;
    let messages = "/api/conversations/c1/messages";
    let expected = [
        format!("POST /api/conversations 200 | absent | {start}"),
        format!("POST {messages} 204 | {message} | absent"),
        String::new(),
        format!("GET {messages} 200 | absent | {page}"),
        format!("GET {messages} 200 | absent | {page}"),
        "GET /redirect 302 | absent | moved".to_owned(),
        format!("GET {messages} 200 | absent | {page}"),
    ];
    let found: Vec<String> = hex.iter().map(line).collect();
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(&expected).filter(|(_, expected)| !expected.is_empty()) {
        assert_eq!(found, expected);
    }
    // The upload came after an interim response.
    let upload = &hex[2].exchange;
    let jpeg = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00abc.def\xff\xd9";
    assert!(upload.request.body.present().unwrap().bytes.windows(20).any(|window| window == jpeg));
    assert_eq!(upload.response.status, Observed::Present(204));
    assert!(hex.iter().all(|found| found.exchange.request.framing.is_empty()));
    assert!(hex.iter().all(|found| found.exchange.response.framing.is_empty()));

    let ascii = sample("six-trace-ascii.txt");
    assert_eq!(ascii.len(), hex.len());
    for (ascii, hex) in ascii.iter().zip(&hex) {
        let heads = |found: &Recorded| {
            let (request, response) = (&found.exchange.request, &found.exchange.response);
            (request.method.clone(), request.target.written.clone(), response.status)
        };
        assert_eq!(heads(ascii), heads(hex));
        for (ascii, hex) in [
            (&ascii.exchange.request.body, &hex.exchange.request.body),
            (&ascii.exchange.response.body, &hex.exchange.response.body),
        ] {
            let (Observed::Present(ascii), Observed::Present(hex)) = (ascii, hex) else {
                let gzip = ascii.reason() == Some(Reason::BodyLossy);
                assert!(gzip || (ascii.is_absent() && hex.is_absent()));
                continue;
            };
            assert_eq!(ascii.bytes.len(), hex.bytes.len());
            for (at, (ascii_byte, hex_byte)) in ascii.bytes.iter().zip(&hex.bytes).enumerate() {
                let lost = ascii.gap_in(at..at + 1).is_some();
                let boundary = hex_byte.is_ascii_hexdigit() && ascii_byte.is_ascii_hexdigit();
                assert!(
                    lost || ascii_byte == hex_byte || boundary,
                    "{at}: {}",
                    told(&Observed::Present(ascii.clone()))
                );
            }
        }
    }
    // Not a byte of the chunks' framing is in a body, and what could not be printed is known to be lost.
    let (Observed::Present(lossy), Observed::Present(exact)) =
        (&ascii[3].exchange.response.body, &hex[3].exchange.response.body)
    else {
        panic!("a body is missing");
    };
    let tick = exact.bytes.windows(3).position(|window| window == "✓".as_bytes()).unwrap();
    let gaps: Vec<_> = lossy.gaps.iter().map(|gap| (gap.range.clone(), gap.reason)).collect();
    assert_eq!(gaps, [(tick..tick + 3, Reason::BodyLossy)]);

    let verbose = sample("six-verbose-with-bodies.txt");
    let bodies: Vec<bool> = verbose.iter().map(|found| found.exchange.response.body.is_present()).collect();
    assert_eq!(bodies, [true, false, false, true, true, false, true]);
    for (verbose, hex) in verbose.iter().zip(&hex) {
        assert_eq!(verbose.exchange.request.method, hex.exchange.request.method);
        assert_eq!(verbose.exchange.response.status, hex.exchange.response.status);
        if let Observed::Present(found) = &verbose.exchange.response.body {
            assert_eq!(found.bytes, hex.exchange.response.body.present().unwrap().bytes);
        }
    }
}

#[test]
fn transfers_of_all_kinds() {
    let rows: [(&str, &[&str]); 11] = [
        (
            "* Connected to h\n> GET /a HTTP/1.1\n> Host: h\n> \n< HTTP/1.1 200 OK\n< \n* Issue another request to this URL: '/b'\n> GET /b HTTP/1.1\n> \n< HTTP/1.1 204 -\n< \n",
            &["GET /a 200 | absent | body-not-recorded", "GET /b 204 | absent | absent"],
        ),
        // HTTP/2, which needs no Content-Length, as curl 7.88 and 8 show it.
        (
            "* h2h3 [:method: POST]\n> POST /a HTTP/2\n> Host: h\n> content-length: 0\n> \n< HTTP/2 204 \n< date: x\n< \n",
            &["POST /a 204 | absent | absent"],
        ),
        (
            "* [HTTP/2] [1] [:method: POST]\n> POST /a HTTP/2\n> Host: h\n> \n< HTTP/2 200 \n< content-length: 0\n< \n",
            &["POST /a 200 | body-not-recorded | absent"],
        ),
        // Several at the same time.
        (
            "[0-0] > GET /a HTTP/1.1\n[0-0] > \n[1-1] > GET /b HTTP/1.1\n[1-1] > \n[1-1] < HTTP/1.1 404 -\n[0-0] < HTTP/1.1 204 -\n[1-1] < Content-Length: 0\n[0-0] < \n[1-1] < \n",
            &["GET /a 204 | absent | absent", "GET /b 404 | absent | absent"],
        ),
        (
            "> HEAD /a HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< Content-Length: 9\n< \n",
            &["HEAD /a 200 | absent | absent"],
        ),
        (
            "> POST /a HTTP/1.1\n> Content-Length: 9\n> \n* Empty reply from server\n",
            &["POST /a - | body-not-recorded | no-response"],
        ),
        (
            "> POST /a HTTP/1.1\n> Content-Length: 9\n> Expect: 100-continue\n> \n< HTTP/1.1 100 Continue\n< \n} [9 bytes data]\n< HTTP/1.1 204 -\n< \n",
            &["POST /a 204 | body-not-recorded | absent"],
        ),
        // A proxy's answer is not the service's.
        (
            "> CONNECT h:443 HTTP/1.1\n> Host: h:443\n> \n< HTTP/1.1 200 OK\n< \n> GET /a HTTP/1.1\n> \n< HTTP/1.1 204 -\n< \n",
            &["CONNECT h:443 200 | absent | body-not-recorded", "GET /a 204 | absent | absent"],
        ),
        (
            "> GET /a HTTP/1.1\n> \n< HTTP/1.1 204 -\n< \n> GET /b HTTP/1.1\n> Ho",
            &["GET /a 204 | absent | absent", "cut 6: inside of the head of a message"],
        ),
        ("* Could not resolve host: h\n", &[]),
        (
            "=> Send header, 19 bytes (0x13)\n0000: GET /a HTTP/1.1\n0011: \n<= Recv header, 9 bytes (0x9)\n0000: HTT\n",
            &["the file"],
        ),
    ];
    for (text, expected) in rows {
        if expected == ["the file"] {
            assert!(lines(text).last().unwrap().starts_with("cut "), "{:?}", lines(text));
            continue;
        }
        assert_eq!(lines(text), expected, "{text}");
    }
}

/// What curl shows in a later version: chunks undone, data of several blocks.
#[test]
fn blocks_are_joined() {
    let block = |mark: &str, text: &str| {
        let row = |(at, row): (usize, &[u8])| {
            let hex: Vec<String> = row.iter().map(|byte| format!("{byte:02x} ")).collect();
            format!("{:04x}: {:<48}{}\n", at * 16, hex.concat(), ".".repeat(row.len()))
        };
        let rows: Vec<String> = text.as_bytes().chunks(16).enumerate().map(row).collect();
        let rows = rows.concat();
        format!("{mark}, {} bytes (0x{:x})\n{rows}", text.len(), text.len())
    };
    let sent = block("=> Send header", "POST /a HTTP/1.1\r\nContent-Length: 6\r\n\r\n");
    let data = block("=> Send data", "{\"a\"") + "== Info: more\n" + &block("=> Send data", ":}");
    let head = block("<= Recv header", "HTTP/1.1 200 OK\r\n")
        + &block("<= Recv header", "Transfer-Encoding: chunked\r\n")
        + &block("<= Recv header", "\r\n");
    let undone = block("<= Recv data", "{\"b\"") + &block("<= Recv data", ":1}");
    let chunked = block("<= Recv data", "4\r\n{\"b\"\r\n") + &block("<= Recv data", "3\r\n:1}\r\n0\r\n\r\n");
    for received in [undone, chunked] {
        let text = format!("== Info: Trying\n{sent}{data}{head}{received}== Info: closed\n");
        assert_eq!(lines(&text), [r#"POST /a 200 | {\"a\":} | {\"b\":1}"#]);
        let all = read_all(text.as_bytes());
        let response = &all[0].as_ref().unwrap().exchange.response;
        assert_eq!(response.framing, []);
        // The brace that closes the body.
        let body = response.body.present().unwrap();
        let place = all[0].as_ref().unwrap().places.locate(&body.origin, 6);
        assert!(text.get(usize::try_from(place.offset).unwrap()..).unwrap().starts_with("7d"), "{place}");
        assert!(matches!(body.origin.coding, Coding::Segments(_)));
    }
}

#[test]
fn a_value_of_a_head_stands_in_its_line() {
    let text = "* Trying\n08:00:00.000001 > POST /api/conversations HTTP/1.1\r\n08:00:00.000001 > Authorization: Bearer abc\r\n08:00:00.000001 > \r\n";
    let found = read_all(text.as_bytes());
    let recorded = found[0].as_ref().unwrap();
    let field = recorded.exchange.request.headers.all("authorization").next().unwrap();
    let place = recorded.places.locate(&field.value_origin, 7);
    assert_eq!((place.line, place.column), (3, 41));
    let target = recorded.places.locate(&recorded.exchange.request.target.origin, 1);
    assert_eq!((target.line, target.column), (2, 25));
    assert_eq!(recorded.places.position_of_entry().line, 2);
}

#[test]
fn what_a_transcript_cannot_show_is_said() {
    for (name, producer, count) in [
        ("verbose.txt", "curl -v", 2),
        ("six-trace.txt", "curl --trace", 1),
        ("six-trace-ascii.txt", "curl --trace-ascii", 2),
    ] {
        let health = open_bytes("t", text(name).into_bytes(), &Limits::default()).unwrap().health();
        assert_eq!((health.producer.as_deref(), health.unseen.len()), (Some(producer), count), "{name}");
    }
}

/// Every exchange before a cut is there, and the rest is an error or was never begun.
#[test]
fn every_cut() {
    for name in ["six-trace-ascii.txt", "six-verbose-with-bodies.txt", "six-trace.txt"] {
        let bytes = fs::read(corpus("captures/curl").join(name)).unwrap();
        let whole: Vec<String> = sample(name).iter().map(line).collect();
        let step = if name == "six-trace.txt" { 61 } else { 7 };
        for end in (0..bytes.len()).step_by(step) {
            let found = read_all(&bytes[..end]);
            let good: Vec<String> = found.iter().filter_map(|found| found.as_ref().ok()).map(line).collect();
            assert!(good.len() <= whole.len(), "{name} {end}");
            // The last one may lack what comes behind the cut.
            let sure = good.len().saturating_sub(1);
            assert_eq!(good[..sure], whole[..sure], "{name} {end}");
        }
    }
}

#[test]
fn every_flipped_bit() {
    let text = text("six-trace-ascii.txt");
    let mut bytes = text.as_bytes()[..1200].to_vec();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            bytes[at] ^= 1 << bit;
            let _ = read_all(&bytes);
            bytes[at] ^= 1 << bit;
        }
    }
}
