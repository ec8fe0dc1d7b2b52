//! Services that do not answer.

use std::io::{BufReader, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use directline_fuzz::http::{HttpTarget, Options};
use directline_fuzz::{Target, Unanswered};
use directline_reference::Request;

use super::support::{Service, get, options, read_request};

/// How long something takes.
fn timed<T>(job: impl FnOnce() -> T) -> (T, Duration) {
    #[expect(clippy::disallowed_methods, reason = "what is tested is how long it takes")]
    let begin = Instant::now();
    let done = job();
    (done, begin.elapsed())
}

/// Keeps the connection open and says nothing more.
fn hang(stream: TcpStream) {
    std::mem::forget(stream);
}

#[test]
fn nobody_is_there() {
    // A port that was free a moment ago.
    #[expect(clippy::disallowed_methods, reason = "a port that nobody listens on")]
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut target = HttpTarget::new(&format!("http://{address}"), options()).unwrap();
    let refused = target.send(&Request::new("GET", "/")).unwrap_err();
    assert_eq!(
        refused,
        Unanswered::Unreachable(format!("{address} cannot be reached: the connection is refused"))
    );
    let mut target = HttpTarget::new("http://no-such-host.invalid", options()).unwrap();
    let unknown = target.send(&Request::new("GET", "/")).unwrap_err();
    assert!(matches!(unknown, Unanswered::Unreachable(_)), "{unknown:?}");
}

#[test]
fn what_is_not_http_is_named() {
    for (bytes, said) in [
        (&b"SSH-2.0-OpenSSH_9.9\r\n"[..], "does not begin with HTTP/1"),
        (b"\x15\x03\x01\x00\x02\x02\x46", "does not begin with HTTP/1"),
        (b"HTTP/2 200\r\n\r\n", "does not begin with HTTP/1"),
        (b"HTTP/1.1 abc\r\n\r\n", "status"),
        (b"HTTP/1.1 200 OK\r\nno header\r\n\r\n", "header"),
        (b"HTTP/1.1 200 OK\r\n folded: from nowhere\r\n\r\n", "header"),
        (b"HTTP/1.1 200 OK\r\nContent-Len", "breaks off"),
        (b"HTTP/1.1", "breaks off"),
    ] {
        let error = get(&Service::answering(bytes)).unwrap_err();
        let Unanswered::Garbled(why) = &error else { panic!("{bytes:?}: {error:?}") };
        assert!(why.contains(said), "{why}");
    }
    let endless = Service::new(|mut stream, _| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
        while stream.write_all(b"A: b\r\n").is_ok() {}
    });
    assert!(matches!(get(&endless), Err(Unanswered::Garbled(_))));
}

#[test]
fn a_connection_that_closes_without_an_answer_is_told_and_not_tried_again() {
    let service = Service::answering("");
    assert_eq!(get(&service), Err(Unanswered::Closed));
    assert_eq!(service.connections(), 1);
}

#[test]
fn waiting_ends_in_time() {
    let slow = |piece: &'static [u8], begin: &'static [u8]| {
        Service::new(move |mut stream, _| {
            let _ = stream.write_all(begin);
            while stream.write_all(piece).is_ok() && !piece.is_empty() {
                std::thread::park_timeout(Duration::from_millis(10));
            }
            hang(stream);
        })
    };
    let services = [
        slow(b"", b""),
        slow(b"", b"HTTP/1.1 200 OK\r\n"),
        slow(b"", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc"),
        slow(b"a", b"HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\n"),
        slow(b"1\r\na\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
        slow(b"a", b"HTTP/1.1 200 OK\r\nX: "),
    ];
    for (number, service) in services.iter().enumerate() {
        let timeout = Duration::from_millis(300);
        let mut target = HttpTarget::new(&service.url(), Options { timeout, ..Options::default() }).unwrap();
        let (answered, took) = timed(|| target.send(&Request::new("GET", "/")));
        assert_eq!(answered, Err(Unanswered::TimedOut(timeout)), "{number}");
        assert!((300..2_000).contains(&took.as_millis()), "{number}: {took:?}");
    }
}

#[test]
fn a_service_that_takes_no_body_is_given_up() {
    let service = Service::new(|stream, _| hang(stream));
    let timeout = Duration::from_millis(300);
    let mut target = HttpTarget::new(&service.url(), Options { timeout, ..Options::default() }).unwrap();
    let request = Request::new("POST", "/").content("image/png", vec![0; 64 << 20]);
    assert_eq!(target.send(&request), Err(Unanswered::TimedOut(timeout)));
}

#[test]
fn somebody_who_wants_to_stop_is_heard() {
    let service = Service::new(|stream, _| hang(stream));
    let interrupt = Arc::new(AtomicBool::new(false));
    let options = Options {
        timeout: Duration::from_secs(30),
        interrupt: Some(Arc::clone(&interrupt)),
        ..Options::default()
    };
    let mut target = HttpTarget::new(&service.url(), options).unwrap();
    std::thread::spawn(move || {
        std::thread::park_timeout(Duration::from_millis(200));
        interrupt.store(true, Ordering::SeqCst);
    });
    let (answered, took) = timed(|| target.send(&Request::new("GET", "/")));
    assert_eq!(answered, Err(Unanswered::Interrupted));
    assert!(took < Duration::from_secs(2), "{took:?}");
}

#[test]
fn a_closed_connection_is_opened_again_between_requests_and_only_there() {
    // Each connection answers one request, says that it stays open, and closes: at once or when the next request comes.
    for waits in [false, true] {
        let service = Service::new(move |mut stream, _| {
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            read_request(&mut reader);
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}").unwrap();
            if waits {
                read_request(&mut reader);
            }
        });
        let mut target = service.target();
        for _ in 0..5 {
            let answer = target.send(&Request::new("POST", "/").json("{}")).unwrap();
            assert_eq!(answer.status.present(), Some(&200));
        }
        assert_eq!(service.connections(), 5);
    }
    // The second request of a connection gets a part of an answer: it is not sent again.
    for part in ["HTTP/1.1 200", "HTTP/1.1 100 Continue\r\n\r\n", "\r\n"] {
        let service = Service::new(move |mut stream, _| {
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            read_request(&mut reader);
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}").unwrap();
            read_request(&mut reader);
            stream.write_all(part.as_bytes()).unwrap();
        });
        let mut target = service.target();
        target.send(&Request::new("GET", "/")).unwrap();
        assert!(matches!(target.send(&Request::new("GET", "/")), Err(Unanswered::Garbled(_))), "{part:?}");
        assert_eq!(service.connections(), 1, "{part:?}");
    }
}

#[test]
fn bytes_that_nobody_asked_for_are_not_taken_for_the_next_answer() {
    let service = Service::new(|mut stream, number| {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        read_request(&mut reader);
        let _ = write!(stream, "HTTP/1.1 20{number} OK\r\nContent-Length: 0\r\n\r\n");
        std::thread::park_timeout(Duration::from_millis(20));
        let _ = stream.write_all(b"HTTP/1.1 500 Late\r\nContent-Length: 0\r\n\r\n");
        std::thread::park_timeout(Duration::from_millis(200));
    });
    let mut target = service.target();
    for status in [200, 201, 202] {
        let answer = target.send(&Request::new("GET", "/")).unwrap();
        assert_eq!(answer.status.present(), Some(&status));
        std::thread::park_timeout(Duration::from_millis(60));
    }
}
