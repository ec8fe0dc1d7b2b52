//! Recordings with expected findings, judged by the built tool: `corpus/decisions/` (each trap of the
//! documents, see `docs/decisions.md`) and `corpus/clients/` (what real client programs do wrong).
//!
//! Errors and warnings must be exactly those expected. A note that is expected must be there; one that
//! is not expected may be, unless it is listed under `silent`.

#![expect(clippy::unwrap_used, reason = "helpers of tests; clippy only knows the tests themselves")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expectations {
    recordings: Vec<Recording>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Recording {
    file: String,
    #[serde(default = "documented")]
    profile: String,
    /// A further base URI, for recordings of servers elsewhere.
    base_uri: Option<String>,
    /// What the recording shows, for a reader.
    why: String,
    exchanges: Vec<Expected>,
}

fn documented() -> String {
    "documented".to_owned()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    /// What is special about the exchange, for a reader.
    #[serde(default, rename = "why")]
    _why: String,
    verdict: String,
    /// Rules that fire, with their level.
    #[serde(default)]
    findings: BTreeMap<String, String>,
    /// Rules that must not fire, not even as a note.
    #[serde(default)]
    silent: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Reported {
    verdict: String,
    findings: Vec<ReportedFinding>,
}

#[derive(Deserialize)]
struct ReportedFinding {
    rule: String,
    level: String,
}

#[test]
fn every_decision_has_the_findings_that_its_fixture_expects() {
    check("decisions");
}

#[test]
fn every_misbehaviour_of_a_client_gets_its_finding() {
    check("clients");
}

fn check(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus").join(name);
    let text = std::fs::read_to_string(folder.join("expected.json")).unwrap();
    let expectations: Expectations = serde_json::from_str(&text).unwrap();
    let mut wrong = Vec::new();
    for recording in &expectations.recordings {
        assert!(!recording.why.is_empty(), "{} says what it shows", recording.file);
        let reported = report(&folder, recording);
        if reported.len() != recording.exchanges.len() {
            wrong.push(format!("{}: {} exchanges reported", recording.file, reported.len()));
        }
        for (at, (expected, reported)) in recording.exchanges.iter().zip(&reported).enumerate() {
            let differences = compare(expected, reported).into_iter();
            wrong.extend(differences.map(|difference| format!("{} #{at}: {difference}", recording.file)));
        }
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
    let files = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name());
    let files: BTreeSet<String> = files.map(|name| name.to_string_lossy().into_owned()).collect();
    let expected: BTreeSet<String> =
        expectations.recordings.into_iter().map(|recording| recording.file).collect();
    let recordings: BTreeSet<String> = files.into_iter().filter(|name| name.ends_with(".ndjson")).collect();
    assert_eq!(recordings, expected, "every recording has an expectation");
}

fn report(folder: &Path, recording: &Recording) -> Vec<Reported> {
    let base_uri = recording.base_uri.iter().flat_map(|base| ["--base-uri", base]);
    let output = Command::new(env!("CARGO_BIN_EXE_directline"))
        .args(["verify", "--format", "ndjson", "--profile", &recording.profile])
        .args(base_uri)
        .arg(folder.join(&recording.file))
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let exchanges = lines.filter(|line| line["type"] == "exchange");
    exchanges.map(|line| serde_json::from_value(line).unwrap()).collect()
}

fn compare(expected: &Expected, reported: &Reported) -> Vec<String> {
    let mut wrong = Vec::new();
    let fired: BTreeMap<&String, &String> =
        reported.findings.iter().map(|finding| (&finding.rule, &finding.level)).collect();
    for (rule, level) in &expected.findings {
        match fired.get(rule) {
            None => wrong.push(format!("{rule} ({level}) did not fire")),
            Some(got) if *got != level => wrong.push(format!("{rule} fired as {got} instead of {level}")),
            Some(_) => {}
        }
    }
    for (rule, level) in &fired {
        let is_loud = *level != "note" && !expected.findings.contains_key(*rule);
        if is_loud || expected.silent.contains(*rule) {
            wrong.push(format!("{rule} ({level}) fired"));
        }
    }
    if reported.verdict != expected.verdict {
        wrong.push(format!("the verdict is {} instead of {}", reported.verdict, expected.verdict));
    }
    wrong
}
