//! `--require` and `--min-coverage`: what must be exercised for the run to succeed.

use directline_types::Operation;
use directline_validator::{Rule, RuleSet};

use super::{Coverage, State};
use crate::error::Failure;
use crate::selection;

/// How many required rules that were not exercised are named.
const MOST_NAMED: usize = 3;

/// What must be exercised.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gate {
    required: RuleSet,
    /// Percent of the rules that run.
    minimum: Option<u8>,
}

/// What is wrong with a run that exercised too little: a lower-case fragment, and what to do.
pub(crate) struct Shortfall {
    pub(crate) what: String,
    pub(crate) help: String,
}

impl Gate {
    /// Reads the arguments. A pattern that names no rule, or none that runs, is an error.
    pub(super) fn parse(require: &[String], minimum: Option<u8>, ran: &RuleSet) -> Result<Self, Failure> {
        let mut required = RuleSet::new();
        for text in require {
            let run: RuleSet = selection::named(text)?.iter().filter(|rule| ran.contains(rule)).collect();
            if run.is_empty() {
                let help =
                    "take it away, or see what --only, --skip and --side leave, and what the command judges";
                return Err(Failure::usage(
                    format!("--require {text} asks for a rule that does not run"),
                    help,
                ));
            }
            required.add(&run);
        }
        Ok(Self { required, minimum })
    }

    /// The required rules, in the order of the manual.
    pub(super) fn required(&self) -> impl Iterator<Item = &'static Rule> {
        self.required.iter()
    }

    /// Percent of the rules that run.
    pub(crate) fn minimum(&self) -> Option<u8> {
        self.minimum
    }
}

impl Coverage {
    /// What keeps the run from succeeding, the most particular first.
    pub(crate) fn shortfalls(&self) -> Vec<Shortfall> {
        [self.unmet(), self.too_little()].into_iter().flatten().collect()
    }

    fn unmet(&self) -> Option<Shortfall> {
        let unmet: Vec<_> = self.gate.required().filter(|rule| !self.state(rule).is_exercised()).collect();
        let first = unmet.first()?;
        let named: Vec<&str> = unmet.iter().take(MOST_NAMED).map(|rule| rule.name).collect();
        let named = named.join(", ");
        let what = match (unmet.len(), unmet.len().saturating_sub(MOST_NAMED)) {
            (1, _) => format!("the required rule {named} was not exercised"),
            (number, 0) => format!("{number} required rules were not exercised: {named}"),
            (number, more) => format!("{number} required rules were not exercised: {named} and {more} more"),
        };
        let why = match self.state(first) {
            State::Undecided => "the recordings do not show what it needs",
            _ => "the recordings hold nothing that it is about",
        };
        Some(Shortfall { what, help: format!("directline explain {}: {why}", first.name) })
    }

    fn too_little(&self) -> Option<Shortfall> {
        let minimum = self.gate.minimum.filter(|minimum| self.percent() < *minimum)?;
        let what = format!("coverage {} % is below {minimum} %", self.percent());
        let missing: Vec<&str> = self.missing_operations().into_iter().map(Operation::name).collect();
        let help = match missing.as_slice() {
            _ if !self.is_shown => "add --coverage to see what is missing".to_owned(),
            // Objects by themselves, or nothing in scope.
            [] | [_, _, _, _, _, _] => {
                let rule = self.first_missing_rule().map(|rule| rule.name).unwrap_or_default();
                format!("directline explain {rule}: nothing that it is about was decided")
            }
            missing => format!("record {} too: no exchange is one", missing.join(", ")),
        };
        Some(Shortfall { what, help })
    }
}
