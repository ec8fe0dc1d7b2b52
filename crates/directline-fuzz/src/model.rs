//! The model service as a target, with a clock of its own.

use std::time::Duration;

use directline_exchange::Response;
use directline_reference::{Request, Service, Settings, Time};

use crate::{Target, Unanswered};

/// The model service in this process. Its clock begins on 2016-10-28 and goes on by a millisecond with each request, so
/// two runs are equal to the byte.
///
/// # Examples
///
/// ```
/// use directline_fuzz::{Model, Target};
/// use directline_reference::{Request, Service, Settings};
///
/// let mut model = Model::new(Service::new(Settings::default()));
/// let answer = model.send(&Request::new("POST", "/api/conversations").bearer("test-secret"))?;
/// assert_eq!(answer.status.present(), Some(&200));
/// # Ok::<(), directline_fuzz::Unanswered>(())
/// ```
#[derive(Clone, Debug)]
pub struct Model {
    service: Service,
    now: Time,
}

/// The time of the sample message in API reference - Direct Line API 1.1, Message object.
const BEGIN: Time = Time { unix_nanos: 1_477_689_591_000_000_000 };

impl Model {
    /// This service, at the beginning of its time.
    pub fn new(service: Service) -> Self {
        Self { service, now: BEGIN }
    }
}

impl Default for Model {
    fn default() -> Self {
        Self::new(Service::new(Settings::default()))
    }
}

impl Target for Model {
    fn send(&mut self, request: &Request) -> Result<Response, Unanswered> {
        let response = self.service.handle(request, self.now);
        self.now = self.now.plus_millis(1);
        Ok(response.observed())
    }

    fn base(&self) -> &'static str {
        "https://directline.botframework.com"
    }

    fn now(&mut self) -> Time {
        self.now
    }

    fn wait(&mut self, time: Duration) {
        self.now = self.now.plus_millis(i64::try_from(time.as_millis()).unwrap_or(i64::MAX));
    }
}
