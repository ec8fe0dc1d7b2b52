//! Tries one case after the other, and makes short what failed.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use directline_validator::Validator;

use super::catch::{Key, Sight, judge};
use super::shorten::Shortest;
use super::{Case, Catch};
use crate::{Act, Deed, Dice, Generate, Manners, Plan, Session, Target, Unanswered};

/// How much is tried.
#[derive(Clone, Debug)]
pub struct Budget {
    /// What the cases are made from: equal seeds give equal cases.
    pub seed: u64,
    /// How many cases are generated.
    pub cases: u64,
    /// When no further case is begun.
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
    stop: &'v AtomicBool,
}

/// Nobody stops the hunt.
static NEVER: AtomicBool = AtomicBool::new(false);

/// What one worker saw first, and in which case.
type Seen = BTreeMap<Key, First>;

/// Where something was seen first.
struct First {
    case: u64,
    sight: Sight,
    session: Session,
}

impl<'v> Hunter<'v> {
    /// A hunter with these rules and manners.
    pub fn new(validator: &'v Validator, manners: Manners) -> Self {
        Self { validator, manners, known: Vec::new(), watch: Box::new(|_| {}), stop: &NEVER }
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
            is_over: AtomicBool::new(false),
        };
        let stride = targets.len();
        let seen = std::thread::scope(|scope| {
            let hunt = &hunt;
            let workers: Vec<_> = targets
                .iter_mut()
                .enumerate()
                .map(|(first, target)| scope.spawn(move || hunt.work(target, first, stride)))
                .collect();
            // A worker panics only with the target.
            workers.into_iter().filter_map(|worker| worker.join().ok()).collect::<Vec<_>>()
        });
        let mut bag = Bag {
            cases: hunt.cases.load(Ordering::Relaxed),
            requests: hunt.requests.load(Ordering::Relaxed),
            decided: hunt.decided.load(Ordering::Relaxed),
            ..Bag::default()
        };
        let mut first = Seen::new();
        for (seen, stopped) in seen {
            bag.stopped = bag.stopped.or(stopped);
            for (key, found) in seen {
                if first.get(&key).is_none_or(|known| found.case < known.case) {
                    first.insert(key, found);
                }
            }
        }
        let mut order: Vec<_> = first.into_iter().collect();
        order.sort_by_key(|(key, found)| (found.case, found.sight.at, *key));
        if let Some(target) = targets.first_mut() {
            bag.catches = order.into_iter().map(|(_, found)| hunt.catch(target, found)).collect();
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

struct Hunt<'h, 'v> {
    hunter: &'h Hunter<'v>,
    budget: &'h Budget,
    count: u64,
    begun: Instant,
    cases: AtomicU64,
    requests: AtomicU64,
    decided: AtomicU64,
    is_over: AtomicBool,
}

impl Hunt<'_, '_> {
    fn work(&self, target: &mut impl Target, first: usize, stride: usize) -> (Seen, Option<Unanswered>) {
        let mut seen = Seen::new();
        let numbers = u64::try_from(first).unwrap_or(0)..self.count;
        for number in numbers.step_by(stride.max(1)) {
            let is_late = self.budget.time.is_some_and(|time| self.begun.elapsed() >= time);
            if self.hunter.is_stopped() {
                return (seen, Some(Unanswered::Interrupted));
            }
            if is_late || self.is_over.load(Ordering::Relaxed) {
                break;
            }
            let script = self.hunter.case(self.budget.seed, number).script();
            let session = Session::run(&script, target, &self.hunter.manners);
            let sent = u64::try_from(session.exchanges.len()).unwrap_or(0);
            let (sights, decided) = judge(self.hunter.validator, &session);
            self.decided.fetch_add(decided, Ordering::Relaxed);
            for sight in sights {
                let first = |sight| First { case: number, sight, session: session.clone() };
                seen.entry(sight.key()).or_insert_with(|| first(sight));
            }
            let requests = self.requests.fetch_add(sent, Ordering::Relaxed).saturating_add(sent);
            if session.stopped.is_some() {
                self.is_over.store(true, Ordering::Relaxed);
                return (seen, session.stopped);
            }
            let cases = self.cases.fetch_add(1, Ordering::Relaxed).saturating_add(1);
            (self.hunter.watch)(Progress { cases, requests });
        }
        (seen, None)
    }

    /// Makes short what was seen in a case.
    fn catch(&self, target: &mut impl Target, first: First) -> Catch {
        let First { case: number, sight, session } = first;
        let case = self.hunter.case(self.budget.seed, number);
        let before: usize =
            (0..number).map(|earlier| self.hunter.case(self.budget.seed, earlier).script().steps.len()).sum();
        let requests = u64::try_from(before.saturating_add(sight.at).saturating_add(1)).unwrap_or(u64::MAX);
        let mut shortest = Shortest::new(self.hunter, target, session, sight);
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

fn now() -> Instant {
    #[expect(clippy::disallowed_methods, reason = "a budget of time needs a clock; no report shows it")]
    Instant::now()
}
