//! A service of a few lines, and the binary run on it.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};

use directline_reference::{Request, Service, Settings, Time};

use crate::support::{Ran, run_in};

/// A listener on loopback that runs as long as the tests, each connection on a thread of its own.
pub(super) struct Listener {
    pub(super) url: String,
    /// The requests as they came.
    requests: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Listener {
    /// Does this with each request, until it says that the connection is over.
    pub(super) fn new(serve: impl Fn(&mut TcpStream, &[u8]) -> bool + Send + Sync + 'static) -> Self {
        #[expect(clippy::disallowed_methods, reason = "a service to be tested")]
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests: Arc<Mutex<Vec<Vec<u8>>>> = Arc::default();
        let (serve, seen) = (Arc::new(serve), Arc::clone(&requests));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (mut stream, serve, seen) = (stream.unwrap(), Arc::clone(&serve), Arc::clone(&seen));
                std::thread::spawn(move || {
                    let mut reader = BufReader::new(stream.try_clone().unwrap());
                    loop {
                        let request = read(&mut reader);
                        if request.is_empty() {
                            return;
                        }
                        seen.lock().unwrap().push(request.clone());
                        if !serve(&mut stream, &request) {
                            return;
                        }
                    }
                });
            }
        });
        Self { url, requests }
    }

    /// Answers each request with these bytes and closes the connection.
    pub(super) fn answering(answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Self::new(move |stream, _| {
            let _ = stream.write_all(&answer);
            false
        })
    }

    /// Lets conversations start; fails everything else as soon as it begins to come, and takes the rest of it afterwards.
    pub(super) fn hasty() -> Self {
        const STARTED: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 35\r\n\r\n\
            {\"conversationId\":\"c1\",\"token\":\"t\"}";
        const FAILED: &str = "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n";
        #[expect(clippy::disallowed_methods, reason = "a service to be tested")]
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut begin = [0; 24];
                let _ = stream.read_exact(&mut begin);
                let is_start = &begin == b"POST /api/conversations ";
                let _ = stream.write_all(if is_start { STARTED } else { FAILED }.as_bytes());
                let _ = stream.shutdown(std::net::Shutdown::Write);
                let _ = std::io::copy(&mut stream, &mut std::io::sink());
            }
        });
        Self { url, requests: Arc::default() }
    }

    /// The model service with a clock of its own, so that two runs get the same answers. `change` is what is done to each
    /// answer on its way.
    pub(super) fn model(change: impl Fn(&[u8], String) -> String + Send + Sync + 'static) -> Self {
        Self::model_with(Settings::default(), change)
    }

    /// The same, set up otherwise.
    pub(super) fn model_with(
        settings: Settings,
        change: impl Fn(&[u8], String) -> String + Send + Sync + 'static,
    ) -> Self {
        let state = Mutex::new((Service::new(settings), Time::EPOCH));
        Self::new(move |stream, bytes| {
            let (service, now) = &mut *state.lock().unwrap();
            *now = now.plus_millis(1);
            let response = service.handle(&parsed(bytes), *now);
            let mut answer = format!("HTTP/1.1 {} X\r\n", response.status);
            for (name, value) in &response.headers {
                write!(answer, "{name}: {value}\r\n").unwrap();
            }
            if response.status != 204 {
                write!(answer, "Content-Length: {}\r\n", response.body.len()).unwrap();
            }
            answer += "\r\n";
            // Only files are no text, and nobody fetches them here.
            answer += &String::from_utf8(response.body).unwrap();
            let answer = change(bytes, answer);
            stream.write_all(answer.as_bytes()).is_ok() && !answer.starts_with("HTTP/1.0")
        })
    }

    /// The requests so far.
    pub(super) fn requests(&self) -> Vec<Vec<u8>> {
        self.requests.lock().unwrap().clone()
    }
}

/// A watermark that is a number, in every page.
pub(super) fn numeric_watermark(_: &[u8], answer: String) -> String {
    let Some((before, after)) = answer.split_once("\"watermark\":\"") else { return answer };
    let number: String = after.chars().take_while(char::is_ascii_digit).collect();
    // As long as before, so that the length stays true.
    let padding = " ".repeat(2);
    format!("{before}\"watermark\":{number}{padding}{}", after.split_at(number.len() + 1).1)
}

/// A request with `Content-Length`; empty at the end of the connection.
fn read(stream: &mut impl BufRead) -> Vec<u8> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        if stream.read_until(b'\n', &mut request).unwrap_or(0) == 0 {
            return Vec::new();
        }
    }
    let head = String::from_utf8_lossy(&request).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    stream.read_exact(&mut body).unwrap_or_default();
    request.append(&mut body);
    request
}

/// The request that the bytes are.
fn parsed(bytes: &[u8]) -> Request {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let mut words = lines.next().unwrap().split(' ');
    let mut request = Request::new(words.next().unwrap(), words.next().unwrap());
    for line in lines {
        let (name, value) = line.split_once(':').unwrap();
        request = request.with(name, value.trim());
    }
    request.body = bytes[end + 4..].to_vec();
    request
}

/// Lets so many milliseconds pass.
pub(super) fn pause(milliseconds: u64) {
    #[expect(clippy::disallowed_methods, reason = "a service that is slow, a person who waits")]
    std::thread::sleep(std::time::Duration::from_millis(milliseconds));
}

/// Runs `fuzz` on a service, with seed 1.
pub(super) fn fuzz(folder: &Path, url: &str, arguments: &[&str]) -> Ran {
    run_in(folder, &[&["fuzz", "--target", url, "--seed", "1"], arguments].concat())
}
