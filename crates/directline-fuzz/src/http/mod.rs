//! A target behind a URL: HTTP/1.1 over TCP, and over TLS for `https`.
//!
//! It sends the bytes that it is given and keeps what comes back as it came: the order and spelling of header fields, what
//! is wrong with the framing, a body that breaks off. That is why it speaks HTTP itself (with `httparse` for heads) instead
//! of through a client library, which would put all of that right. It blocks, needs no runtime, and reads nothing of the
//! environment: no proxy. It never contacts another address than that of its URL; a redirect is an answer like any other.

mod address;
mod answer;
mod chunked;
mod clock;
mod coding;
mod connection;
mod head;
mod request;
mod tls;

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use directline_exchange::Response;
use directline_reference::Request;

pub use address::InvalidTarget;

use crate::{Target, Unanswered};
use address::Address;
use clock::Clock;
use connection::Connection;

/// How to talk to the service.
#[derive(Clone)]
pub struct Options {
    /// How long an answer may take, from the request's first byte to the answer's last.
    pub timeout: Duration,
    /// How many bytes of a body are read; of a longer one the rest is not observable. One that is compressed, and longer
    /// than this when it is not, is not observable at all.
    pub max_body: usize,
    /// Header fields that each request gets that has none of the name.
    pub headers: Vec<(String, Vec<u8>)>,
    /// Certificates in PEM that are trusted like those of the public authorities.
    pub root_certificates: Vec<u8>,
    /// Whether somebody wants to stop: then a request ends with [`Unanswered::Interrupted`] within 50 milliseconds.
    pub interrupt: Option<Arc<AtomicBool>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(10),
            max_body: 8 << 20,
            headers: Vec::new(),
            root_certificates: Vec::new(),
            interrupt: None,
        }
    }
}

/// Without the values of the header fields, which hold credentials.
impl fmt::Debug for Options {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        let mut options = formatter.debug_struct("Options");
        options.field("timeout", &self.timeout).field("max_body", &self.max_body).field("headers", &names);
        options.finish_non_exhaustive()
    }
}

/// A service behind a URL.
///
/// A path in the URL (`http://gateway.example/bots`) is put before each request target. `Host` and `Content-Length` are
/// added where a request lacks them, nothing else. One connection is kept open. If the service closes it between two
/// requests, the second is sent again on a new one, but only if no byte of an answer came. Where there is no new one, that
/// request is [`Unanswered::Closed`] (it may be what ended the service) and the next one [`Unanswered::Unreachable`].
///
/// # Examples
///
/// ```no_run
/// use directline_fuzz::Target;
/// use directline_fuzz::http::{HttpTarget, Options};
/// use directline_reference::Request;
///
/// let mut target = HttpTarget::new("http://127.0.0.1:3979", Options::default())?;
/// let answer = target.send(&Request::new("POST", "/api/conversations").bearer("test-secret"))?;
/// assert_eq!(answer.status.present(), Some(&200));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct HttpTarget {
    address: Address,
    options: Options,
    tls: Option<tls::Client>,
    /// What the host's name stands for, found out once.
    resolved: Vec<SocketAddr>,
    connection: Option<Connection>,
    /// The bytes of the request.
    outgoing: Vec<u8>,
}

impl fmt::Debug for HttpTarget {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("HttpTarget").field("base", &self.address.base).finish_non_exhaustive()
    }
}

impl HttpTarget {
    /// The service at this base URL. Nothing is sent yet, and no name is looked up.
    ///
    /// # Examples
    ///
    /// ```
    /// use directline_fuzz::Target;
    /// use directline_fuzz::http::{HttpTarget, Options};
    ///
    /// let target = HttpTarget::new("https://gateway.example:8443/bots/", Options::default())?;
    /// assert_eq!(target.base(), "https://gateway.example:8443");
    /// assert!(HttpTarget::new("ftp://gateway.example", Options::default()).is_err());
    /// # Ok::<(), directline_fuzz::http::InvalidTarget>(())
    /// ```
    pub fn new(url: &str, options: Options) -> Result<Self, InvalidTarget> {
        let address = Address::read(url)?;
        let tls = address.is_https.then(|| tls::Client::new(&address.host, &options.root_certificates));
        let tls = tls.transpose()?;
        if let Some((name, _)) = options.headers.iter().find(|(name, value)| !request::is_field(name, value))
        {
            return Err(InvalidTarget::Header(name.clone()));
        }
        Ok(Self { address, options, tls, resolved: Vec::new(), connection: None, outgoing: Vec::new() })
    }

    /// The path of the base URL, which stands before each request target; empty if there is none.
    pub fn prefix(&self) -> &str {
        &self.address.prefix
    }

    /// One attempt, on the connection that is open or on a new one. With the answer comes whether the connection was used
    /// before.
    fn attempt(&mut self, to_head: bool, clock: &Clock) -> (bool, Result<Response, Unanswered>) {
        let open = self.connection.take().filter(Connection::is_idle);
        let reused = open.is_some();
        let done = match open {
            Some(connection) => Ok(connection),
            None => connection::open(&self.address, self.tls.as_ref(), &mut self.resolved, clock),
        };
        let answered = done.and_then(|mut connection| {
            connection.write(&self.outgoing, clock)?;
            let response = answer::read(&mut connection, to_head, self.options.max_body, clock)?;
            if connection.is_reusable {
                self.connection = Some(connection);
            }
            Ok(response)
        });
        (reused, answered)
    }
}

impl Target for HttpTarget {
    fn send(&mut self, request: &Request) -> Result<Response, Unanswered> {
        self.outgoing.clear();
        request::write(request, &self.address, &self.options.headers, &mut self.outgoing)?;
        let clock = Clock::start(self.options.timeout, self.options.interrupt.clone());
        clock.check()?;
        let to_head = request.method == "HEAD";
        match self.attempt(to_head, &clock) {
            // The service had closed the connection before the request came; or the request ended the service, if nobody
            // is there any more: then it is this request that got no answer.
            (true, Err(Unanswered::Closed)) => match self.attempt(to_head, &clock).1 {
                Err(Unanswered::Unreachable(_)) => Err(Unanswered::Closed),
                again => again,
            },
            (_, answered) => answered,
        }
    }

    fn base(&self) -> &str {
        &self.address.base
    }

    fn wait(&mut self, time: Duration) {
        Clock::start(time, self.options.interrupt.clone()).wait();
    }
}
