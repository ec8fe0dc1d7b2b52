//! A service in this process as a target: anything that `tower` calls a service, such as a router of `axum`.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::time::Duration;

use directline_exchange::{Content, Gap, Headers, Observed, Reason, Response};
use directline_reference::Request;
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Bytes};
use hyper::header::{CONTENT_LENGTH, HOST, HeaderName, HeaderValue};
use hyper::{Method, Uri};
use tokio::runtime::Runtime;
use tower_service::Service;

use crate::{Target, Unanswered};

/// What the service gets.
type Asked = hyper::Request<Full<Bytes>>;

/// A service in this process.
///
/// It runs on a runtime of its own on the thread that asks: what it leaves to tasks goes on while the next request is
/// answered. What a server would leave out of an answer is left out here too (the body after 204, 304 and HEAD), and a
/// service that panics or fails has closed the connection.
///
/// # Examples
///
/// ```
/// use std::convert::Infallible;
///
/// use directline_fuzz::{Target, TowerTarget};
/// use directline_reference::Request;
/// use http_body_util::Full;
/// use hyper::body::Bytes;
///
/// /// A service that is always busy.
/// #[derive(Clone)]
/// struct Busy;
///
/// impl<B> tower_service::Service<hyper::Request<B>> for Busy {
///     type Response = hyper::Response<Full<Bytes>>;
///     type Error = Infallible;
///     type Future = std::future::Ready<Result<Self::Response, Infallible>>;
///
///     fn poll_ready(&mut self, _: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), Infallible>> {
///         std::task::Poll::Ready(Ok(()))
///     }
///
///     fn call(&mut self, _: hyper::Request<B>) -> Self::Future {
///         let mut response = hyper::Response::new(Full::from("later"));
///         *response.status_mut() = hyper::StatusCode::SERVICE_UNAVAILABLE;
///         std::future::ready(Ok(response))
///     }
/// }
///
/// let answer = TowerTarget::new(Busy)?.send(&Request::new("POST", "/api/conversations"))?;
/// assert_eq!(answer.status.present(), Some(&503));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct TowerTarget<S> {
    service: S,
    runtime: Runtime,
    timeout: Duration,
    max_body: usize,
}

impl<S> fmt::Debug for TowerTarget<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("TowerTarget").field("timeout", &self.timeout).finish_non_exhaustive()
    }
}

impl<S> TowerTarget<S> {
    /// This service, which may take ten seconds for an answer of 8 MiB.
    pub fn new(service: S) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        Ok(Self { service, runtime, timeout: Duration::from_secs(10), max_body: 8 << 20 })
    }

    /// How long an answer may take.
    #[must_use]
    pub fn with_timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }
}

impl<S, B> Target for TowerTarget<S>
where
    S: Service<Asked, Response = hyper::Response<B>>,
    B: Body,
{
    fn send(&mut self, request: &Request) -> Result<Response, Unanswered> {
        let asked = asked(request)?;
        let Self { service, runtime, timeout, max_body } = self;
        let answered = async {
            // A service that fails closes its connection; why is for its own log.
            poll_fn(|context| service.poll_ready(context)).await.map_err(|_| Unanswered::Closed)?;
            let (head, body) = service.call(asked).await.map_err(|_| Unanswered::Closed)?.into_parts();
            let status = head.status.as_u16();
            let mut headers = Headers::new();
            for (name, value) in &head.headers {
                headers.push(name.as_str(), value.as_bytes());
            }
            let bodiless = request.method == "HEAD" || matches!(status, 101 | 204 | 304);
            let body = if bodiless { Observed::Absent } else { read(body, *max_body).await };
            Ok(Response { headers, body, ..Response::with_status(status) })
        };
        let timed = async { tokio::time::timeout(*timeout, answered).await };
        match catch_unwind(AssertUnwindSafe(|| runtime.block_on(timed))) {
            Ok(Ok(answered)) => answered,
            Ok(Err(_)) => Err(Unanswered::TimedOut(*timeout)),
            Err(_) => Err(Unanswered::Closed),
        }
    }
}

/// The request as the service gets it, with `Host` and `Content-Length` as a client adds them.
fn asked(request: &Request) -> Result<Asked, Unanswered> {
    let refused = |what: &str| Unanswered::NotSendable(what.to_owned());
    let mut asked = hyper::Request::new(Full::new(Bytes::copy_from_slice(&request.body)));
    *asked.method_mut() =
        Method::from_bytes(request.method.as_bytes()).map_err(|_| refused("the method is no token"))?;
    *asked.uri_mut() =
        Uri::try_from(request.target.as_str()).map_err(|_| refused("the request target is no URI"))?;
    for (name, value) in &request.headers {
        let name =
            HeaderName::from_bytes(name.as_bytes()).map_err(|_| refused("a header name is no token"))?;
        let value = HeaderValue::from_bytes(value)
            .map_err(|_| refused("a header value holds a control character"))?;
        asked.headers_mut().append(name, value);
    }
    let has_body = !request.body.is_empty() || ["POST", "PUT", "PATCH"].contains(&request.method.as_str());
    let headers = asked.headers_mut();
    headers.entry(HOST).or_insert(HeaderValue::from_static("localhost"));
    if has_body {
        headers.entry(CONTENT_LENGTH).or_insert(request.body.len().into());
    }
    Ok(asked)
}

/// A body, up to `most` bytes.
async fn read<B: Body>(body: B, most: usize) -> Observed<Content> {
    let mut body = pin!(body);
    let mut bytes = Vec::new();
    let mut gap = None;
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else {
            gap = Some(Reason::BodyTruncated);
            break;
        };
        let Ok(mut data) = frame.into_data() else { continue };
        while hyper::body::Buf::has_remaining(&data) {
            let piece = hyper::body::Buf::chunk(&data);
            let length = piece.len();
            bytes.extend_from_slice(piece);
            hyper::body::Buf::advance(&mut data, length);
        }
        if bytes.len() > most {
            bytes.truncate(most);
            gap = Some(Reason::LimitReached);
            break;
        }
    }
    let end = bytes.len();
    let gaps: Vec<Gap> = gap.map(|reason| Gap { range: end..end, reason }).into_iter().collect();
    if bytes.is_empty() && gaps.is_empty() {
        return Observed::Absent;
    }
    Observed::Present(Content { gaps, ..Content::exact(bytes) })
}
