//! `cargo xtask accept`: the built binary over real recordings, against what a correct validator says.
//!
//! `corpus/recorded/README.md` says how an expectation and a report are compared.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::Value;

use crate::run::{root, say, test_binary};

#[derive(Deserialize)]
struct Expectations {
    files: Vec<ExpectedFile>,
}

#[derive(Deserialize)]
struct ExpectedFile {
    path: String,
    exchanges: Vec<Expected>,
}

#[derive(Deserialize)]
struct Expected {
    index: usize,
    verdict: String,
    operation: Option<String>,
    #[serde(default)]
    findings: Vec<ExpectedFinding>,
    #[serde(default)]
    not_observable: Vec<String>,
    #[serde(default)]
    accept: Vec<String>,
}

#[derive(Deserialize)]
struct ExpectedFinding {
    side: String,
    severity: String,
}

#[derive(Deserialize)]
struct Reported {
    index: usize,
    verdict: String,
    operation: Option<String>,
    findings: Vec<ReportedFinding>,
    inconclusive: Vec<Value>,
}

#[derive(Deserialize)]
struct ReportedFinding {
    rule: String,
    level: String,
    side: String,
}

/// How a report compares with an expectation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Right,
    FalseAlarm,
    Missed,
    Wrong,
    LineMissing,
}

/// Compares every recording that has an expectation.
pub(crate) fn run(verbose: bool) -> Result<()> {
    let folder = root().join("corpus/recorded");
    let text = fs::read_to_string(folder.join("expected.json")).context("corpus/recorded/expected.json")?;
    let expectations: Expectations = serde_json::from_str(&text)?;
    let binary = test_binary()?;
    let mut tally: BTreeMap<Outcome, usize> = BTreeMap::new();
    for file in &expectations.files {
        let reported = report(&binary, &folder.join(&file.path))?;
        let mut right = 0_usize;
        let mut notes = Vec::new();
        for expected in &file.exchanges {
            let got = reported.iter().find(|line| line.index == expected.index);
            let outcome = got.map_or(Outcome::LineMissing, |got| judge(expected, got));
            let count = tally.entry(outcome).or_default();
            *count = count.saturating_add(1);
            if outcome == Outcome::Right {
                right = right.saturating_add(1);
            } else {
                notes.push(describe(expected, got));
            }
        }
        say(&format!("{:40} {right:3} of {}", file.path, file.exchanges.len()));
        notes.iter().filter(|_| verbose).for_each(|note| say(note));
    }
    total(&tally)
}

fn report(binary: &Path, recording: &Path) -> Result<Vec<Reported>> {
    let output = Command::new(binary)
        .args(["verify", "--skip", "conversation", "--format", "ndjson"])
        .arg(recording)
        .output()?;
    let text = String::from_utf8(output.stdout)?;
    let mut reported = Vec::new();
    for line in text.lines() {
        let line: Value = serde_json::from_str(line)?;
        if line.get("type").and_then(Value::as_str) == Some("exchange") {
            reported.push(serde_json::from_value(line)?);
        }
    }
    Ok(reported)
}

fn total(tally: &BTreeMap<Outcome, usize>) -> Result<()> {
    let count = |outcome| tally.get(&outcome).copied().unwrap_or(0);
    let all: usize = tally.values().sum();
    say(&format!(
        "total: {} right of {all}, {} missed, {} false alarms, {} otherwise wrong, {} lines missing",
        count(Outcome::Right),
        count(Outcome::Missed),
        count(Outcome::FalseAlarm),
        count(Outcome::Wrong),
        count(Outcome::LineMissing),
    ));
    if all == 0 || count(Outcome::Right) != all {
        bail!("the verdicts are not all as expected; `cargo xtask accept --verbose` shows which");
    }
    Ok(())
}

fn judge(expected: &Expected, got: &Reported) -> Outcome {
    let verdict = match got.verdict.as_str() {
        "violates" => "deviates",
        "conforms" => "valid",
        "inconclusive" => "not-assessable",
        other => other,
    };
    if expected.accept.iter().any(|accepted| accepted == verdict) {
        return Outcome::Right;
    }
    let has = |level: &str| got.findings.iter().any(|finding| finding.level == level);
    let wants = |level: &str| expected.findings.iter().any(|finding| finding.severity == level);
    if expected.verdict == "out-of-scope" {
        return match (got.verdict.as_str(), has("error")) {
            ("out-of-scope", _) => Outcome::Right,
            (_, true) => Outcome::FalseAlarm,
            _ => Outcome::Wrong,
        };
    }
    if got.verdict == "out-of-scope" {
        return Outcome::Missed;
    }
    if expected.operation.is_some() && expected.operation != got.operation {
        return Outcome::Wrong;
    }
    match expected.verdict.as_str() {
        "valid" if has("error") || (has("warning") && !wants("warning")) => Outcome::FalseAlarm,
        "valid" if wants("warning") && !has("warning") => Outcome::Missed,
        "valid" => match got.verdict.as_str() {
            "conforms" => Outcome::Right,
            "inconclusive" if !expected.not_observable.is_empty() => Outcome::Right,
            _ => Outcome::Wrong,
        },
        "deviates" => deviates(expected, got),
        _ if has("error") && !wants("error") => Outcome::FalseAlarm,
        _ => {
            let is_said = got.verdict == "inconclusive" || !got.inconclusive.is_empty();
            let is_wrong_as_expected = wants("error") && got.verdict == "violates";
            if is_said || is_wrong_as_expected { Outcome::Right } else { Outcome::Missed }
        }
    }
}

/// An error on each side on which one is expected.
fn deviates(expected: &Expected, got: &Reported) -> Outcome {
    let errors = expected.findings.iter().filter(|finding| finding.severity == "error");
    let all_sides = errors.clone().all(|wanted| {
        got.findings.iter().any(|finding| finding.level == "error" && finding.side == wanted.side)
    });
    if errors.count() == 0 || !all_sides {
        Outcome::Missed
    } else if got.verdict == "violates" {
        Outcome::Right
    } else {
        Outcome::Wrong
    }
}

fn describe(expected: &Expected, got: Option<&Reported>) -> String {
    let findings = got.map(|got| {
        let all = got
            .findings
            .iter()
            .map(|finding| format!("{} ({}, {})", finding.rule, finding.level, finding.side));
        all.collect::<Vec<_>>().join(", ")
    });
    let verdict = got.map_or("no line", |got| got.verdict.as_str());
    let index = expected.index;
    format!("    #{index}: expected {}, got {verdict}: {}", expected.verdict, findings.unwrap_or_default())
}
