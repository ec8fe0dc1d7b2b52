//! Running programs, and finding things in the workspace.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// The root of the workspace.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// Runs `cargo` with these words in the workspace and fails when it fails.
pub(crate) fn cargo(words: &[&str], environment: &[(&str, &str)]) -> Result<()> {
    say(&format!("cargo {}", words.join(" ")));
    let mut command = Command::new("cargo");
    command.args(words).current_dir(root()).envs(environment.iter().copied());
    let status = command.status().context("cargo could not be started")?;
    if !status.success() {
        bail!("`cargo {}` failed", words.join(" "));
    }
    Ok(())
}

/// Whether `cargo WORD --version` works.
pub(crate) fn has_cargo(word: &str) -> bool {
    let mut command = Command::new("cargo");
    command.args([word, "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Builds the tool in release mode and returns the path of the binary.
pub(crate) fn binary() -> Result<PathBuf> {
    build(&["--release"])
}

/// Builds the tool as tests do, which is quicker, and returns the path of the binary.
pub(crate) fn test_binary() -> Result<PathBuf> {
    build(&[])
}

/// Builds the tool as tests do and returns what it prints.
pub(crate) fn tool(words: &[&str]) -> Result<String> {
    let output = Command::new(test_binary()?).args(words).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        bail!("`directline {}` failed", words.join(" "));
    }
    String::from_utf8(output.stdout).context("the tool printed no text")
}

fn build(options: &[&str]) -> Result<PathBuf> {
    let words =
        ["build", "--quiet", "--package", "directline-cli", "--message-format=json-render-diagnostics"];
    let words = [&words, options].concat();
    executable(Command::new("cargo").args(words).current_dir(root()))
}

/// Runs a build by cargo that reports in JSON, and returns the path of the binary.
pub(crate) fn executable(build: &mut Command) -> Result<PathBuf> {
    let output = build.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        bail!("the binary could not be built");
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let mut messages = text.lines().rev().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let found = messages.find_map(|message| message.get("executable")?.as_str().map(PathBuf::from));
    found.context("cargo named no executable")
}

/// Prints a line for the person who runs the task.
#[expect(clippy::print_stdout, reason = "printing is what a task is for")]
pub(crate) fn say(line: &str) {
    println!("{line}");
}
