//! One run of one target.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::run::{root, say};

/// The longest input that libFuzzer makes.
const LONGEST: usize = 65_536;

/// What a run came to.
pub(super) struct Outcome {
    target: String,
    executions: String,
    each_second: String,
    inputs: usize,
    /// The input that broke a promise, and what was said of it.
    broken: Option<(PathBuf, String)>,
}

/// Runs the binary of a target for some seconds on its inputs so far, which grow.
///
/// Not through `cargo fuzz run`, which would build again what was edited since.
pub(super) fn target(binaries: &Path, name: &str, seconds: u64) -> Result<Outcome> {
    let fuzz = root().join("fuzz");
    let (corpus, artifacts) = (fuzz.join("corpus").join(name), fuzz.join("artifacts").join(name));
    fs::create_dir_all(&artifacts)?;
    let mut command = Command::new(binaries.join(name));
    command.arg(format!("-artifact_prefix={}/", artifacts.display()));
    command.arg(format!("-max_total_time={seconds}")).arg(format!("-max_len={LONGEST}"));
    // Hanging, or memory without bounds, is a broken promise like any other.
    command.args(["-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1"]);
    command.arg(&corpus).current_dir(root()).stdin(Stdio::null());
    let output = command.output().with_context(|| format!("{name} could not be started"))?;
    let log = String::from_utf8_lossy(&output.stderr);
    let stat = |name: &str| {
        let found = log.lines().find_map(|line| line.strip_prefix("stat::")?.strip_prefix(name));
        found.map_or("?", |value| value.trim_start_matches(':').trim()).to_owned()
    };
    let broken = (!output.status.success()).then(|| (artifact(&log), complaint(&log)));
    let inputs = fs::read_dir(corpus).map_or(0, Iterator::count);
    Ok(Outcome {
        target: name.to_owned(),
        executions: stat("number_of_executed_units"),
        each_second: stat("average_exec_per_sec"),
        inputs,
        broken,
    })
}

/// Where libFuzzer wrote the input.
fn artifact(log: &str) -> PathBuf {
    let written = log.lines().find_map(|line| line.split_once("Test unit written to "));
    written.map_or_else(|| "fuzz/artifacts".into(), |(_, path)| PathBuf::from(path.trim()))
}

/// The message of the panic, or of libFuzzer.
fn complaint(log: &str) -> String {
    let mut lines = log.lines().skip_while(|line| !line.contains("panicked at") && !line.contains("ERROR: "));
    let first = lines.next().unwrap_or("it could not be run");
    // The place is followed by the message.
    let second = if first.contains("panicked at") { lines.next().unwrap_or_default() } else { "" };
    let text = format!("{first} {second}");
    text.chars().take(300).collect()
}

impl Outcome {
    pub(super) fn is_broken(&self) -> bool {
        self.broken.is_some()
    }

    pub(super) fn line(&self) -> String {
        let result = if self.is_broken() { "BROKEN" } else { "ok" };
        let Self { target, executions, each_second, inputs, .. } = self;
        format!("{target:<24} {executions:>12} {each_second:>10} {inputs:>10}  {result}")
    }

    /// What broke, and what to do.
    pub(super) fn explain(&self) {
        let Some((path, complaint)) = &self.broken else { return };
        let (target, path) = (&self.target, path.display());
        say(&format!("\n{target}: {complaint}\n  make it small:  cargo +nightly fuzz tmin {target} {path}"));
        say(&format!("  then keep it as corpus/regressions/{target}/WHAT-IT-IS and repair what it shows"));
    }
}
