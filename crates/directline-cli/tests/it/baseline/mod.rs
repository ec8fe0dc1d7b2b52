//! Known findings: what a baseline makes of a run, and what the commands make of a baseline.

mod commands;
mod corpus;
mod file;
mod formats;
mod hostile;
mod live;
mod stale;

use std::path::Path;

use crate::support::{Ran, command, ran, run_in};

/// An exchange that breaks `text-not-string`.
fn text() -> String {
    super::support::sending(r#"{"from":"user1","text":1}"#)
}

/// An exchange that breaks `images-not-array`.
fn images() -> String {
    super::support::sending(r#"{"from":"user1","text":"a","images":1}"#)
}

/// An exchange that breaks nothing.
fn sound() -> String {
    super::support::good().to_string()
}

fn record(folder: &Path, lines: &[String]) {
    std::fs::write(folder.join("a.ndjson"), lines.join("\n")).unwrap();
}

fn baseline(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("directline-baseline.toml")).unwrap()
}

fn create(folder: &Path) {
    let ran = run_in(folder, &["baseline", "create", "a.ndjson", "--reason", "agreed upon"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran:?}");
}

/// Verifies the recording with the baseline.
fn verify(folder: &Path, arguments: &[&str]) -> Ran {
    let all = ["verify", "a.ndjson", "--baseline", "directline-baseline.toml"];
    run_in(folder, &[&all, arguments].concat())
}

/// Verifies at a time, in seconds since 1970.
fn verify_at(folder: &Path, seconds: &str) -> Ran {
    let all = ["verify", "a.ndjson", "--baseline", "directline-baseline.toml"];
    ran(command(folder, &all).env("SOURCE_DATE_EPOCH", seconds).output().unwrap())
}

fn last_line(ran: &Ran) -> &str {
    ran.stdout.lines().rfind(|line| !line.starts_with("next: ")).unwrap_or_default()
}
