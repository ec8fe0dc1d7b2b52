//! Examines exchanges on several cores; what comes out does not depend on how many.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{self, Receiver, Sender, SyncSender, TryRecvError};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use directline_capture::Recorded;
use directline_validator::redact::{Familiar, Secrets};
use directline_validator::{Examined, Validator};

/// How many exchanges are examined together at most.
const MOST: usize = 32;

/// How many bytes of entries and bodies are examined together, more or less.
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
        self.weight = bytes.fold(self.weight.saturating_add(recorded.places.kept()), usize::saturating_add);
        self.waiting.push(recorded);
        self.waiting.len() >= MOST || self.weight >= WEIGHT
    }
}

/// An exchange that was examined by itself.
pub(crate) struct Done {
    pub(crate) recorded: Recorded,
    pub(crate) examined: Examined,
    pub(crate) secrets: Secrets,
}

/// What became of a batch: a bug in a rule goes on as if there were no threads.
type Outcome = thread::Result<Vec<Done>>;

/// A batch, and where its outcome goes.
struct Task {
    batch: Batch,
    done: SyncSender<Outcome>,
}

impl Task {
    fn run(self, validator: &Validator, familiar: &mut Familiar) {
        let examine = |recorded: Recorded| {
            let (examined, secrets) = validator.examine_and_learn_with(&recorded.exchange, familiar);
            Done { recorded, examined, secrets }
        };
        let all = self.batch.waiting.into_iter();
        let outcome = catch_unwind(AssertUnwindSafe(|| all.map(examine).collect()));
        // Nobody waits any more where the run has ended.
        let _ = self.done.send(outcome);
    }
}

/// Those who examine: this thread, while it has nothing else to do, and others.
pub(crate) struct Crew {
    validator: Arc<Validator>,
    /// What this thread need not look at again.
    familiar: Familiar,
    /// Where the others take tasks from; gone, they end.
    tasks: Option<Sender<Task>>,
    left: Arc<Mutex<Receiver<Task>>>,
    others: Vec<JoinHandle<()>>,
    /// The outcomes in the order of the batches.
    outcomes: VecDeque<Receiver<Outcome>>,
}

impl Crew {
    /// So many, this thread counted.
    pub(crate) fn new(validator: Arc<Validator>, jobs: usize) -> Self {
        let (tasks, left) = mpsc::channel::<Task>();
        let left = Arc::new(Mutex::new(left));
        let other = |_| {
            let (left, validator) = (Arc::clone(&left), Arc::clone(&validator));
            thread::spawn(move || {
                let next = || left.lock().ok()?.recv().ok();
                let mut familiar = Familiar::default();
                while let Some(task) = next() {
                    task.run(&validator, &mut familiar);
                }
            })
        };
        let others = (1..jobs).map(other).collect();
        let familiar = Familiar::default();
        Self { validator, familiar, tasks: Some(tasks), left, others, outcomes: VecDeque::new() }
    }

    /// The rules that run.
    pub(crate) fn validator(&self) -> &Validator {
        &self.validator
    }

    /// Has a batch examined, and leaves an empty one.
    pub(crate) fn examine(&mut self, batch: &mut Batch) {
        let (done, outcome) = mpsc::sync_channel(1);
        self.outcomes.push_back(outcome);
        let task = Task { batch: std::mem::take(batch), done };
        match &self.tasks {
            Some(tasks) if !self.others.is_empty() => {
                // The other end is kept here.
                let _ = tasks.send(task);
            }
            _ => task.run(&self.validator, &mut self.familiar),
        }
    }

    /// How many batches may be under way: two for each member, so that nobody waits while this thread reads and reports, and
    /// few to remember.
    pub(crate) fn most_under_way(&self) -> usize {
        self.others.len().saturating_add(1).saturating_mul(2)
    }

    /// The next batch in order: if it is done, or once it is where more than `most` are under way.
    pub(crate) fn next(&mut self, most: usize) -> Option<Vec<Done>> {
        loop {
            let outcome = match self.outcomes.front()?.try_recv() {
                Ok(outcome) => outcome,
                Err(TryRecvError::Empty) if self.outcomes.len() <= most => return None,
                Err(TryRecvError::Empty) if self.help() => continue,
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => {
                    self.outcomes.front()?.recv().ok()?
                }
            };
            self.outcomes.pop_front();
            return Some(outcome.unwrap_or_else(|panic| resume_unwind(panic)));
        }
    }

    /// Runs a task that nobody has begun; whether there was one.
    fn help(&mut self) -> bool {
        let task = self.left.try_lock().ok().and_then(|left| left.try_recv().ok());
        task.map(|task| task.run(&self.validator, &mut self.familiar)).is_some()
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        self.tasks = None;
        for other in self.others.drain(..) {
            // What went wrong there was in an outcome.
            let _ = other.join();
        }
    }
}
