//! A target that is not asked too often.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use directline_exchange::Response;
use directline_reference::{Request, Time};

use crate::{Target, Unanswered};

/// So many requests per second at most, over all connections that share it.
#[derive(Clone, Debug)]
pub struct Pace {
    between: Duration,
    next: Arc<Mutex<Option<Instant>>>,
}

impl Pace {
    /// At most `rate` requests per second; none or nonsense: as fast as can be.
    pub fn new(rate: Option<f64>) -> Self {
        let between =
            rate.filter(|rate| *rate > 0.0).and_then(|rate| Duration::try_from_secs_f64(1.0 / rate).ok());
        Self { between: between.unwrap_or_default(), next: Arc::default() }
    }

    /// How long to wait until the next request may be sent.
    fn delay(&self) -> Duration {
        if self.between.is_zero() {
            return Duration::ZERO;
        }
        #[expect(clippy::disallowed_methods, reason = "a rate is measured by the clock; no report shows it")]
        let now = Instant::now();
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = next.map_or(now, |next| next.max(now));
        *next = turn.checked_add(self.between);
        turn.saturating_duration_since(now)
    }
}

/// A target at a [`Pace`].
///
/// # Examples
///
/// ```
/// use directline_fuzz::{Model, Pace, Paced, Target};
/// use directline_reference::Request;
///
/// let mut target = Paced::new(Model::default(), Pace::new(Some(1_000.0)));
/// assert!(target.send(&Request::new("GET", "/api/conversations")).is_ok());
/// ```
#[derive(Clone, Debug)]
pub struct Paced<T> {
    target: T,
    pace: Pace,
}

impl<T> Paced<T> {
    /// This target, at this pace.
    pub fn new(target: T, pace: Pace) -> Self {
        Self { target, pace }
    }
}

impl<T: Target> Target for Paced<T> {
    fn send(&mut self, request: &Request) -> Result<Response, Unanswered> {
        let delay = self.pace.delay();
        if !delay.is_zero() {
            self.target.wait(delay);
        }
        self.target.send(request)
    }

    fn base(&self) -> &str {
        self.target.base()
    }

    fn now(&mut self) -> Time {
        self.target.now()
    }

    fn wait(&mut self, time: Duration) {
        self.target.wait(time);
    }
}

#[cfg(test)]
mod tests {
    use super::Pace;

    #[test]
    fn requests_are_spread_over_time() {
        let pace = Pace::new(Some(10.0));
        let delays = [pace.delay(), pace.delay(), pace.delay()].map(|delay| delay.as_millis());
        assert_eq!(delays[0], 0);
        assert!(delays[1] > 50 && delays[1] <= 100 && delays[2] > 150 && delays[2] <= 200, "{delays:?}");
    }

    #[test]
    fn without_a_rate_nobody_waits() {
        for rate in [None, Some(0.0), Some(-1.0), Some(f64::NAN)] {
            let pace = Pace::new(rate);
            assert!(pace.delay().is_zero() && pace.delay().is_zero());
        }
    }
}
