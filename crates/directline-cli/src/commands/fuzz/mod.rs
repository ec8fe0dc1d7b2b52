//! `directline fuzz`: sequences of requests against a service, until it breaks the contract.

mod folder;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use directline_exchange::Exchange;
use directline_fuzz::hunt::{Bag, Budget, Case, Catch, Hunter, Toolkit};
use directline_fuzz::script::Recording;
use directline_fuzz::{Dice, Manners, Model, Target, Unanswered};
use directline_types::Operation;
use directline_validator::{Profile, Side, Validator};

use self::folder::{Folder, Kept};
use super::judging::Run;
use super::{live, paths, progress, recordings};
use crate::args::Fuzz;
use crate::color::Color;
use crate::coverage::Coverage;
use crate::error::Failure;
use crate::exit::Exit;
use crate::interrupt;
use crate::output::Messages;
use crate::report::{CaughtRecord, HuntRecord, ToolkitRecord};

/// Runs the command.
pub(super) fn run(arguments: &Fuzz, color: Color, messages: &Messages) -> Result<Exit, Failure> {
    paths::check(&arguments.paths, &arguments.judging)?;
    let stop = interrupt::listen();
    let validator = Validator::new().with_profile(Profile::from(arguments.judging.profile));
    let scope = live::scope(arguments.live.target.as_deref(), &[])?;
    // What a client did wrong counts too where a recording is read.
    let reader = Validator::new().with_scope(scope.clone()).with_limits(arguments.judging.limits());
    let validator = validator.with_scope(scope).only_side(Side::Service);
    let mut run = Run::begin(&arguments.judging, Some(Side::Service), validator, (color, messages))?;
    let seed = arguments.seed.unwrap_or_else(random);
    messages.note(&format!("seed {seed}: --seed {seed} sends the same requests again"));
    live::tell_whom(arguments.live.target.as_deref(), messages);
    let limits = arguments.reading.limits(&arguments.judging.bodies);
    let mut folder = Folder::new(&arguments.keep, limits.clone());
    let validator = run.validator().clone();
    // What is sent counts, not the shortest sequences, which are judged once more.
    let coverage = Mutex::new(run.summary.uncover());
    let hunt = Hunt {
        arguments,
        seed,
        coverage: &coverage,
        known: known((arguments, seed), &folder, &reader, messages)?,
        validator: validator.clone(),
        stop: Arc::clone(&stop),
    };
    let bag = match &arguments.live.target {
        None => hunt.on(vec![Model::default(); arguments.jobs.get()], Manners::default()),
        Some(url) => {
            let live::Connected { targets, secret, own } =
                live::connect(&arguments.live, url, arguments.jobs.get(), &hunt.stop)?;
            folder.own = own;
            hunt.on(targets, Manners { secret, ..Manners::default() })
        }
    };
    let base = arguments.live.target.as_deref().unwrap_or("http://127.0.0.1:8080").trim_end_matches('/');
    let mut kept = Vec::new();
    for caught in &bag.catches {
        let one = folder.keep(caught, (seed, base), &validator, messages);
        run.capture(directline_capture::open_bytes(&one.name, one.recording.clone(), &limits));
        kept.push(one);
    }
    run.summary.cover(coverage.into_inner().unwrap_or_else(PoisonError::into_inner));
    let toolkit = arguments.live.target.is_none().then(|| itself(arguments, seed, &stop)).transpose()?;
    run.hunted(&record(&bag, &kept, seed, toolkit.as_ref()), bag.decided);
    if bag.stopped == Some(Unanswered::Interrupted) {
        run.summary.interrupt();
    }
    let mut exit = run.end()?;
    // Also where the report's reader left before it was judged again. What was not, no baseline knows.
    if (arguments.judging.baseline.is_none() || run.is_closed())
        && bag.catches.iter().any(|caught| arguments.judging.fail_on.includes(caught.level))
    {
        exit = exit.and(Exit::Violated);
    }
    if kept.iter().any(|kept| !kept.is_written) {
        exit = exit.and(Exit::Unreadable);
    }
    if bag.starts > 0 && bag.started == 0 {
        messages.error("no conversation could be started", NOT_STARTED);
    }
    if bag.requests > 0 && bag.decided == 0 && bag.catches.is_empty() {
        messages
            .error("no answer could be judged: each breaks off, is too large or cannot be decoded", UNJUDGED);
    }
    if toolkit.is_some_and(|toolkit| !toolkit.misfires.is_empty()) {
        messages.error(MISFIRE, "please report it, with the seed");
        exit = exit.and(Exit::Bug);
    }
    Ok(match &bag.stopped {
        None => exit,
        Some(Unanswered::Interrupted) => exit.and(Exit::Interrupted),
        Some(why @ Unanswered::TimedOut(_)) => {
            messages.error(
                &format!("the target does not answer any more: {why}"),
                "give it more time with --timeout",
            );
            exit
        }
        Some(why) => {
            messages.error(&crate::shown::plain(&why.to_string()), live::HELP);
            exit.and(Exit::Unreachable)
        }
    })
}

/// What to do when nobody is let in.
const NOT_STARTED: &str =
    "check the secret (--header-file) and that --target is the base URI of a Direct Line service";

/// What to do when no answer says anything.
const UNJUDGED: &str = "bodies of up to 8 MiB without compression are judged; look at one with curl -i";

/// What is said when the toolkit does not find what it broke itself.
const MISFIRE: &str = "a bug in directline: a mutation was not found by its rule alone";

/// In how many of the sequences the exchanges are broken in every way: it takes far longer than sending them.
const BROKEN: u64 = 10;

/// The toolkit against itself: exchanges of recordings and of generated sequences, broken in every way.
fn itself(arguments: &Fuzz, seed: u64, stop: &AtomicBool) -> Result<Toolkit, Failure> {
    let validator = Validator::new();
    let mut toolkit = Toolkit::default();
    for input in directline_capture::walk(&arguments.paths).inputs {
        let limits = arguments.reading.limits(&arguments.judging.bodies);
        let capture = input.and_then(|input| directline_capture::open(&input, &limits));
        for exchange in recordings::read(capture)? {
            toolkit.add(&validator, &exchange, seed);
        }
    }
    for number in 0..arguments.cases.div_ceil(BROKEN) {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        toolkit.add_plan(&validator, seed, number);
    }
    Ok(toolkit)
}

struct Hunt<'a> {
    arguments: &'a Fuzz,
    seed: u64,
    /// Where what is exercised is counted.
    coverage: &'a Mutex<Option<Coverage>>,
    known: Vec<Case>,
    validator: Validator,
    stop: Arc<AtomicBool>,
}

impl Hunt<'_> {
    fn on<T: Target + Send>(self, mut targets: Vec<T>, manners: Manners) -> Bag {
        let Self { arguments, seed, coverage, known, validator, stop } = self;
        let budget = Budget {
            seed,
            cases: arguments.cases,
            time: arguments.max_time.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()),
            tries: if arguments.no_shrink { 0 } else { Budget::default().tries },
        };
        let total = arguments.cases.saturating_add(u64::try_from(known.len()).unwrap_or(u64::MAX));
        let bar = progress::Bar::new(total, "cases");
        let hunter = Hunter::new(&validator, manners).with_known(known).stopped_by(&stop).watched(|at| {
            bar.show(at.cases, || format!(", {} requests", at.requests));
        });
        let hunter = hunter.telling(|exchange, judgement| {
            let mut coverage = coverage.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(coverage) = coverage.as_mut() {
                coverage.add(exchange, judgement);
            }
        });
        let bag = hunter.hunt(&mut targets, &budget);
        bar.end();
        bag
    }
}

/// How often a named recording is sent with one request broken, after it was sent as it is.
const VARIANTS: u64 = 100;

/// Recordings to begin with: those kept before, then those named.
fn known(
    (arguments, seed): (&Fuzz, u64),
    folder: &Folder<'_>,
    validator: &Validator,
    messages: &Messages,
) -> Result<Vec<Case>, Failure> {
    let mut known = Vec::new();
    let named = directline_capture::walk(&arguments.paths).inputs;
    for input in named {
        let exchanges =
            recordings::read(input.and_then(|input| directline_capture::open(&input, &folder.limits)))?;
        let recording = Recording::new(validator, &exchanges);
        if recording.script.steps.is_empty() {
            let name =
                exchanges.first().map_or("the recording", |exchange: &Exchange| &*exchange.source.capture);
            messages.note(&format!("{}: no request can be sent again", crate::shown::file(name)));
        } else {
            let script = recording.script;
            let broken =
                (0..arguments.cases.min(VARIANTS)).map(|number| script.broken(&mut Dice::of(seed, number)));
            let broken: Vec<Case> = broken.map(Case::Script).collect();
            known.push(Case::Script(script));
            known.extend(broken);
        }
    }
    if !arguments.paths.is_empty() && known.is_empty() {
        let help = "record the requests of a client, with their bodies";
        return Err(Failure::nothing("no recording has a request that can be sent again", help));
    }
    let mut all = folder.known(validator, messages);
    all.append(&mut known);
    Ok(all)
}

fn record(bag: &Bag, kept: &[Kept], seed: u64, toolkit: Option<&Toolkit>) -> HuntRecord {
    let caught = |(caught, kept): (&Catch, &Kept)| CaughtRecord {
        rule: caught.rule.name,
        level: caught.level.name(),
        operation: caught.operation.map(Operation::name),
        case: caught.case,
        requests: caught.requests,
        exchanges: caught.session.exchanges.len(),
        repeatable: caught.is_repeatable,
        recording: kept.is_written.then(|| kept.name.clone()),
        script: kept.script.clone(),
    };
    let caught = bag.catches.iter().zip(kept).map(caught).collect();
    HuntRecord::new(seed, bag.cases, bag.requests, caught, toolkit.map(ToolkitRecord::new))
}

/// A seed that nobody chose.
fn random() -> u64 {
    use std::hash::{BuildHasher as _, Hasher as _};
    // Small enough to be typed.
    std::collections::hash_map::RandomState::new().build_hasher().finish() % 1_000_000_000
}
