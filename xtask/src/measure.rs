//! `cargo xtask measure`: start-up time on a real recording, peak memory by number of entries, and what long
//! and hostile recordings cost.

mod hostile;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike as _;
use serde_json::Value;

use crate::run::{binary, root, say};

/// Runs of which the median is taken.
const RUNS: usize = 31;

/// Prints both figures.
pub(crate) fn run() -> Result<()> {
    let binary = binary()?;
    let text = fs::read_to_string(root().join("corpus/recorded/har/mitmproxy-requests.har"))?;
    let recording: Value = serde_json::from_str(&text)?;
    let folder = tempfile::tempdir()?;
    let of_24 = write(folder.path(), &recording, 24)?;
    say(&format!(
        "start-up: {:.1} ms for a HAR of 24 entries (median of {RUNS} runs, process start included)",
        millis(median(&binary, &of_24)?)
    ));
    let small = cost_of(&binary, &write(folder.path(), &recording, 100)?)?.kib;
    let large = cost_of(&binary, &write(folder.path(), &recording, 10_000)?)?.kib;
    say(&format!("peak memory: {small} KiB for 100 entries, {large} KiB for 10,000 entries"));
    let growth = ratio(large, small);
    say(&format!("growth: {growth:.1} %"));
    if growth > 10.0 {
        bail!("10,000 entries take over 10 % more memory than 100");
    }
    hostile(&binary, folder.path())
}

/// Prints what long and hostile recordings cost, and fails where it is out of all proportion.
fn hostile(binary: &Path, folder: &Path) -> Result<()> {
    let path = folder.join("hostile.ndjson");
    for recording in &hostile::ALL {
        recording.write(&path)?;
        let bytes = fs::metadata(&path)?.len();
        let cost = cost_of(binary, &path)?;
        say(&format!(
            "{:44} {:>6} KiB of input {:>8.1} ms {:>7} KiB exit {}",
            recording.name,
            bytes / 1024,
            cost.millis,
            cost.kib,
            cost.code
        ));
        let is_bounded = cost.millis < 60_000.0 && cost.kib < 256 * 1024;
        if !is_bounded || !matches!(cost.code, 0 | 1 | 4) {
            bail!("{}: not within a minute, 256 MiB, or the exit codes 0, 1 and 4", recording.name);
        }
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "KiB of a process are far below 2^52")]
fn ratio(large: i64, small: i64) -> f64 {
    (large as f64 / small as f64 - 1.0) * 100.0
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Writes a HAR with `number` entries, the recording's over and over.
fn write(folder: &Path, recording: &Value, number: usize) -> Result<std::path::PathBuf> {
    let entries = recording.pointer("/log/entries").and_then(Value::as_array).context("no entries")?;
    let repeated: Vec<&Value> = entries.iter().cycle().take(number).collect();
    let creator = recording.pointer("/log/creator");
    let har = serde_json::json!({"log": {"version": "1.2", "creator": creator, "entries": repeated}});
    let path = folder.join(format!("{number}.har"));
    fs::write(&path, har.to_string())?;
    Ok(path)
}

#[expect(clippy::disallowed_methods, reason = "measuring time is what this is for")]
fn median(binary: &Path, capture: &Path) -> Result<Duration> {
    let mut times = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let start = Instant::now();
        let status = Command::new(binary)
            .arg("verify")
            .arg(capture)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        times.push(start.elapsed());
        if status.code().is_none_or(|code| code > 1) {
            bail!("the recording could not be verified");
        }
    }
    times.sort();
    times.get(RUNS / 2).copied().context("no runs")
}

/// What one run cost.
#[derive(Debug)]
pub(crate) struct Cost {
    /// Peak memory.
    pub(crate) kib: i64,
    /// From start to end.
    pub(crate) millis: f64,
    /// Of all cores together, in the program and in the system for it.
    pub(crate) cpu_millis: f64,
    /// The exit code; 255 for none.
    pub(crate) code: i32,
}

impl Cost {
    /// Reads what [`peak`] prints.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let figures: Vec<&str> = text.split_whitespace().collect();
        let [kib, millis, cpu, code] = figures.as_slice() else {
            bail!("no figures from the measuring process: {text}")
        };
        Ok(Self { kib: kib.parse()?, millis: millis.parse()?, cpu_millis: cpu.parse()?, code: code.parse()? })
    }

    /// Peak memory.
    #[expect(clippy::cast_precision_loss, reason = "KiB of a process are far below 2^52")]
    pub(crate) fn mebibytes(&self) -> f64 {
        self.kib as f64 / 1024.0
    }
}

/// What one run costs, measured by a process of its own so that nothing else counts.
fn cost_of(binary: &Path, capture: &Path) -> Result<Cost> {
    let output = Command::new(std::env::current_exe()?)
        .args(["peak", "--"])
        .args([binary.as_os_str(), "verify".as_ref(), capture.as_os_str()])
        .stderr(Stdio::inherit())
        .output()?;
    Cost::parse(&String::from_utf8(output.stdout)?)
}

/// Runs a command and prints peak memory of its process in KiB, milliseconds, those of all cores, and exit code.
#[expect(clippy::disallowed_methods, reason = "measuring time is what this is for")]
pub(crate) fn peak(command: &[String]) -> Result<()> {
    let (program, words) = command.split_first().context("no command")?;
    let start = Instant::now();
    let status = Command::new(program).args(words).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    let time = millis(start.elapsed());
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let cpu = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    say(&format!(
        "{} {time:.1} {}.{:03} {}",
        usage.max_rss(),
        cpu / 1000,
        cpu % 1000,
        status.code().unwrap_or(255)
    ));
    Ok(())
}
