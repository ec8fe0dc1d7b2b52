//! What is tested: anything that answers requests.

use std::time::Duration;

use directline_exchange::Response;
use directline_reference::{Request, Time};

/// Something that answers Direct Line requests: a service behind a URL, one in the same process, or the model service.
///
/// # Examples
///
/// ```
/// use directline_exchange::Response;
/// use directline_fuzz::{Target, Unanswered};
/// use directline_reference::Request;
///
/// /// A service that is always busy.
/// struct Busy;
///
/// impl Target for Busy {
///     fn send(&mut self, _: &Request) -> Result<Response, Unanswered> {
///         Ok(Response::with_status(503))
///     }
/// }
/// assert_eq!(Busy.base(), "http://localhost");
/// ```
pub trait Target {
    /// Sends one request and waits for the whole answer.
    fn send(&mut self, request: &Request) -> Result<Response, Unanswered>;

    /// Scheme and host, as recordings show them, without a slash at the end.
    #[expect(clippy::unnecessary_literal_bound, reason = "other targets own their address")]
    fn base(&self) -> &str {
        "http://localhost"
    }

    /// The time.
    fn now(&mut self) -> Time {
        #[expect(clippy::disallowed_methods, reason = "a live exchange happens now")]
        let now = std::time::SystemTime::now();
        let since = now.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Time { unix_nanos: i64::try_from(since.as_nanos()).unwrap_or(i64::MAX) }
    }

    /// Lets time pass.
    fn wait(&mut self, time: Duration) {
        #[expect(clippy::disallowed_methods, reason = "a live token expires when its time has come")]
        std::thread::sleep(time);
    }
}

/// Why a request got no answer. An answer that breaks off in its body is an answer, with a gap.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unanswered {
    /// There is nobody: the name is unknown, the connection is refused, the certificate is not valid.
    #[error("{0}")]
    Unreachable(String),
    /// The answer did not come in time.
    #[error("no answer within {} s", .0.as_secs_f32())]
    TimedOut(Duration),
    /// The connection was closed before the answer began.
    #[error("the connection was closed before an answer came")]
    Closed,
    /// What came back is not HTTP.
    #[error("the answer is not HTTP: {0}")]
    Garbled(String),
    /// The request cannot be sent as it is: it would not be one request any more.
    #[error("the request cannot be sent: {0}")]
    NotSendable(String),
    /// The time for the test is up.
    #[error("the time is up")]
    TimeUp,
    /// Whoever runs the test wants to stop.
    #[error("interrupted")]
    Interrupted,
}
