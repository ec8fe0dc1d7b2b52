//! One request, one response.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use directline_reference::{Request, Response, Service, Time};
use directline_types::{ErrorCode, ErrorMessage};
use http_body_util::{BodyExt, Full};
use hyper::body::{Body as _, Bytes, Incoming};
use hyper::header::{EXPECT, HeaderName, HeaderValue};
use tokio::sync::Semaphore;

use super::wire;

/// The longest body of a request, in bytes.
const LONGEST_BODY: usize = 16 << 20;

/// A body longer than this, in bytes, needs one of the places for long bodies.
const LONG: usize = 64 << 10;

/// How many long bodies may be in memory at a time.
const LONG_BODIES: usize = 16;

/// How long a client may take for a body.
const BODY_TIME: Duration = Duration::from_mins(1);

/// Why there is no answer: the body did not come as announced. The connection is closed.
#[derive(Debug, thiserror::Error)]
#[error("the body of the request did not come")]
pub(super) struct NoBody;

/// The service, shared by all connections.
pub(super) struct Answers {
    service: Mutex<Service>,
    long_bodies: Semaphore,
}

impl Answers {
    /// Of this service.
    pub(super) fn new(service: Service) -> Self {
        Self { service: Mutex::new(service), long_bodies: Semaphore::new(LONG_BODIES) }
    }

    /// Answers a request.
    pub(super) async fn answer(
        &self,
        request: hyper::Request<Incoming>,
    ) -> Result<hyper::Response<Full<Bytes>>, NoBody> {
        let (head, body) = request.into_parts();
        let lower = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
        let is_long = body.size_hint().upper().is_none_or(|upper| upper > LONG as u64);
        if lower > LONGEST_BODY && head.headers.contains_key(EXPECT) {
            return Ok(sent(too_long()));
        }
        let _place = if is_long { self.long_bodies.acquire().await.ok() } else { None };
        let body = if body.is_end_stream() {
            Vec::new()
        } else {
            match tokio::time::timeout(BODY_TIME, read(body, lower)).await {
                Ok(Ok(Some(body))) => body,
                Ok(Ok(None)) => return Ok(sent(too_long())),
                Ok(Err(NoBody)) | Err(_) => return Err(NoBody),
            }
        };
        let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
        let headers = head.headers.iter();
        let request = Request {
            method: head.method.as_str().to_owned(),
            target: target.to_owned(),
            headers: headers
                .map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()))
                .collect(),
            body,
        };
        Ok(sent(self.handle(|service| service.handle(&request, now()))))
    }

    /// The service's answer. A bug of the service is an answer too: it does not end the others.
    fn handle(&self, ask: impl FnOnce(&mut Service) -> Response) -> Response {
        let mut service = self.service.lock().unwrap_or_else(PoisonError::into_inner);
        catch_unwind(AssertUnwindSafe(|| ask(&mut service)))
            .unwrap_or_else(|_| failure(500, ErrorCode::Internal, "An internal error occurred"))
    }
}

/// The whole body; nothing if it is too long. What is too long is read to its end all the same, within reason, because
/// most clients look for the answer only then.
async fn read(mut body: Incoming, announced: usize) -> Result<Option<Vec<u8>>, NoBody> {
    let mut bytes = Vec::with_capacity(announced.min(LONGEST_BODY));
    let mut length = 0_usize;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| NoBody)?.into_data() else { continue };
        length = length.saturating_add(data.len());
        if length > LONGEST_BODY {
            bytes = Vec::new();
        } else {
            bytes.extend_from_slice(&data);
        }
        if length > LONGEST_BODY.saturating_mul(8) {
            break;
        }
    }
    Ok((length <= LONGEST_BODY).then_some(bytes))
}

/// The documents list no 413.
fn too_long() -> Response {
    failure(400, ErrorCode::MalformedData, "The body is longer than 16 MiB")
}

fn failure(status: u16, code: ErrorCode, text: &str) -> Response {
    let error = ErrorMessage::new(code, text).status_code(status);
    Response::json(status, serde_json::to_vec(&error).unwrap_or_default())
}

/// The response as hyper sends it. A header that cannot be sent, such as the type of a file with a control character in
/// it, is left out.
fn sent(response: Response) -> hyper::Response<Full<Bytes>> {
    let has_body = !response.body.is_empty();
    let mut sent = hyper::Response::new(Full::new(Bytes::from(response.body)));
    *sent.status_mut() = hyper::StatusCode::from_u16(response.status).unwrap_or_default();
    if has_body {
        wire::keep_body(&mut sent);
    }
    for (name, value) in response.headers {
        let name = HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::try_from(value)) {
            sent.headers_mut().append(name, value);
        }
    }
    sent
}

fn now() -> Time {
    #[expect(clippy::disallowed_methods, reason = "a service that serves lives in the present")]
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Time { unix_nanos: i64::try_from(since.as_nanos()).unwrap_or(i64::MAX) }
}

#[cfg(test)]
mod tests {
    use directline_reference::{Request, Service, Settings, Time};

    use super::{Answers, sent};

    #[test]
    fn a_bug_of_the_service_is_a_500_and_the_next_request_is_answered() {
        let answers = Answers::new(Service::new(Settings::default()));
        let answer = answers.handle(|_| panic!("a bug"));
        assert_eq!(answer.status, 500);
        let error: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!((&error["error"]["statusCode"], error["error"]["code"].is_string()), (&500.into(), true));
        let start = Request::new("POST", "/api/conversations").bearer("test-secret");
        assert_eq!(answers.handle(|service| service.handle(&start, Time::EPOCH)).status, 200);
    }

    #[test]
    fn a_header_that_cannot_be_sent_is_left_out() {
        let mut response = directline_reference::Response::content(200, "a\nb", "c");
        response.headers.push(("X-Good".to_owned(), "yes".to_owned()));
        let sent = sent(response);
        assert_eq!((sent.headers().len(), sent.headers().contains_key("x-good")), (1, true));
    }
}
