//! Tries one case after the other, and makes short what failed.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::ScopedJoinHandle;
use std::time::{Duration, Instant};

use directline_exchange::Exchange;
use directline_types::Operation;
use directline_validator::{Judgement, Validator};

use super::catch::{Key, Sight, judge};
use super::patience::{may_be_late, patient};
use super::shorten::Shortest;
use super::{Case, Catch};
use crate::script::Script;
use crate::{Act, Deed, Dice, Generate, Manners, Plan, Sent, Session, Target, Unanswered};

/// How much is tried.
#[derive(Clone, Debug)]
pub struct Budget {
    /// What the cases are made from: equal seeds give equal cases.
    pub seed: u64,
    /// How many cases are generated.
    pub cases: u64,
    /// When it ends, whatever is under way.
    pub time: Option<Duration>,
    /// How many sequences are tried at most to make one catch short.
    pub tries: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { seed: 1, cases: 1_000, time: None, tries: 300 }
    }
}

/// What came of a hunt.
#[derive(Debug, Default)]
pub struct Bag {
    /// How many cases were tried.
    pub cases: u64,
    /// How many requests were sent for them.
    pub requests: u64,
    /// How many of them asked for an operation and got an answer that could be judged.
    pub decided: u64,
    /// How many requests asked to start a conversation.
    pub starts: u64,
    /// How many of them succeeded.
    pub started: u64,
    /// What was caught, in the order of the cases.
    pub catches: Vec<Catch>,
    /// Why it ended before the budget was used up.
    pub stopped: Option<Unanswered>,
}

/// How far a hunt is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    /// How many cases were tried.
    pub cases: u64,
    /// How many requests were sent.
    pub requests: u64,
}

/// Hunts with the rules of a validator.
pub struct Hunter<'v> {
    pub(super) validator: &'v Validator,
    pub(super) manners: Manners,
    known: Vec<Case>,
    watch: Box<dyn Fn(Progress) + Sync + 'v>,
    audience: Box<Audience<'v>>,
    stop: &'v AtomicBool,
}

/// Hears of each exchange of a case and what the rules say of it.
type Audience<'v> = dyn Fn(&Exchange, &Judgement) + Sync + 'v;

/// Nobody stops the hunt.
static NEVER: AtomicBool = AtomicBool::new(false);

/// What one worker saw first, and in which case.
type Seen = BTreeMap<Key, First>;

/// Where something was seen first.
struct First {
    case: u64,
    sight: Sight,
    session: Arc<Session>,
}

/// What a worker brings back.
struct Worked {
    seen: Seen,
    /// How many requests each of its cases had.
    requests: Vec<u32>,
    stopped: Option<Unanswered>,
}

/// After so many requests in a row without an answer in time, the target is given up.
const MOST_TIMEOUTS: u64 = 10;

impl<'v> Hunter<'v> {
    /// A hunter with these rules and manners.
    pub fn new(validator: &'v Validator, manners: Manners) -> Self {
        Self {
            validator,
            manners,
            known: Vec::new(),
            watch: Box::new(|_| {}),
            audience: Box::new(|_, _| {}),
            stop: &NEVER,
        }
    }

    /// Tries these cases before it generates any.
    #[must_use]
    pub fn with_known(self, known: Vec<Case>) -> Self {
        Self { known, ..self }
    }

    /// Calls this after each case.
    #[must_use]
    pub fn watched(self, watch: impl Fn(Progress) + Sync + 'v) -> Self {
        Self { watch: Box::new(watch), ..self }
    }

    /// Calls this with each exchange of the cases, and what the rules say of it; not with those that make short
    /// what was caught.
    ///
    /// ```
    /// use std::sync::Mutex;
    ///
    /// use directline_fuzz::hunt::{Budget, Hunter};
    /// use directline_fuzz::{Manners, Model};
    /// use directline_validator::{RuleSet, Validator};
    ///
    /// let exercised = Mutex::new(RuleSet::new());
    /// let validator = Validator::new();
    /// let hunter = Hunter::new(&validator, Manners::default())
    ///     .telling(|_, judgement| exercised.lock().unwrap().add(&judgement.decided));
    /// hunter.hunt(&mut [Model::default()], &Budget { cases: 5, ..Budget::default() });
    /// assert!(exercised.lock().unwrap().len() > 20);
    /// ```
    #[must_use]
    pub fn telling(self, audience: impl Fn(&Exchange, &Judgement) + Sync + 'v) -> Self {
        Self { audience: Box::new(audience), ..self }
    }

    /// Stops as soon as this is set; what was caught by then is kept.
    #[must_use]
    pub fn stopped_by(self, stop: &'v AtomicBool) -> Self {
        Self { stop, ..self }
    }

    /// Whether somebody wants it to stop.
    pub(super) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// The case of a number: known ones first, then generated ones.
    pub fn case(&self, seed: u64, number: u64) -> Case {
        let known = u64::try_from(self.known.len()).unwrap_or(u64::MAX);
        let found = usize::try_from(number).ok().and_then(|number| self.known.get(number));
        match found {
            Some(case) => case.clone(),
            None => Case::Plan(plan(seed, number.saturating_sub(known))),
        }
    }

    /// Hunts. Each of `targets` is a connection of its own to one and the same service; they are used side by side, and
    /// what is caught does not depend on how many there are.
    pub fn hunt<T: Target + Send>(&self, targets: &mut [T], budget: &Budget) -> Bag {
        let hunt = Hunt {
            hunter: self,
            budget,
            count: u64::try_from(self.known.len()).unwrap_or(u64::MAX).saturating_add(budget.cases),
            begun: now(),
            cases: AtomicU64::new(0),
            requests: AtomicU64::new(0),
            decided: AtomicU64::new(0),
            starts: AtomicU64::new(0),
            started: AtomicU64::new(0),
            timeouts: AtomicU64::new(0),
            is_over: AtomicBool::new(false),
        };
        let stride = targets.len();
        let worked = std::thread::scope(|scope| {
            let hunt = &hunt;
            let workers: Vec<_> = targets
                .iter_mut()
                .enumerate()
                .map(|(first, target)| scope.spawn(move || hunt.work(target, first, stride)))
                .collect();
            // A worker panics only with the target, and that is for whoever wrote the target.
            let join = |worker: ScopedJoinHandle<'_, Worked>| {
                worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            workers.into_iter().map(join).collect::<Vec<_>>()
        });
        let mut bag = Bag {
            cases: hunt.cases.load(Ordering::Relaxed),
            requests: hunt.requests.load(Ordering::Relaxed),
            decided: hunt.decided.load(Ordering::Relaxed),
            starts: hunt.starts.load(Ordering::Relaxed),
            started: hunt.started.load(Ordering::Relaxed),
            ..Bag::default()
        };
        let mut first = Seen::new();
        let mut requests = Vec::new();
        for worked in worked {
            bag.stopped = bag.stopped.or(worked.stopped);
            requests.push(worked.requests);
            for (key, found) in worked.seen {
                if first.get(&key).is_none_or(|known| found.case < known.case) {
                    first.insert(key, found);
                }
            }
        }
        let mut order: Vec<_> = first.into_iter().collect();
        order.sort_by_key(|(key, found)| (found.case, found.sight.at, *key));
        if bag.stopped.is_none() && hunt.timeouts.load(Ordering::Relaxed) >= MOST_TIMEOUTS {
            let mut last = order.iter().rev().flat_map(|(_, found)| found.session.exchanges.iter().rev());
            bag.stopped = last.find_map(|sent| sent.unanswered.clone());
        }
        if let Some(target) = targets.first_mut() {
            let catch = |found: First| {
                let before = before(&requests, found.case);
                hunt.catch(target, found, before)
            };
            bag.catches = order.into_iter().map(|(_, found)| found).map(catch).collect();
        }
        bag
    }
}

/// In every so many plans somebody waits until a token has expired: a live service takes its time for that.
const LATE_EVERY: u64 = 256;

/// The plan of a number.
fn plan(seed: u64, number: u64) -> Plan {
    if number % LATE_EVERY == LATE_EVERY / 2 {
        return Plan { deeds: vec![Deed::new(Act::PollLate)] };
    }
    let mut plan = Plan::generate(&mut Dice::of(seed, number));
    plan.deeds.retain(|deed| deed.act != Act::PollLate);
    plan
}

/// How many requests the cases before this one had. Of `n` workers each took every `n`-th case.
fn before(requests: &[Vec<u32>], case: u64) -> u64 {
    let stride = u64::try_from(requests.len()).unwrap_or(1).max(1);
    let mut sum = 0_u64;
    for (first, counts) in requests.iter().enumerate() {
        let own = case.saturating_sub(u64::try_from(first).unwrap_or(0)).div_ceil(stride);
        let own = usize::try_from(own).unwrap_or(usize::MAX).min(counts.len());
        sum = counts.iter().take(own).fold(sum, |sum, count| sum.saturating_add(u64::from(*count)));
    }
    sum
}

pub(super) struct Hunt<'h, 'v> {
    pub(super) hunter: &'h Hunter<'v>,
    budget: &'h Budget,
    count: u64,
    begun: Instant,
    cases: AtomicU64,
    requests: AtomicU64,
    decided: AtomicU64,
    starts: AtomicU64,
    started: AtomicU64,
    /// How many requests in a row got no answer in time.
    timeouts: AtomicU64,
    is_over: AtomicBool,
}

impl Hunt<'_, '_> {
    /// Whether nothing more shall be sent.
    fn is_ended(&self) -> bool {
        self.hunter.is_stopped()
            || self.budget.time.is_some_and(|time| self.begun.elapsed() >= time)
            || self.timeouts.load(Ordering::Relaxed) >= MOST_TIMEOUTS
    }

    /// Sends a script, as long as the hunt is not ended.
    pub(super) fn send(&self, script: &Script, target: &mut impl Target) -> Session {
        let session = Session::run_until(script, target, &self.hunter.manners, || self.is_ended());
        for sent in &session.exchanges {
            if matches!(sent.unanswered, Some(Unanswered::TimedOut(_))) {
                self.timeouts.fetch_add(1, Ordering::Relaxed);
            } else {
                self.timeouts.store(0, Ordering::Relaxed);
            }
        }
        session
    }

    fn work(&self, target: &mut impl Target, first: usize, stride: usize) -> Worked {
        let mut worked = Worked { seen: Seen::new(), requests: Vec::new(), stopped: None };
        let numbers = u64::try_from(first).unwrap_or(0)..self.count;
        for number in numbers.step_by(stride.max(1)) {
            if self.hunter.is_stopped() {
                worked.stopped = Some(Unanswered::Interrupted);
            }
            if self.is_ended() || self.is_over.load(Ordering::Relaxed) {
                break;
            }
            let script = self.hunter.case(self.budget.seed, number).script();
            let mut session = self.send(&script, target);
            let mut sent = session.exchanges.len();
            let (mut sights, decided) = judge(self.hunter.validator, &session, &self.hunter.audience);
            let is_doubtful =
                |sight: &Sight| may_be_late(sight.rule.name) && !worked.seen.contains_key(&sight.key());
            if sights.iter().any(is_doubtful) {
                session = self.send(&patient(&script), target);
                sent = sent.saturating_add(session.exchanges.len());
                (sights, _) = judge(self.hunter.validator, &session, &self.hunter.audience);
            }
            let session = Arc::new(session);
            let sent = u64::try_from(sent).unwrap_or(0);
            self.decided.fetch_add(decided, Ordering::Relaxed);
            for sight in sights {
                let first = |sight| First { case: number, sight, session: Arc::clone(&session) };
                worked.seen.entry(sight.key()).or_insert_with(|| first(sight));
            }
            let requests = self.requests.fetch_add(sent, Ordering::Relaxed).saturating_add(sent);
            worked.requests.push(u32::try_from(sent).unwrap_or(u32::MAX));
            let (starts, started) = starts(&session);
            self.starts.fetch_add(starts, Ordering::Relaxed);
            self.started.fetch_add(started, Ordering::Relaxed);
            if let Some(why) = &session.stopped {
                self.is_over.store(true, Ordering::Relaxed);
                worked.stopped = (*why != Unanswered::TimeUp).then(|| why.clone());
                if self.hunter.is_stopped() {
                    worked.stopped = Some(Unanswered::Interrupted);
                }
                break;
            }
            let cases = self.cases.fetch_add(1, Ordering::Relaxed).saturating_add(1);
            (self.hunter.watch)(Progress { cases, requests });
        }
        worked
    }

    /// Makes short what was seen in a case.
    fn catch(&self, target: &mut impl Target, first: First, before: u64) -> Catch {
        let First { case: number, sight, session } = first;
        let case = self.hunter.case(self.budget.seed, number);
        let at = u64::try_from(sight.at).unwrap_or(u64::MAX);
        let requests = before.saturating_add(at).saturating_add(1);
        let mut shortest = Shortest::new(self, target, Arc::unwrap_or_clone(session), sight);
        let is_repeatable = shortest.repeats(&case);
        if is_repeatable == Some(true) && self.budget.tries > 0 {
            shortest.shorten(case, self.budget.tries);
        }
        let Shortest { session, sight, tries, .. } = shortest;
        Catch {
            rule: sight.rule,
            operation: sight.operation,
            level: sight.level,
            message: sight.message,
            case: number,
            requests,
            session,
            tries,
            is_repeatable,
        }
    }
}

/// How many requests of a session asked to start a conversation, and how many succeeded.
fn starts(session: &Session) -> (u64, u64) {
    let (mut starts, mut started) = (0_u64, 0_u64);
    for Sent { exchange: Exchange { request, response, .. }, is_broken, .. } in &session.exchanges {
        let found = Operation::find(&request.method, &request.target.path);
        if !is_broken && found.is_some_and(|(operation, _)| operation == Operation::StartConversation) {
            starts = starts.saturating_add(1);
            let is_done = response.status.present().is_some_and(|status| (200..300).contains(status));
            started = started.saturating_add(u64::from(is_done));
        }
    }
    (starts, started)
}

fn now() -> Instant {
    #[expect(clippy::disallowed_methods, reason = "a budget of time needs a clock; no report shows it")]
    Instant::now()
}
