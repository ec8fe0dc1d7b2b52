//! What can be asked about coverage.

use clap::Args;

/// How much the recordings must exercise.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Cover {
    /// Also say which rules, statements, operations, statuses and members the recordings exercised
    #[arg(long)]
    pub(crate) coverage: bool,
    /// The run must decide this rule at least once: a name, a pattern with *, or a family (repeatable)
    #[arg(long, value_name = "RULE")]
    pub(crate) require: Vec<String>,
    /// The run must exercise so many percent of the rules that run
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub(crate) min_coverage: Option<u8>,
}
