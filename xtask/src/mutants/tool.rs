//! Running cargo-mutants.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::area::{Area, SLOW};
use super::build::QUICK;
use super::list::Mutant;
use super::results::Outcome;
use super::tree::Tree;
use crate::run::say;

/// The version of cargo-mutants: another one may make other mutants.
const VERSION: &str = "27.1.0";

/// cargo-mutants, and the tree that it works on.
pub(crate) struct Tool {
    program: PathBuf,
    /// What is mutated.
    pub(crate) tree: Tree,
}

impl Tool {
    /// Installs cargo-mutants into `target/mutants/tools` where it is missing.
    pub(crate) fn installed(tree: Tree) -> Result<Self> {
        let tools = tree.home.join("tools");
        let program = tools.join("bin/cargo-mutants");
        if !program.exists() {
            say(&format!("installing cargo-mutants {VERSION} into {}", tools.display()));
            let words = ["install", "cargo-mutants", "--locked", "--version", VERSION, "--root"];
            let status = Command::new("cargo").args(words).arg(&tools).status()?;
            if !status.success() {
                bail!("cargo-mutants could not be installed");
            }
        }
        Ok(Self { program, tree })
    }

    /// The mutants of an area.
    pub(crate) fn list(&self, area: Area, words: &[&str]) -> Result<Vec<Mutant>> {
        let mut command = Command::new(&self.program);
        command.args(["mutants", "--list", "--json"]).args(words).current_dir(&self.tree.path);
        command.args(area.files().iter().flat_map(|file| ["--file", file]));
        let output = command.stderr(Stdio::inherit()).output()?;
        if !output.status.success() {
            bail!("cargo-mutants could not list the mutants of {}", area.name());
        }
        Ok(serde_json::from_slice(&output.stdout)?)
    }

    /// Lets cargo-mutants build and test a mutant by itself.
    pub(crate) fn run(&self, area: Area, mutant: &Mutant) -> Result<Outcome> {
        self.tree.restore()?;
        let output = self.tree.home.join("run");
        let mut command = self.tree.environment(Command::new(&self.program));
        command.args(["mutants", "--in-place", "--baseline=skip", "--no-times", "--no-config"]);
        command.args(["--build-timeout=1200", "--timeout=600"]).arg("--output").arg(&output);
        command.args(["--file", &mutant.file, "--re"]).arg(format!("^{}$", escape(&mutant.name)));
        command.args(area.packages().flat_map(|package| ["--test-package", package]));
        let words = area.targets().iter().filter(|word| !word.starts_with("--package="));
        command.args([QUICK].iter().chain(words).map(|word| format!("--cargo-arg={word}")));
        command.args(["--", "--"]).args(SLOW);
        let done = command.output().context("cargo-mutants could not be started")?;
        for outcome in Outcome::ALL {
            let text =
                fs::read_to_string(output.join("mutants.out").join(outcome.file())).unwrap_or_default();
            if text.lines().any(|name| name == mutant.name) {
                return Ok(outcome);
            }
        }
        say(&String::from_utf8_lossy(&done.stdout));
        say(&String::from_utf8_lossy(&done.stderr));
        bail!("cargo-mutants failed on {}", mutant.name)
    }
}

/// The text as a regular expression.
fn escape(text: &str) -> String {
    let special = |character: char| "\\.+*?()|[]{}^$#&-~".contains(character);
    text.chars()
        .flat_map(|character| special(character).then_some('\\').into_iter().chain([character]))
        .collect()
}
