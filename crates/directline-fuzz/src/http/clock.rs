//! How long to wait, and whether somebody wants to stop.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use crate::Unanswered;

/// How often somebody who waits looks up.
pub(super) const TICK: Duration = Duration::from_millis(50);

/// The time that one request has.
#[derive(Debug)]
pub(super) struct Clock {
    begin: Instant,
    timeout: Duration,
    interrupt: Option<Arc<AtomicBool>>,
}

impl Clock {
    /// The time begins now.
    pub(super) fn start(timeout: Duration, interrupt: Option<Arc<AtomicBool>>) -> Self {
        Self { begin: now(), timeout, interrupt }
    }

    /// Whether to go on.
    pub(super) fn check(&self) -> Result<(), Unanswered> {
        if self.interrupt.as_ref().is_some_and(|interrupt| interrupt.load(Ordering::Relaxed)) {
            return Err(Unanswered::Interrupted);
        }
        if self.left().is_zero() { Err(Unanswered::TimedOut(self.timeout)) } else { Ok(()) }
    }

    /// Lets the time pass, unless somebody wants to stop.
    pub(super) fn wait(&self) {
        while self.check().is_ok() {
            #[expect(clippy::disallowed_methods, reason = "a live token expires when its time has come")]
            std::thread::sleep(self.left().min(TICK));
        }
    }

    /// How much time is left.
    pub(super) fn left(&self) -> Duration {
        self.timeout.saturating_sub(now().saturating_duration_since(self.begin))
    }

    /// Does something that blocks and cannot be stopped, such as looking up a name, on a thread of its own, so that it
    /// can be left alone.
    pub(super) fn watch<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Unanswered> {
        let (sender, receiver) = channel();
        // Nobody may be left to hear of it.
        std::thread::spawn(move || drop(sender.send(job())));
        loop {
            match receiver.recv_timeout(TICK) {
                Ok(done) => return Ok(done),
                Err(RecvTimeoutError::Timeout) => self.check()?,
                Err(RecvTimeoutError::Disconnected) => return Err(Unanswered::Closed),
            }
        }
    }
}

/// Whether an error only says that nothing happened within a tick.
pub(super) fn is_tick(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted)
}

fn now() -> Instant {
    #[expect(clippy::disallowed_methods, reason = "an answer that does not come is waited for so long")]
    Instant::now()
}
