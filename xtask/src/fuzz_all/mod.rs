//! `cargo xtask fuzz-all`: runs every target in `fuzz/` for a while, seeded from the corpus.
//!
//! The targets say what must hold for any bytes. What breaks one is kept by libFuzzer in `fuzz/artifacts/`; made small, it
//! belongs into `corpus/regressions/`, where a test runs it for good.

mod run;
mod seeds;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;

use anyhow::{Context, Result, bail};

use crate::run::{cargo, has_cargo, root, say};
use run::Outcome;

/// Without a sanitizer: `unsafe` is forbidden here, and targets do their work several times as fast.
const PLAIN: &str = "--sanitizer=none";

/// What is run.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// How long each target runs.
    #[arg(long, default_value = "60")]
    seconds: u64,
    /// Only targets whose name has this in it.
    #[arg(long)]
    only: Option<String>,
    /// How many targets run at a time [default: one for each core].
    #[arg(long)]
    jobs: Option<usize>,
    /// Builds the targets and runs none; without the tools for it, says so and ends well.
    #[arg(long)]
    build_only: bool,
}

/// Builds, seeds and runs the targets.
pub(crate) fn run(options: &Options) -> Result<()> {
    let chosen = |name: &String| options.only.as_ref().is_none_or(|only| name.contains(only));
    let targets: Vec<String> = targets()?.into_iter().filter(chosen).collect();
    if targets.is_empty() {
        bail!("no target has that in its name; they stand in fuzz/Cargo.toml");
    }
    if let Some(missing) = missing() {
        if options.build_only {
            say(&format!("the fuzz targets are not built: {missing}"));
            return Ok(());
        }
        bail!("{missing}");
    }
    build(&targets, options.only.is_some())?;
    if options.build_only {
        return Ok(());
    }
    seeds::plant(&targets)?;
    let jobs = options.jobs.or_else(|| thread::available_parallelism().ok().map(usize::from)).unwrap_or(1);
    let broken = run_all(&binaries()?, &targets, options.seconds, jobs)?;
    if broken.is_empty() {
        say("every target kept its promises");
        return Ok(());
    }
    for outcome in &broken {
        outcome.explain();
    }
    bail!("{} of {} targets broke a promise", broken.len(), targets.len())
}

/// Whether the targets still compile: what `cargo xtask ci` asks. Optimised and instrumented they take minutes.
pub(crate) fn check() -> Result<()> {
    let target = std::env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| "target".to_owned());
    let words = ["check", "--quiet", "--no-default-features", "--manifest-path", "fuzz/Cargo.toml"];
    cargo(&[&words[..], &["--target-dir", &target]].concat(), &[])
}

/// The names of the binaries.
fn targets() -> Result<Vec<String>> {
    let manifest = fs::read_to_string(root().join("fuzz/Cargo.toml"))?;
    let names = manifest.split("[[bin]]").skip(1).map(|table| table.split('"').nth(1).map(str::to_owned));
    names.collect::<Option<_>>().context("fuzz/Cargo.toml has a binary without a name")
}

/// What to install before targets can be built.
fn missing() -> Option<&'static str> {
    let nightly = Command::new("cargo").args(["+nightly", "--version"]).stderr(Stdio::null()).output();
    if !nightly.is_ok_and(|output| output.status.success()) {
        return Some(
            "libFuzzer needs a nightly toolchain: rustup toolchain install nightly --profile minimal",
        );
    }
    (!has_cargo("fuzz")).then_some("cargo-fuzz is not installed: cargo install cargo-fuzz --locked")
}

fn build(targets: &[String], each: bool) -> Result<()> {
    let all = ["+nightly", "fuzz", "build", PLAIN];
    if !each {
        return cargo(&all, &[]);
    }
    targets.iter().try_for_each(|target| cargo(&[&all[..], &[target]].concat(), &[]))
}

/// Where cargo-fuzz puts the targets: it names the machine even where it is this one.
fn binaries() -> Result<PathBuf> {
    let output = Command::new("rustc").args(["+nightly", "-vV"]).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let host = text.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "fuzz/target".into(), PathBuf::from);
    Ok(root().join(target).join(host).join("release"))
}

/// Runs the targets, some at a time; those that broke a promise.
fn run_all(binaries: &Path, targets: &[String], seconds: u64, jobs: usize) -> Result<Vec<Outcome>> {
    say(&format!("{:<24} {:>12} {:>10} {:>10}  result", "target", "executions", "a second", "inputs"));
    let queue = Mutex::new(targets.iter());
    let next = || queue.lock().ok().and_then(|mut queue| queue.next());
    let work = || -> Result<Vec<Outcome>> {
        let mut broken = Vec::new();
        while let Some(target) = next() {
            let outcome = run::target(binaries, target, seconds)?;
            say(&outcome.line());
            broken.extend(outcome.is_broken().then_some(outcome));
        }
        Ok(broken)
    };
    let all = thread::scope(|scope| {
        let workers: Vec<_> = (0..jobs.max(1)).map(|_| scope.spawn(work)).collect();
        workers.into_iter().map(|worker| worker.join().unwrap_or_else(|_| bail!("a worker ended"))).collect()
    });
    let all: Result<Vec<Vec<Outcome>>> = all;
    Ok(all?.into_iter().flatten().collect())
}
