//! `cargo xtask mutants`: do the tests notice when the code is wrong? Changes the source in one place at a time
//! (a *mutant*, made by cargo-mutants) and runs the tests: a mutant is caught when they fail.
//!
//! What is tested is the last commit, in a copy of its own. A run stops after some minutes, keeps what it has in
//! `target/mutants/<commit>/`, and goes on there when it is called again. `docs/quality.md` has the figures.

mod area;
mod build;
mod exec;
mod list;
mod results;
mod switch;
mod table;
mod tool;
mod tree;

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::run::say;
pub(crate) use area::Area;
use exec::Tests;
use list::{Listed, Mutant, Shard};
use results::{Outcome, Results};
use tool::Tool;
use tree::Tree;

/// What to run.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only this area (repeatable); without it, all of them.
    #[arg(long, value_enum)]
    area: Vec<Area>,
    /// Only part K of N of each area, for several machines; their `target/mutants/` can be copied together.
    #[arg(long, value_name = "K/N", default_value = "1/1")]
    shard: Shard,
    /// Starts no further mutants after this time; 0 only prints what is known.
    #[arg(long, default_value_t = 40)]
    minutes: u64,
    /// Chooses the sample where an area is not run whole.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Takes no result from earlier commits.
    #[arg(long)]
    fresh: bool,
    /// Writes the figures into `docs/quality.md`.
    #[arg(long)]
    write: bool,
}

/// Runs, prints the figures and the survivors; fails when there are survivors.
#[expect(clippy::disallowed_methods, reason = "stopping in time is what the minutes are for")]
pub(crate) fn run(options: &Options) -> Result<()> {
    let deadline = Instant::now() + Duration::from_mins(options.minutes);
    let tree = Tree::at_last_commit()?;
    let tool = Tool::installed(tree)?;
    let areas = if options.area.is_empty() { Area::ALL.to_vec() } else { options.area.clone() };
    list::check_reasons(&tool.tree)?;
    for area in areas {
        let listed = Listed::of(area, &tool, options.seed)?;
        let mut results = Results::read(area, &tool.tree, options.shard)?;
        if !options.fresh {
            results.carry(&listed, &tool.tree)?;
        }
        if !work(area, &listed, &mut results, &tool, options.shard, deadline)? {
            say(&format!("{}: the time is over; call again to go on", area.name()));
        }
    }
    let rows = table::rows(&tool, options.seed)?;
    for row in &rows {
        say(&row.to_string());
    }
    if options.write {
        table::write(&rows, options.seed)?;
    }
    let survivors: Vec<&String> = rows.iter().flat_map(|row| &row.survivors).collect();
    for name in &survivors {
        say(&format!("missed: {name}"));
    }
    if !survivors.is_empty() {
        bail!("{} mutants survive: a test is missing, or the code says nothing", survivors.len());
    }
    Ok(())
}

/// Runs what is open in an area; false when the time was over before the end.
#[expect(clippy::disallowed_methods, reason = "stopping in time is what the minutes are for")]
fn work(
    area: Area,
    listed: &Listed,
    results: &mut Results,
    tool: &Tool,
    shard: Shard,
    deadline: Instant,
) -> Result<bool> {
    let open: Vec<&Mutant> = shard.of(&listed.run).filter(|mutant| results.is_open(&mutant.name)).collect();
    if open.is_empty() || Instant::now() > deadline {
        return Ok(open.is_empty());
    }
    let built = build::build(area, &open, &tool.tree)?;
    for (_, mutant) in (1..).zip(&open).filter(|(number, _)| built.unviable.contains(number)) {
        results.add(&mutant.name, Outcome::Unviable)?;
    }
    let tests = Tests::checked(&built, &tool.tree)?;
    let is_left = |number: usize| built.left.contains(&number);
    let together =
        (1..).zip(&open).filter(|(number, _)| !is_left(*number) && !built.unviable.contains(number));
    let mut longest = Duration::ZERO;
    for (number, mutant) in together {
        let start = Instant::now();
        if start + longest > deadline {
            return Ok(false);
        }
        let outcome = tests.run(number)?;
        results.add(&mutant.name, outcome)?;
        longest = longest.max(start.elapsed());
        report(mutant, outcome, start.elapsed());
    }
    for (_, mutant) in (1..).zip(&open).filter(|(number, _)| is_left(*number)) {
        let start = Instant::now();
        if start + longest > deadline {
            return Ok(false);
        }
        let outcome = tool.run(area, mutant)?;
        results.add(&mutant.name, outcome)?;
        longest = longest.max(start.elapsed());
        report(mutant, outcome, start.elapsed());
    }
    Ok(true)
}

fn report(mutant: &Mutant, outcome: Outcome, time: Duration) {
    say(&format!("{:7.1} s {outcome:?}: {}", time.as_secs_f64(), mutant.name));
}
