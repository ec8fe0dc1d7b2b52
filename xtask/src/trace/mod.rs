//! `cargo xtask trace`: every statement of the documents is held by a rule or a type, or excused.
//!
//! Which rules rest on a statement stands in the rules. What no rule checks stands in
//! `crates/directline-validator/data/cover.tsv`: the type that enforces the statement, or the reason
//! why nothing can.

mod contract;
mod cover;
mod decisions;
mod matrix;
mod types;

use anyhow::{Result, bail};

use crate::run::say;

pub(crate) use contract::document;
use matrix::Matrix;

/// What to make of statements whose rule is announced and not written yet.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pending {
    /// They have no cover.
    Refused,
    /// They are counted, and listed.
    Allowed,
}

/// Prints the matrix and the totals; fails when a statement has no cover, a line of the data is stale,
/// or `docs/decisions.md` names what does not exist.
pub(crate) fn run(pending: Pending, quiet: bool) -> Result<()> {
    let matrix = Matrix::read()?;
    if !quiet {
        matrix.lines().iter().for_each(|line| say(line));
    }
    say(&matrix.totals());
    let mut offences = matrix.offences(pending);
    offences.extend(decisions::offences(pending)?);
    for offence in &offences {
        say(offence);
    }
    if !offences.is_empty() {
        bail!("trace: {} offences", offences.len());
    }
    Ok(())
}
