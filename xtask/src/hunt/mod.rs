//! `cargo xtask hunt`: every fault of the model service must be found over HTTP, and nothing where there is none; and how
//! fast that goes.

mod service;
mod speed;

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::run::{binary, cargo, say};
use service::Service;

/// How many requests without a finding are asked for.
const SOUND_REQUESTS: u64 = 100_000;

/// Sequences that have as many requests, and a few more.
const SOUND_CASES: &str = "10000";

/// The longest median of shortest sequences.
const LONGEST_MEDIAN: u64 = 4;

/// Tasks that can be chosen.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only faults whose name has this in it.
    #[arg(long)]
    fault: Option<String>,
    /// Do not measure how fast it goes.
    #[arg(long)]
    no_speed: bool,
}

/// Hunts every fault, then none, then measures.
pub(crate) fn run(options: &Options) -> Result<()> {
    let binary = binary()?;
    let folder = tempfile::tempdir()?;
    faults(&binary, folder.path(), options)?;
    sound(&binary, folder.path())?;
    if options.no_speed {
        return Ok(());
    }
    speed::measure(&binary, folder.path())?;
    cargo(&["run", "--release", "--quiet", "--package", "directline-fuzz", "--example", "speed"], &[])
}

/// A fault, as the tool lists it.
struct Fault {
    name: String,
    rule: String,
}

fn faults(binary: &Path, folder: &Path, options: &Options) -> Result<()> {
    let listed = Command::new(binary).args(["serve", "--list-faults", "--format", "json"]).output()?;
    let listed: Value = serde_json::from_slice(&listed.stdout)?;
    let text = |value: &Value, member: &str| {
        value.get(member).and_then(Value::as_str).map(str::to_owned).context("a fault lacks a member")
    };
    let all = listed.get("faults").unwrap_or(&listed).as_array().context("no list of faults")?;
    let (mut lengths, mut missed) = (Vec::new(), Vec::new());
    say("fault                        rule                                   requests  shortest");
    for listed in all {
        let fault = Fault { name: text(listed, "name")?, rule: text(listed, "rule")? };
        if options.fault.as_ref().is_some_and(|wanted| !fault.name.contains(wanted)) {
            continue;
        }
        let Some((requests, exchanges)) = find(binary, folder, &fault)? else {
            say(&format!("{:28} {:38}   missed", fault.name, fault.rule));
            missed.push(fault.name);
            continue;
        };
        say(&format!("{:28} {:38} {requests:>8} {exchanges:>9}", fault.name, fault.rule));
        lengths.push(exchanges);
    }
    lengths.sort_unstable();
    let median = lengths.get(lengths.len() / 2).copied().unwrap_or(0);
    let found = lengths.len();
    say(&format!(
        "{found} of {} faults found; the shortest sequences have {median} requests (median)",
        found + missed.len()
    ));
    if !missed.is_empty() {
        bail!("missed: {}", missed.join(", "));
    }
    if median > LONGEST_MEDIAN {
        bail!("the shortest sequences are longer than {LONGEST_MEDIAN} requests");
    }
    Ok(())
}

/// After how many requests the fault was found by its rule, and how long the shortest sequence is.
fn find(binary: &Path, folder: &Path, fault: &Fault) -> Result<Option<(u64, u64)>> {
    // Tokens that live for half an hour cannot be waited for.
    let is_about_time = fault.rule == "expired-token-accepted";
    let lifetime: &[&str] = if is_about_time { &["--token-lifetime", "1"] } else { &[] };
    let service = Service::start(binary, &[&["--fault", &fault.name], lifetime].concat())?;
    let hunt = hunt(binary, folder, &service, &[])?;
    let caught = hunt.get("caught").and_then(Value::as_array).context("no list of what was caught")?;
    let rule = |caught: &&Value| caught.get("rule").and_then(Value::as_str) == Some(&fault.rule);
    let number = |caught: &Value, member: &str| caught.get(member).and_then(Value::as_u64).unwrap_or(0);
    Ok(caught.iter().find(rule).map(|caught| (number(caught, "requests"), number(caught, "exchanges"))))
}

fn sound(binary: &Path, folder: &Path) -> Result<()> {
    let service = Service::start(binary, &[])?;
    let hunt = hunt(binary, folder, &service, &["--cases", SOUND_CASES])?;
    let requests = hunt.get("requests").and_then(Value::as_u64).unwrap_or(0);
    let caught = hunt.get("caught").and_then(Value::as_array).context("no list of what was caught")?;
    say(&format!("without a fault: {} findings in {requests} requests", caught.len()));
    if !caught.is_empty() || requests < SOUND_REQUESTS {
        bail!("a service without a fault must have no finding in {SOUND_REQUESTS} requests");
    }
    Ok(())
}

/// The record of a hunt with the default budget, unless `words` say otherwise.
fn hunt(binary: &Path, folder: &Path, service: &Service, words: &[&str]) -> Result<Value> {
    let keep = tempfile::tempdir_in(folder)?;
    let mut command = Command::new(binary);
    command.args([
        "fuzz",
        "--target",
        &service.base,
        "--seed",
        "1",
        "--format",
        "json",
        "--fail-on",
        "never",
    ]);
    command.arg("--keep").arg(keep.path()).args(words).stderr(Stdio::null());
    let output = command.output()?;
    let report: Value = serde_json::from_slice(&output.stdout).context("the report is no JSON")?;
    report.get("hunt").cloned().context("the report has no hunt")
}
