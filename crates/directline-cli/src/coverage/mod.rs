//! What a run exercised: of the rules, the statements, the operations with their statuses, and the members of the
//! objects. "Exists", "exercised" and "held" are three numbers.
//!
//! [`Coverage`] counts. [`CoverageRecord`] is what every report shows of it: [`CoverageRecord::operations`],
//! [`CoverageRecord::objects`] and [`CoverageRecord::families`] give it as rows of cells, for tables and pictures.

mod found;
mod gate;
mod matrix;
mod record;
mod statements;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use directline_exchange::{Exchange, Observed};
use directline_types::Operation;
use directline_validator::{Datum, Judgement, Level, Rule, RuleSet, Seen, Side, Verdict, rules};

use crate::args::Cover;
use crate::error::Failure;
pub(crate) use gate::Gate;
pub(crate) use matrix::{Cell, CellState, Row};
pub(crate) use record::CoverageRecord;

/// How many pairs of operation and status are told apart: a recording can hold any number as a status.
const MOST_STATUSES: usize = 1_000;

/// What is known of a rule or statement after a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// It was not asked for, or says nothing of the side that was judged.
    NotRun,
    /// Nothing that it is about was there.
    NothingSeen,
    /// There may have been something, but the recordings do not show enough.
    Undecided,
    /// It was decided at least once, and never violated.
    Held,
    /// It was violated at least once.
    Violated,
}

impl State {
    /// Every state.
    pub(crate) const ALL: [Self; 5] =
        [Self::NotRun, Self::NothingSeen, Self::Undecided, Self::Held, Self::Violated];

    /// The name as machine reports write it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::NotRun => "not-run",
            Self::NothingSeen => "nothing-seen",
            Self::Undecided => "undecided",
            Self::Held => "held",
            Self::Violated => "violated",
        }
    }

    /// Whether it was decided at least once.
    pub(crate) fn is_exercised(self) -> bool {
        matches!(self, Self::Held | Self::Violated)
    }
}

/// In how many exchanges (or objects) a rule was what.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Times {
    /// Decided: it held or was violated.
    pub(crate) decided: u64,
    /// Violated.
    pub(crate) violated: u64,
    /// Could not be decided.
    pub(crate) undecided: u64,
    /// The highest level of its findings.
    pub(crate) worst: Option<Level>,
}

/// How many exchanges had a status, and how many of them violate the contract.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Answers {
    pub(crate) exchanges: u64,
    pub(crate) violating: u64,
    /// The highest level of their findings.
    pub(crate) worst: Option<Level>,
}

/// Counts what a run exercises.
#[derive(Clone, Debug)]
pub(crate) struct Coverage {
    gate: Gate,
    /// Whether people asked to see it.
    is_shown: bool,
    side: Option<Side>,
    /// The rules that run.
    ran: RuleSet,
    /// By the numbers of the rules.
    rules: Vec<Times>,
    /// The statements that a finding rests on.
    violated: BTreeSet<&'static str>,
    answers: BTreeMap<(Operation, Option<u16>), Answers>,
    seen: Seen,
    /// The members at which findings stand, by object and member and sender, with the highest level.
    members: BTreeMap<(&'static str, &'static str, &'static str), Level>,
    exchanges: u64,
}

impl Coverage {
    /// What the command line asks to count, if it does, of a run with these rules.
    pub(crate) fn asked(asked: &Cover, ran: RuleSet, side: Option<Side>) -> Result<Option<Self>, Failure> {
        let is_asked = asked.coverage || asked.min_coverage.is_some() || !asked.require.is_empty();
        if !is_asked {
            return Ok(None);
        }
        let gate = Gate::parse(&asked.require, asked.min_coverage, &ran)?;
        Ok(Some(Self::new(gate, asked.coverage, ran, side)))
    }

    fn new(gate: Gate, is_shown: bool, ran: RuleSet, side: Option<Side>) -> Self {
        Self {
            gate,
            is_shown,
            side,
            ran,
            rules: vec![Times::default(); rules().len()],
            violated: BTreeSet::new(),
            answers: BTreeMap::new(),
            seen: Seen::default(),
            members: BTreeMap::new(),
            exchanges: 0,
        }
    }

    /// Counts one exchange or object.
    pub(crate) fn add(&mut self, exchange: &Exchange, judgement: &Judgement) {
        self.exchanges = self.exchanges.saturating_add(1);
        self.seen.add(judgement.seen);
        let violated: RuleSet = judgement.findings.iter().map(|finding| finding.rule).collect();
        self.violated.extend(judgement.findings.iter().flat_map(|finding| finding.statements));
        let mut count = |numbers: &mut dyn Iterator<Item = usize>, of: fn(&mut Times) -> &mut u64| {
            for number in numbers {
                if let Some(times) = self.rules.get_mut(number).map(of) {
                    *times = times.saturating_add(1);
                }
            }
        };
        count(&mut judgement.decided.numbers(), |times| &mut times.decided);
        count(&mut violated.numbers(), |times| &mut times.violated);
        let undecided = judgement.inconclusive.iter().map(|one| one.rule.number());
        count(&mut { undecided }, |times| &mut times.undecided);
        for finding in &judgement.findings {
            if let Some(times) = self.rules.get_mut(finding.rule.number()) {
                times.worst = times.worst.max(Some(finding.level));
            }
            for key in found::members(judgement, finding).iter().filter_map(key) {
                let worst = self.members.entry(key).or_insert(finding.level);
                *worst = finding.level.max(*worst);
            }
        }
        self.add_answer(exchange, judgement);
    }

    fn add_answer(&mut self, exchange: &Exchange, judgement: &Judgement) {
        let Some(operation) = judgement.operation else { return };
        let status = match exchange.response.status {
            Observed::Present(status) => Some(status),
            Observed::Absent | Observed::NotObservable(_) => None,
        };
        let key = (operation, status);
        if self.answers.len() >= MOST_STATUSES && !self.answers.contains_key(&key) {
            return;
        }
        let answers = self.answers.entry(key).or_default();
        answers.exchanges = answers.exchanges.saturating_add(1);
        if judgement.verdict == Verdict::Violates {
            answers.violating = answers.violating.saturating_add(1);
        }
        answers.worst = answers.worst.max(judgement.findings.iter().map(|finding| finding.level).max());
    }

    /// The highest level of the findings at a member.
    pub(crate) fn worst(&self, datum: &Datum) -> Option<Level> {
        self.members.get(&key(datum)?).copied()
    }

    /// Whether people asked to see it.
    pub(crate) fn is_shown(&self) -> bool {
        self.is_shown
    }

    /// What must be exercised for the run to succeed.
    pub(crate) fn gate(&self) -> &Gate {
        &self.gate
    }

    /// In how many exchanges a rule was what.
    pub(crate) fn times(&self, rule: &Rule) -> Times {
        self.rules.get(rule.number()).copied().unwrap_or_default()
    }

    /// What is known of a rule.
    pub(crate) fn state(&self, rule: &Rule) -> State {
        let times = self.times(rule);
        match times {
            _ if !self.ran.contains(rule) => State::NotRun,
            Times { violated: 1.., .. } => State::Violated,
            Times { decided: 1.., .. } => State::Held,
            Times { undecided: 1.., .. } => State::Undecided,
            _ => State::NothingSeen,
        }
    }

    /// How many of the rules that ran were exercised, in whole percent, rounded down.
    pub(crate) fn percent(&self) -> u8 {
        let exercised = self.ran.iter().filter(|rule| self.state(rule).is_exercised()).count();
        let percent = exercised.saturating_mul(100).checked_div(self.ran.len()).unwrap_or(0);
        u8::try_from(percent).unwrap_or(100)
    }

    /// Whether an operation was seen.
    fn has_operation(&self, operation: Operation) -> bool {
        self.answers.keys().any(|(seen, _)| *seen == operation)
    }

    /// Whether a datum was seen that the side which is judged sent.
    fn has(&self, datum: &Datum) -> bool {
        self.side.is_none_or(|side| side == datum.sender) && self.seen.contains(datum)
    }

    /// The operations of which no exchange was seen.
    pub(crate) fn missing_operations(&self) -> Vec<Operation> {
        Operation::ALL.into_iter().filter(|operation| !self.has_operation(*operation)).collect()
    }

    /// The first rule in the manual that ran and was not exercised.
    pub(crate) fn first_missing_rule(&self) -> Option<&'static Rule> {
        self.ran.iter().find(|rule| !self.state(rule).is_exercised())
    }
}

/// Object, member and sender.
fn key(datum: &Datum) -> Option<(&'static str, &'static str, &'static str)> {
    Some((datum.object.title(), datum.member?.name, datum.sender.name()))
}

#[cfg(test)]
mod tests;
