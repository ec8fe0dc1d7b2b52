//! A service of a few lines, and a target for it.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use directline_exchange::{Content, Reason, Response};
use directline_fuzz::http::{HttpTarget, Options};
use directline_fuzz::{Target, Unanswered};
use directline_reference::Request;

/// A service on loopback that runs as long as the test.
pub(crate) struct Service {
    pub(crate) address: SocketAddr,
    connections: Arc<AtomicUsize>,
}

impl Service {
    /// Does this with each connection, one after the other; the number counts from 0.
    pub(crate) fn new(serve: impl Fn(TcpStream, usize) + Send + 'static) -> Self {
        #[expect(clippy::disallowed_methods, reason = "a service to be tested")]
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&connections);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let number = counted.fetch_add(1, Ordering::SeqCst);
                serve(stream.unwrap(), number);
            }
        });
        Self { address, connections }
    }

    /// Answers the first request of each connection with these bytes and closes it.
    pub(crate) fn answering(answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Self::new(move |mut stream, _| {
            read_request(&mut BufReader::new(&stream));
            let _ = stream.write_all(&answer);
        })
    }

    /// How many connections there were.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A target that waits two seconds at most.
    pub(crate) fn target(&self) -> HttpTarget {
        HttpTarget::new(&self.url(), options()).unwrap()
    }
}

pub(crate) fn options() -> Options {
    Options { timeout: Duration::from_secs(2), ..Options::default() }
}

/// The answer to `GET /` with a connection of its own.
pub(crate) fn get(service: &Service) -> Result<Response, Unanswered> {
    service.target().send(&Request::new("GET", "/"))
}

/// Reads a request with `Content-Length`, as it stands on the wire; empty at the end of the connection.
pub(crate) fn read_request(stream: &mut impl BufRead) -> Vec<u8> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        if stream.read_until(b'\n', &mut request).unwrap_or(0) == 0 {
            return Vec::new();
        }
    }
    let head = String::from_utf8_lossy(&request).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).map(str::parse);
    let mut body = vec![0; length.map_or(0, Result::unwrap)];
    if stream.read_exact(&mut body).is_ok() {
        request.append(&mut body);
    }
    request
}

/// The bytes of a body, and why its end is not known.
pub(crate) fn body(response: &Response) -> (&[u8], Option<&'static str>) {
    let content = response.body.present();
    (content.map_or(&[], |content| &content.bytes), content.and_then(Content::incomplete).map(Reason::name))
}
