//! Answers as they come, by RFC 9110 and RFC 9112: what is taken, and what is noted.

use std::io::{BufReader, Write};
use std::net::Shutdown;

use directline_exchange::FramingKind;
use directline_fuzz::http::{HttpTarget, Options};
use directline_fuzz::{Target, Unanswered};
use directline_reference::Request;

use super::support::{Service, body, get, options, read_request};
use super::table::ANSWERS;

#[test]
fn answers_are_taken_as_they_come() {
    for (answer, status, text, lost, defects) in ANSWERS {
        let response =
            get(&Service::answering(*answer)).unwrap_or_else(|error| panic!("{answer:?}: {error}"));
        assert_eq!(response.status.present(), Some(status), "{answer:?}");
        assert_eq!(body(&response), (text.as_bytes(), *lost), "{answer:?}");
        let found: Vec<FramingKind> = response.framing.into_iter().map(|defect| defect.kind).collect();
        assert_eq!(found, *defects, "{answer:?}");
    }
}

#[test]
fn header_fields_keep_their_spelling_and_order() {
    let answer = "HTTP/1.1 200 OK\r\nx-B: 1 \r\nCONTENT-type:\ttext/html\r\nX-b: \u{e9}\r\n f\r\nContent-Length: 0\r\n\r\n";
    let response = get(&Service::answering(answer)).unwrap();
    let fields: Vec<(&str, &[u8])> =
        response.headers.iter().map(|field| (field.name.as_str(), field.bytes().unwrap())).collect();
    let expected: [(&str, &[u8]); 4] = [
        ("x-B", b"1"),
        ("CONTENT-type", b"text/html"),
        ("X-b", "\u{e9} f".as_bytes()),
        ("Content-Length", b"0"),
    ];
    assert_eq!(fields, expected);
}

#[test]
fn a_body_is_read_up_to_the_limit() {
    for head in ["Content-Length: 9000000000", "Transfer-Encoding: chunked\r\n\r\nffffff", "X: to the end"] {
        let service = Service::new(move |mut stream, _| {
            let _ = write!(stream, "HTTP/1.1 200 OK\r\n{head}\r\n");
            if !head.contains("chunked") {
                let _ = write!(stream, "\r\n");
            }
            // For ever.
            while stream.write_all(&[b'a'; 10_000]).is_ok() {}
        });
        let options = Options { max_body: 100_000, ..options() };
        let mut target = HttpTarget::new(&service.url(), options).unwrap();
        for _ in 0..2 {
            let response = target.send(&Request::new("GET", "/")).unwrap();
            let (bytes, lost) = body(&response);
            assert_eq!((bytes.len(), lost), (100_000, Some("limit-reached")), "{head}");
        }
        assert_eq!(service.connections(), 2, "{head}: such a connection is not used again");
    }
}

#[test]
fn an_answer_that_comes_before_the_request_is_complete_is_the_answer() {
    let service = Service::new(|mut stream, _| {
        let _ = stream.write_all(b"HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\n{}");
        let _ = stream.shutdown(Shutdown::Write);
        // It reads nothing, and holds the connection open for a while.
        std::thread::park_timeout(std::time::Duration::from_millis(500));
    });
    let request = Request::new("POST", "/").content("image/png", vec![0; 32 << 20]);
    let response = service.target().send(&request).unwrap();
    assert_eq!((response.status.present(), body(&response).0), (Some(&413), &b"{}"[..]));
}

#[test]
fn the_answer_to_head_has_no_body() {
    let service = Service::new(|mut stream, _| {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        while !read_request(&mut reader).is_empty() {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n").unwrap();
        }
    });
    let mut target = service.target();
    for _ in 0..3 {
        let response = target.send(&Request::new("HEAD", "/")).unwrap();
        assert!(response.body.is_absent());
    }
    assert_eq!(service.connections(), 1);
}

#[test]
fn a_redirect_is_an_answer_and_nobody_else_is_contacted() {
    let other = Service::answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    for status in [301, 302, 307, 308] {
        let location = format!(
            "Location: {}/elsewhere\r\nContent-Location: {0}\r\nAlt-Svc: h2=\"{}\"",
            other.url(),
            other.address
        );
        let answer = format!("HTTP/1.1 {status} Moved\r\n{location}\r\nContent-Length: 0\r\n\r\n");
        let response = get(&Service::answering(answer)).unwrap();
        assert_eq!(response.status.present(), Some(&status));
        assert!(response.headers.get("location").is_present());
    }
    assert_eq!(other.connections(), 0);
}

#[test]
fn interim_answers_without_end_are_none() {
    let answer = "HTTP/1.1 100 Continue\r\n\r\n".repeat(1_000);
    assert!(matches!(get(&Service::answering(answer)), Err(Unanswered::Garbled(_))));
}
