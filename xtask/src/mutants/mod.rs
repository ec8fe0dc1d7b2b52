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
    let mut jobs = Vec::new();
    for area in areas {
        let listed = Listed::of(area, &tool, options.seed)?;
        let mut results = Results::read(area, &tool.tree, options.shard)?;
        if !options.fresh {
            results.carry(&listed, &tool.tree)?;
        }
        let mut open: Vec<Mutant> = options.shard.of(&listed.run).cloned().collect();
        open.retain(|mutant| results.is_open(&mutant.name));
        jobs.push(Job { area, open, results });
    }
    if !work(&mut jobs, &tool, deadline)? {
        say("the time is over; call again to go on");
    }
    tool.tree.restore()?;
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

/// What is to be run of an area.
struct Job {
    area: Area,
    open: Vec<Mutant>,
    results: Results,
}

/// Runs what is open; false when the time was over before the end.
#[expect(clippy::disallowed_methods, reason = "stopping in time is what the minutes are for")]
fn work(jobs: &mut [Job], tool: &Tool, deadline: Instant) -> Result<bool> {
    let open: Vec<(Area, Mutant)> =
        jobs.iter().flat_map(|job| job.open.iter().map(|mutant| (job.area, mutant.clone()))).collect();
    if open.is_empty() || Instant::now() > deadline {
        return Ok(open.is_empty());
    }
    let built = build::build(&open, &tool.tree)?;
    let mut longest = Duration::ZERO;
    let mut numbers = 1..;
    let mut left = Vec::new();
    for job in &mut *jobs {
        let mut tests = None;
        for (mutant, number) in job.open.iter().zip(&mut numbers) {
            if built.unviable.contains(&number) {
                job.results.add(&mutant.name, Outcome::Unviable)?;
                continue;
            }
            if built.left.contains(&number) {
                left.push(mutant.name.clone());
                continue;
            }
            let start = Instant::now();
            if start + longest > deadline {
                return Ok(false);
            }
            let tests = match &mut tests {
                Some(tests) => tests,
                None => tests.insert(Tests::checked(job.area, &built, &tool.tree)?),
            };
            let outcome = tests.run(number)?;
            job.results.add(&mutant.name, outcome)?;
            longest = longest.max(start.elapsed());
            report(mutant, outcome, start.elapsed());
        }
    }
    for job in jobs {
        for mutant in job.open.iter().filter(|mutant| left.contains(&mutant.name)) {
            let start = Instant::now();
            if start + longest > deadline {
                return Ok(false);
            }
            let outcome = tool.run(job.area, mutant)?;
            job.results.add(&mutant.name, outcome)?;
            longest = longest.max(start.elapsed());
            report(mutant, outcome, start.elapsed());
        }
    }
    Ok(true)
}

fn report(mutant: &Mutant, outcome: Outcome, time: Duration) {
    say(&format!("{:7.1} s {outcome:?}: {}", time.as_secs_f64(), mutant.name));
}
