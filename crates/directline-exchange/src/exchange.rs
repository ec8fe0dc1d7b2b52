//! One request with its response.

use std::sync::Arc;

use crate::{Body, FramingDefect, Headers, Observed, Origin, Reason, Target};

/// One recorded exchange: a request with its response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// What the client sent.
    pub request: Request,
    /// What the service answered.
    pub response: Response,
    /// When the request was sent.
    pub started: Observed<Started>,
    /// How long it took from then until the response was complete, in nanoseconds.
    pub took: Observed<u64>,
    /// What is known of the request before any answer to it.
    pub intent: Intent,
    /// Where the exchange stands.
    pub source: Source,
}

/// What whoever made a request knows of it, and no recording of traffic can show.
///
/// Only a program that makes requests itself, a generator of tests, may say more than [`Intent::Unknown`]: a recorder
/// sees what was sent, not whether it was meant to be right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Intent {
    /// Nothing: the request may be right or wrong. So it is for all traffic that was only watched.
    #[default]
    Unknown,
    /// The request obeys the contract in everything, the credential, the ids and the watermark that it names included:
    /// a service that obeys it too answers with success.
    Valid,
}

/// A recorded request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The method as written.
    pub method: String,
    /// Where the method stands.
    pub method_origin: Origin,
    /// Where the request went.
    pub target: Target,
    /// The header fields.
    pub headers: Headers,
    /// The body.
    pub body: Body,
    /// Framing defects that the reader saw and read past.
    pub framing: Vec<FramingDefect>,
}

/// A recorded response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The status code. `Absent` says that the client waited for an answer, and none came.
    pub status: Observed<u16>,
    /// Where the status stands.
    pub status_origin: Origin,
    /// The header fields.
    pub headers: Headers,
    /// The body.
    pub body: Body,
    /// Framing defects that the reader saw and read past.
    pub framing: Vec<FramingDefect>,
}

/// When a request was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Started {
    /// The time as written.
    pub written: String,
    /// Nanoseconds since 1970-01-01T00:00:00Z, for ordering.
    pub unix_nanos: i64,
}

/// Where an exchange stands: which capture, and its number there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The capture's name as reports show it.
    pub capture: Arc<str>,
    /// Position in the capture, from 0, in file order.
    pub index: usize,
    /// Where the entry begins.
    pub origin: Origin,
}

impl Exchange {
    /// A request without headers or body that got no recorded response; fill in the rest.
    pub fn new(method: impl Into<String>, target: Target) -> Self {
        Self {
            request: Request {
                method: method.into(),
                method_origin: Origin::default(),
                target,
                headers: Headers::new(),
                body: Body::Absent,
                framing: Vec::new(),
            },
            response: Response::unrecorded(Reason::NoResponse),
            started: Observed::NotObservable(Reason::NotRecorded),
            took: Observed::NotObservable(Reason::NotRecorded),
            intent: Intent::Unknown,
            source: Source { capture: "".into(), index: 0, origin: Origin::default() },
        }
    }
}

impl Request {
    /// Whether the method is `method`, compared without case (some recorders write lower case).
    pub fn is_method(&self, method: &str) -> bool {
        self.method.eq_ignore_ascii_case(method)
    }
}

impl Response {
    /// No part of the response is recorded, for `reason`.
    pub fn unrecorded(reason: Reason) -> Self {
        Self {
            status: Observed::NotObservable(reason),
            status_origin: Origin::default(),
            headers: Headers::unrecorded(reason),
            body: Body::NotObservable(reason),
            framing: Vec::new(),
        }
    }

    /// The client waited for an answer, and none came.
    ///
    /// ```
    /// use directline_exchange::Response;
    /// assert!(Response::unanswered().status.is_absent());
    /// ```
    pub fn unanswered() -> Self {
        Self {
            status: Observed::Absent,
            status_origin: Origin::default(),
            headers: Headers::new(),
            body: Body::Absent,
            framing: Vec::new(),
        }
    }

    /// A response without headers or body.
    pub fn with_status(status: u16) -> Self {
        Self {
            status: Observed::Present(status),
            status_origin: Origin::default(),
            headers: Headers::new(),
            body: Body::Absent,
            framing: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_compared_without_case() {
        let request = Exchange::new("get", Target::parse("/")).request;
        assert!(request.is_method("GET") && !request.is_method("POST"));
    }

    #[test]
    fn nothing_of_a_response_that_is_not_recorded_is_observable() {
        let reason = Some(Reason::ExpectationNotTraffic);
        let response = Response::unrecorded(Reason::ExpectationNotTraffic);
        assert_eq!((response.status.reason(), response.body.reason()), (reason, reason));
        assert_eq!(response.headers.partial(), reason);
    }

    #[test]
    fn of_a_request_nothing_is_known_unless_it_is_said() {
        assert_eq!(Exchange::new("GET", Target::parse("/")).intent, Intent::Unknown);
    }

    #[test]
    fn an_answer_that_did_not_come_is_no_answer_that_was_not_recorded() {
        let none = Response::unanswered();
        assert!(none.status.is_absent() && none.body.is_absent() && none.headers.get("date").is_absent());
        assert_eq!(
            Exchange::new("GET", Target::parse("/")).response.status.reason(),
            Some(Reason::NoResponse)
        );
    }

    #[test]
    fn a_response_with_a_status_has_nothing_else() {
        let response = Response::with_status(204);
        assert_eq!((response.status, response.body), (Observed::Present(204), Body::Absent));
        assert!(response.headers.get("date").is_absent());
    }
}
