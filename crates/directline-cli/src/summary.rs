//! What a run came to: counts, what could not be decided, what was out of scope.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use directline_exchange::{Exchange, Reason};
use directline_validator::{Finding, Judgement, Level, Limits, OutOfScope, Profile, Verdict};

use crate::args::FailOn;
use crate::baseline::Outcome;
use crate::bounds;
use crate::coverage::Coverage;
use crate::exit::Exit;
use crate::report::Judged;
use crate::shown::Shown;

/// How many hosts out of scope are told apart.
const MOST_BASES: usize = 1000;

/// What was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) exchanges: u64,
    pub(crate) conforms: u64,
    pub(crate) violates: u64,
    pub(crate) inconclusive: u64,
    pub(crate) out_of_scope: u64,
    pub(crate) errors: u64,
    pub(crate) warnings: u64,
    pub(crate) notes: u64,
    pub(crate) checks_decided: u64,
    pub(crate) checks_inconclusive: u64,
}

/// Why checks could not be decided: how many exchanges, and which rules.
#[derive(Clone, Debug, Default)]
pub(crate) struct Undecided {
    pub(crate) exchanges: u64,
    pub(crate) rules: BTreeSet<&'static str>,
    /// The options that raise the bounds, if it is because of some.
    pub(crate) options: BTreeSet<&'static str>,
}

/// What a run came to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Summary {
    /// How much is read of bodies.
    limits: Limits,
    counts: Counts,
    unreadable: u64,
    unreadable_inputs: u64,
    last_unreadable: Option<String>,
    with_problems: u64,
    first_error: Option<&'static str>,
    first_warning: Option<&'static str>,
    unknown_deviation: bool,
    undecided: BTreeMap<Reason, Undecided>,
    out_of_scope: BTreeMap<&'static str, u64>,
    other_bases: BTreeMap<String, u64>,
    hunt: Option<Hunted>,
    replay: Option<Replayed>,
    coverage: Option<Coverage>,
    interrupted: bool,
    cut_short: bool,
    known: Known,
    baseline: Option<Rc<Outcome>>,
}

/// How many findings the baseline knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) errors: u64,
    pub(crate) warnings: u64,
    pub(crate) notes: u64,
}

impl Known {
    /// How many there are.
    pub(crate) fn all(self) -> u64 {
        self.errors.saturating_add(self.warnings).saturating_add(self.notes)
    }
}

/// How much a hunt tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hunted {
    pub(crate) seed: u64,
    pub(crate) cases: u64,
    pub(crate) requests: u64,
    /// How many answers could be judged.
    pub(crate) decided: u64,
}

/// How replays went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Replayed {
    /// How many exchanges were sent again.
    pub(crate) sent: u64,
    /// How many exchanges differ from the recording.
    pub(crate) differing: u64,
    /// How many recorded exchanges were not sent again.
    pub(crate) left_out: u64,
}

impl Summary {
    /// A run that reads so much of bodies.
    pub(crate) fn within(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// Adds one exchange or object. What the baseline knows counts, but not as new.
    pub(crate) fn add(&mut self, judged: &Judged<'_>) {
        let Judged { recorded, judgement, shown, .. } = *judged;
        self.add_exchange(&recorded.exchange, judgement, shown);
        self.add_findings(judged.findings().map(|(finding, known)| (finding, known.is_some())));
    }

    /// Adds one exchange of which nothing is known.
    pub(crate) fn add_unmarked(&mut self, exchange: &Exchange, judgement: &Judgement, shown: &Shown) {
        self.add_exchange(exchange, judgement, shown);
        self.add_findings(judgement.findings.iter().map(|finding| (finding, false)));
    }

    fn add_exchange(&mut self, exchange: &Exchange, judgement: &Judgement, shown: &Shown) {
        let counts = &mut self.counts;
        count(&mut counts.exchanges);
        count(match judgement.verdict {
            Verdict::OutOfScope(_) => &mut counts.out_of_scope,
            Verdict::Violates => &mut counts.violates,
            Verdict::Inconclusive => &mut counts.inconclusive,
            Verdict::Conforms => &mut counts.conforms,
        });
        let add = |to: &mut u64, number: usize| *to = to.saturating_add(number as u64);
        add(&mut counts.checks_decided, judgement.decided.len());
        add(&mut counts.checks_inconclusive, judgement.inconclusive.len());
        let reasons: BTreeSet<Reason> = judgement.inconclusive.iter().map(|one| one.reason).collect();
        for reason in reasons {
            let undecided = self.undecided.entry(reason).or_default();
            count(&mut undecided.exchanges);
            if reason == Reason::LimitReached {
                undecided.options.append(&mut bounds::options(exchange, &self.limits));
            }
        }
        for one in &judgement.inconclusive {
            self.undecided.entry(one.reason).or_default().rules.insert(one.rule.name);
        }
        if let Some(coverage) = &mut self.coverage {
            coverage.add(exchange, judgement);
        }
        if let Verdict::OutOfScope(why) = judgement.verdict {
            count(self.out_of_scope.entry(why.name()).or_default());
            if why == OutOfScope::OtherHost {
                self.add_other_host(exchange, shown);
            }
        }
    }

    /// Adds the findings of one exchange, each with whether the baseline knows it.
    fn add_findings<'f>(&mut self, findings: impl Iterator<Item = (&'f Finding, bool)>) {
        let (mut has_new_problem, own) = (false, &mut self.known);
        for (finding, is_in_baseline) in findings {
            let (number, own, first) = match finding.level {
                Level::Error => (&mut self.counts.errors, &mut own.errors, Some(&mut self.first_error)),
                Level::Warning => {
                    (&mut self.counts.warnings, &mut own.warnings, Some(&mut self.first_warning))
                }
                Level::Note => (&mut self.counts.notes, &mut own.notes, None),
            };
            let more = finding.further.saturating_add(1);
            *number = number.saturating_add(more);
            if is_in_baseline {
                *own = own.saturating_add(more);
                continue;
            }
            has_new_problem |= finding.level >= Level::Warning;
            if let Some(first) = first {
                first.get_or_insert(finding.rule.name);
            }
            let is_known = finding.rule.level(Profile::Observed) == Level::Note;
            self.unknown_deviation |= finding.level == Level::Error && !is_known;
        }
        if has_new_problem {
            count(&mut self.with_problems);
        }
    }

    /// Counts paths of Direct Line on hosts that are not in scope, by the base URI that would include them.
    fn add_other_host(&mut self, exchange: &Exchange, shown: &Shown) {
        let target = &exchange.request.target;
        let below = ["/api/conversations", "/api/tokens"];
        let Some(at) = below.iter().filter_map(|path| target.path.find(path)).min() else { return };
        let Some(host) = target.host.present() else { return };
        let scheme = if target.written.starts_with("http://") { "http" } else { "https" };
        let port = target.port.map(|port| format!(":{port}")).unwrap_or_default();
        let prefix = target.path.get(..at).unwrap_or_default();
        let base = format!("{scheme}://{host}{port}{prefix}");
        // It becomes part of a command that people copy: nothing that a shell could act on.
        let is_safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '/' | '-' | '_' | '~');
        let is_safe = base.chars().all(is_safe) && shown.text(&base) == base && base.len() <= 120;
        let is_known = self.other_bases.contains_key(&base);
        if is_safe && (is_known || self.other_bases.len() < MOST_BASES) {
            count(self.other_bases.entry(base).or_default());
        }
    }

    /// Adds a place of that input that could not be read, or the input as a whole. Inputs are read one after the other.
    pub(crate) fn add_unreadable(&mut self, input: &str) {
        count(&mut self.unreadable);
        if self.last_unreadable.as_deref() != Some(input) {
            count(&mut self.unreadable_inputs);
            self.last_unreadable = Some(input.to_owned());
        }
    }

    /// What was counted.
    pub(crate) fn counts(&self) -> &Counts {
        &self.counts
    }

    /// How many inputs, or entries of them, could not be read.
    pub(crate) fn unreadable(&self) -> u64 {
        self.unreadable
    }

    /// How many inputs could not be read to their end.
    pub(crate) fn unreadable_inputs(&self) -> u64 {
        self.unreadable_inputs
    }

    /// How many findings the baseline knows.
    pub(crate) fn known(&self) -> Known {
        self.known
    }

    /// The counts of what the baseline does not know; without one, of everything.
    pub(crate) fn new_counts(&self) -> Counts {
        let Known { errors, warnings, notes } = self.known;
        Counts {
            errors: self.counts.errors.saturating_sub(errors),
            warnings: self.counts.warnings.saturating_sub(warnings),
            notes: self.counts.notes.saturating_sub(notes),
            ..self.counts
        }
    }

    /// Adds what the run says of the baseline.
    pub(crate) fn add_baseline(&mut self, outcome: Outcome) {
        self.baseline = Some(Rc::new(outcome));
    }

    /// What the run says of the baseline, if there is one.
    pub(crate) fn baseline(&self) -> Option<&Outcome> {
        self.baseline.as_deref()
    }

    /// Not everything was looked at: what did not occur may still be there.
    pub(crate) fn cut_short(&mut self) {
        self.cut_short = true;
    }

    /// Whether everything was looked at that the run is about. A hunt never looks at everything.
    pub(crate) fn is_complete(&self) -> bool {
        !self.interrupted && !self.cut_short && self.unreadable == 0 && self.hunt.is_none()
    }

    /// How many exchanges have an error or a warning that the baseline does not know.
    pub(crate) fn with_problems(&self) -> u64 {
        self.with_problems
    }

    /// The rule to read about first: of the first error, or else of the first warning.
    pub(crate) fn first_rule(&self) -> Option<&'static str> {
        self.first_error.or(self.first_warning)
    }

    /// Whether there are new errors, and all of them are known deviations of the real service.
    pub(crate) fn only_known_deviations(&self) -> bool {
        self.new_counts().errors > 0 && !self.unknown_deviation
    }

    /// Why checks could not be decided.
    pub(crate) fn undecided(&self) -> &BTreeMap<Reason, Undecided> {
        &self.undecided
    }

    /// How many exchanges were out of scope, by reason.
    pub(crate) fn out_of_scope(&self) -> &BTreeMap<&'static str, u64> {
        &self.out_of_scope
    }

    /// Base URIs out of scope to which requests with paths of Direct Line went, the most frequent first.
    pub(crate) fn other_bases(&self) -> Vec<(&str, u64)> {
        let mut bases: Vec<_> =
            self.other_bases.iter().map(|(base, number)| (base.as_str(), *number)).collect();
        bases.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
        bases
    }

    /// Adds how much a hunt tried: its exchanges are only those that broke a rule.
    pub(crate) fn add_hunt(&mut self, hunted: Hunted) {
        self.hunt = Some(hunted);
    }

    /// How much a hunt tried, if it was one.
    pub(crate) fn hunt(&self) -> Option<Hunted> {
        self.hunt
    }

    /// Adds how a replay went.
    pub(crate) fn add_replay(&mut self, one: Replayed) {
        let replay = self.replay.get_or_insert_default();
        replay.sent = replay.sent.saturating_add(one.sent);
        replay.differing = replay.differing.saturating_add(one.differing);
        replay.left_out = replay.left_out.saturating_add(one.left_out);
    }

    /// How replays went, if there were any.
    pub(crate) fn replay(&self) -> Option<Replayed> {
        self.replay
    }

    /// Counts what is exercised from now on, too.
    pub(crate) fn cover(&mut self, coverage: Option<Coverage>) {
        self.coverage = coverage;
    }

    /// Does not count what is exercised any more, and gives back what was.
    pub(crate) fn uncover(&mut self) -> Option<Coverage> {
        self.coverage.take()
    }

    /// What was exercised, if that is asked for.
    pub(crate) fn coverage(&self) -> Option<&Coverage> {
        self.coverage.as_ref()
    }

    /// Somebody ended the run before everything was read.
    pub(crate) fn interrupt(&mut self) {
        self.interrupted = true;
    }

    /// Whether somebody ended the run before everything was read.
    pub(crate) fn is_interrupted(&self) -> bool {
        self.interrupted
    }

    /// Whether no exchange was decided.
    pub(crate) fn nothing_checked(&self) -> bool {
        if let Some(hunted) = self.hunt {
            return hunted.decided == 0;
        }
        self.counts.conforms == 0 && self.counts.violates == 0
    }

    /// How the run ends.
    pub(crate) fn exit(&self, fail_on: FailOn) -> Exit {
        let Counts { errors, warnings, .. } = self.new_counts();
        let levels = [(Level::Error, errors), (Level::Warning, warnings)];
        let fails = levels.into_iter().any(|(level, number)| number > 0 && fail_on.includes(level));
        let fails = fails || self.baseline().is_some_and(|baseline| !baseline.stale.is_empty());
        let misses = self.coverage.as_ref().is_some_and(|coverage| !coverage.shortfalls().is_empty());
        let mut exit = if fails || misses { Exit::Violated } else { Exit::Ok };
        if self.nothing_checked() {
            exit = exit.and(Exit::NothingChecked);
        }
        if self.interrupted {
            exit = exit.and(Exit::Interrupted);
        }
        if self.unreadable > 0 {
            exit = exit.and(Exit::Unreadable);
        }
        exit
    }
}

fn count(number: &mut u64) {
    *number = number.saturating_add(1);
}
