//! Examines exchanges on several cores; what comes out does not depend on how many.

use std::thread;

use directline_capture::Recorded;
use directline_validator::{Examined, Validator};

/// How many exchanges are examined together at most.
const MOST: usize = 32;

/// How many bytes of bodies are examined together, more or less.
const WEIGHT: usize = 1 << 20;

/// Exchanges that wait to be examined together.
#[derive(Default)]
pub(crate) struct Batch {
    waiting: Vec<Recorded>,
    weight: usize,
}

impl Batch {
    /// Adds an exchange; whether it is time to examine what waits.
    pub(crate) fn push(&mut self, recorded: Recorded) -> bool {
        let bodies = [&recorded.exchange.request.body, &recorded.exchange.response.body];
        let bytes = bodies.iter().filter_map(|body| body.present()).map(|content| content.bytes.len());
        self.weight = bytes.fold(self.weight, usize::saturating_add);
        self.waiting.push(recorded);
        self.waiting.len() >= MOST || self.weight >= WEIGHT
    }

    /// Examines what waits, in its order.
    pub(crate) fn examine(
        &mut self,
        validator: &Validator,
        jobs: usize,
    ) -> impl Iterator<Item = (Recorded, Examined)> + use<> {
        let all = std::mem::take(self).waiting;
        let examine = |recorded: &Recorded| validator.examine(&recorded.exchange);
        let share = all.len().div_ceil(jobs.max(1)).max(1);
        let examined: Vec<Examined> = if share >= all.len() {
            all.iter().map(examine).collect()
        } else {
            thread::scope(|scope| {
                let threads: Vec<_> = all
                    .chunks(share)
                    .map(|chunk| scope.spawn(move || chunk.iter().map(examine).collect::<Vec<_>>()))
                    .collect();
                let join = |thread: thread::ScopedJoinHandle<'_, Vec<Examined>>| match thread.join() {
                    Ok(examined) => examined,
                    // A bug in a rule: it goes on as if there were no threads.
                    Err(panic) => std::panic::resume_unwind(panic),
                };
                threads.into_iter().flat_map(join).collect()
            })
        };
        all.into_iter().zip(examined)
    }
}
