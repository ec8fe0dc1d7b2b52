//! A service that a request ends.

use std::io::{BufReader, Write};
use std::net::TcpListener;

use directline_fuzz::http::HttpTarget;
use directline_fuzz::{Target, Unanswered};
use directline_reference::Request;

use super::support::{options, read_request};

/// A service whose process ends, without an answer, when somebody asks for `/end`.
fn mortal() -> (String, std::thread::JoinHandle<()>) {
    #[expect(clippy::disallowed_methods, reason = "a service to be tested")]
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let running = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        while !read_request(&mut reader).starts_with(b"GET /end ") {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").unwrap();
        }
        // As the system does for a process that is gone.
        drop(listener);
    });
    (url, running)
}

#[test]
fn the_request_that_ends_the_service_is_the_one_without_an_answer() {
    for before in [0, 1, 3] {
        let (url, running) = mortal();
        let mut target = HttpTarget::new(&url, options()).unwrap();
        for _ in 0..before {
            target.send(&Request::new("GET", "/")).unwrap();
        }
        assert_eq!(target.send(&Request::new("GET", "/end")), Err(Unanswered::Closed), "after {before}");
        running.join().unwrap();
        let next = target.send(&Request::new("GET", "/"));
        assert!(matches!(next, Err(Unanswered::Unreachable(_))), "after {before}: {next:?}");
    }
}
