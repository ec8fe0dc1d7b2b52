//! The model service over HTTP/1.1 on loopback.
//!
//! [`answer`] turns a request into a response; this module accepts connections and bounds what each may take.

mod answer;
mod wire;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use directline_reference::Service;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use answer::Answers;
use wire::Wire;

/// The most connections at a time; others wait to be accepted.
const MOST_CONNECTIONS: usize = 512;

/// How long a client may take for the head of a request, and stay silent before it.
const HEAD_TIME: Duration = Duration::from_mins(1);

/// The longest head of a request, in bytes.
const LONGEST_HEAD: usize = 64 << 10;

/// A service that listens and does not answer yet.
pub(crate) struct Server {
    listener: TcpListener,
    service: Service,
}

impl Server {
    /// Listens on a port of 127.0.0.1; port 0 is any that is free.
    pub(crate) async fn bind(port: u16, service: Service) -> io::Result<Self> {
        #[expect(clippy::disallowed_methods, reason = "this is the one command that serves")]
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        Ok(Self { listener, service })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Answers for ever.
    pub(crate) async fn run(self) {
        let answers = Arc::new(Answers::new(self.service));
        let slots = Arc::new(Semaphore::new(MOST_CONNECTIONS));
        loop {
            // The semaphore is never closed.
            let Ok(slot) = Arc::clone(&slots).acquire_owned().await else { return };
            match self.listener.accept().await {
                Ok((stream, _)) => {
                    let answers = Arc::clone(&answers);
                    tokio::spawn(async move {
                        connection(stream, answers).await;
                        drop(slot);
                    });
                }
                // Too many open files, or a client that is gone already: neither is the end.
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    }
}

/// Answers the requests of one connection. What goes wrong with it is its client's to know.
async fn connection(stream: TcpStream, answers: Arc<Answers>) {
    // Without this, an answer in two writes waits for the client's acknowledgement.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| {
        let answers = Arc::clone(&answers);
        async move { answers.answer(request).await }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_TIME).max_buf_size(LONGEST_HEAD).half_close(true);
    let _ = http.serve_connection(Wire(TokioIo::new(stream)), service).await;
}
