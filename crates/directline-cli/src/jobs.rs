//! Reads and examines exchanges on several cores; what comes out does not depend on how many.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{self, Receiver, Sender, SyncSender, TryRecvError};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use directline_capture::{Memory, ReadError, Recorded, Unread};
use directline_validator::redact::{Familiar, Secrets};
use directline_validator::{Examined, Validator};

/// How many exchanges are examined together at most.
const MOST: usize = 64;

/// How many bytes of entries are examined together, more or less.
const WEIGHT: usize = 1 << 18;

/// How many bytes of memory may be under way before anything else is read.
const MOST_TAKEN: usize = 32 << 20;

/// How many bytes of memory an exchange takes beside its entry, with what is found out about it.
const EXCHANGE: usize = 32 << 10;

/// How often the bytes of an entry stand in memory: in its text, in the bodies, and in what is read from them.
const TIMES: usize = 4;

/// Entries that wait to be read and examined together.
#[derive(Default)]
pub(crate) struct Batch {
    waiting: Vec<Unread>,
    weight: usize,
}

impl Batch {
    /// Adds an entry; whether it is time to examine what waits.
    pub(crate) fn push(&mut self, entry: Unread) -> bool {
        self.weight = self.weight.saturating_add(entry.weight());
        self.waiting.push(entry);
        self.waiting.len() >= MOST || self.weight >= WEIGHT
    }

    /// How many bytes of memory it takes in the end, more or less.
    fn taken(&self) -> usize {
        let exchanges = self.waiting.len().saturating_mul(EXCHANGE);
        self.weight.saturating_mul(TIMES).saturating_add(exchanges)
    }
}

/// An exchange that was examined by itself.
pub(crate) struct Done {
    pub(crate) recorded: Recorded,
    pub(crate) examined: Examined,
    pub(crate) secrets: Secrets,
}

/// An entry that could not be read.
pub(crate) struct Failed {
    pub(crate) error: ReadError,
    /// Whether those after it count.
    pub(crate) goes_on: bool,
}

/// What became of a batch: a bug in a rule goes on as if there were no threads.
type Outcome = thread::Result<Vec<Result<Done, Failed>>>;

/// What need not be made or looked at again.
#[derive(Default)]
struct Kept {
    memory: Memory,
    familiar: Familiar,
}

/// A batch, and where its outcome goes.
struct Task {
    batch: Batch,
    done: SyncSender<Outcome>,
}

impl Task {
    fn run(self, validator: &Validator, kept: &mut Kept) {
        let examine = |entry: Unread| {
            let goes_on = entry.goes_on();
            let recorded = entry.read(&mut kept.memory).map_err(|error| Failed { error, goes_on })?;
            let (examined, secrets) =
                validator.examine_and_learn_with(&recorded.exchange, &mut kept.familiar);
            Ok(Done { recorded, examined, secrets })
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
    /// What this thread keeps.
    kept: Kept,
    /// Where the others take tasks from; gone, they end.
    tasks: Option<Sender<Task>>,
    left: Arc<Mutex<Receiver<Task>>>,
    others: Vec<JoinHandle<()>>,
    /// The batches that are under way, in order.
    outcomes: VecDeque<UnderWay>,
    /// How many bytes of memory they take.
    taken: usize,
}

/// A batch that somebody examines, or will.
struct UnderWay {
    outcome: Receiver<Outcome>,
    taken: usize,
}

impl Crew {
    /// So many, this thread counted; fewer, where the system allows no more.
    pub(crate) fn new(validator: Arc<Validator>, jobs: usize) -> Self {
        let (tasks, left) = mpsc::channel::<Task>();
        let left = Arc::new(Mutex::new(left));
        let other = |_| {
            let (left, validator) = (Arc::clone(&left), Arc::clone(&validator));
            let work = move || {
                let next = || left.lock().ok()?.recv().ok();
                let mut kept = Kept::default();
                while let Some(task) = next() {
                    task.run(&validator, &mut kept);
                }
            };
            thread::Builder::new().spawn(work).ok()
        };
        let others = (1..jobs).map_while(other).collect();
        let (kept, tasks, outcomes) = (Kept::default(), Some(tasks), VecDeque::new());
        Self { validator, kept, tasks, left, others, outcomes, taken: 0 }
    }

    /// The rules that run.
    pub(crate) fn validator(&self) -> &Validator {
        &self.validator
    }

    /// Has a batch examined, and leaves an empty one.
    pub(crate) fn examine(&mut self, batch: &mut Batch) {
        let (done, outcome) = mpsc::sync_channel(1);
        let batch = std::mem::take(batch);
        let taken = batch.taken();
        self.outcomes.push_back(UnderWay { outcome, taken });
        self.taken = self.taken.saturating_add(taken);
        let task = Task { batch, done };
        match &self.tasks {
            Some(tasks) if !self.others.is_empty() => {
                // The other end is kept here.
                let _ = tasks.send(task);
            }
            _ => task.run(&self.validator, &mut self.kept),
        }
    }

    /// How many batches may be under way: two for each member, so that nobody waits while this thread reads and reports, and
    /// few to remember.
    pub(crate) fn most_under_way(&self) -> usize {
        self.others.len().saturating_add(1).saturating_mul(2)
    }

    /// Leaves what is under way: nobody wants it any more.
    pub(crate) fn leave(&mut self) {
        self.outcomes.clear();
        self.taken = 0;
        // Those that nobody has begun.
        while self.left.try_lock().is_ok_and(|left| left.try_recv().is_ok()) {}
    }

    /// The next batch in order: if it is done, or once it is where more than `most` are under way, or too many bytes.
    pub(crate) fn next(&mut self, most: usize) -> Option<Vec<Result<Done, Failed>>> {
        loop {
            let first = self.outcomes.front()?;
            let outcome = match first.outcome.try_recv() {
                Ok(outcome) => outcome,
                Err(TryRecvError::Empty) if self.outcomes.len() <= most && self.taken <= MOST_TAKEN => {
                    return None;
                }
                Err(TryRecvError::Empty) if self.help() => continue,
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => {
                    self.outcomes.front()?.outcome.recv().ok()?
                }
            };
            let gone = self.outcomes.pop_front().map_or(0, |first| first.taken);
            self.taken = self.taken.saturating_sub(gone);
            return Some(outcome.unwrap_or_else(|panic| resume_unwind(panic)));
        }
    }

    /// Runs a task that nobody has begun; whether there was one.
    fn help(&mut self) -> bool {
        let task = self.left.try_lock().ok().and_then(|left| left.try_recv().ok());
        task.map(|task| task.run(&self.validator, &mut self.kept)).is_some()
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
