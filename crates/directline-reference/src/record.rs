//! Requests and responses as an exchange, for whoever judges them.

use directline_exchange::{Content, Exchange, Headers, Observed, Response as Recorded, Started, Target};

use crate::{Request, Response, Time};

/// The exchange of a request and its response, as a recording would show it that lost nothing.
///
/// `base` is scheme and host, such as `https://directline.botframework.com`.
///
/// # Examples
///
/// ```
/// use directline_reference::{Request, Response, Time, record};
///
/// let request = Request::new("POST", "/api/conversations").bearer("secret");
/// let exchange = record("https://directline.botframework.com", &request, &Response::empty(401), Time::EPOCH, 5);
/// assert_eq!(exchange.response.status.present(), Some(&401));
/// ```
pub fn record(base: &str, request: &Request, response: &Response, begun: Time, millis: u64) -> Exchange {
    let mut exchange =
        Exchange::new(request.method.as_str(), Target::parse(&format!("{base}{}", request.target)));
    for (name, value) in &request.headers {
        exchange.request.headers.push(name.as_str(), value.as_slice());
    }
    exchange.request.body = body(&request.body);
    exchange.response = response.observed();
    let started = Started { written: begun.to_string(), unix_nanos: begun.unix_nanos };
    exchange.started = Observed::Present(started);
    exchange.took = Observed::Present(millis.saturating_mul(1_000_000));
    exchange
}

impl Response {
    /// The response as a recording would show it that lost nothing.
    pub fn observed(&self) -> Recorded {
        let mut headers = Headers::new();
        for (name, value) in &self.headers {
            headers.push(name.as_str(), value.as_bytes());
        }
        Recorded { headers, body: body(&self.body), ..Recorded::with_status(self.status) }
    }
}

fn body(bytes: &[u8]) -> Observed<Content> {
    if bytes.is_empty() { Observed::Absent } else { Observed::Present(Content::exact(bytes)) }
}
