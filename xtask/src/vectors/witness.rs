//! The witness pairs of the rules: two recordings that differ in one thing, of which the second breaks the rule.

use std::fs;

use anyhow::{Context, Result, bail};
use directline_validator::{Family, Rule, rules};

use crate::run::root;

/// The two recordings of a rule, each as its lines.
pub(super) struct Pair {
    pub(super) rule: &'static Rule,
    pub(super) silent: Vec<String>,
    pub(super) fires: Vec<String>,
}

/// Every pair, in the order of the manual.
pub(super) fn pairs() -> Result<Vec<Pair>> {
    rules().iter().map(|rule| pair(rule)).collect()
}

fn pair(rule: &'static Rule) -> Result<Pair> {
    let name = |kind: &str| format!("corpus/rules/{}/{}{kind}.ndjson", rule.family, rule.name);
    if rule.family == Family::Conversation {
        return Ok(Pair { rule, silent: lines(&name(".silent"))?, fires: lines(&name(".fires"))? });
    }
    let mut both = lines(&name(""))?;
    if both.len() != 2 {
        bail!("{}: {} lines instead of two", name(""), both.len());
    }
    let fires = both.split_off(1);
    Ok(Pair { rule, silent: both, fires })
}

/// The lines of a recording in NDJSON.
pub(super) fn lines(name: &str) -> Result<Vec<String>> {
    let text = fs::read_to_string(root().join(name)).with_context(|| name.to_owned())?;
    Ok(text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect())
}
