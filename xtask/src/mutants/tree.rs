//! The copy of the source that is changed, and where results are kept.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::run::{root, say};

/// A clone at the last commit.
pub(crate) struct Tree {
    /// Its root.
    pub(crate) path: PathBuf,
    /// The folder of everything about mutants.
    pub(crate) home: PathBuf,
    /// The commit, shortened.
    pub(crate) commit: String,
    /// Held as long as the tree is in use.
    _lock: File,
}

impl Tree {
    /// Makes or renews the clone.
    pub(crate) fn at_last_commit() -> Result<Self> {
        let target =
            std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
        let home = root().join(target).join("mutants");
        let path = home.join("tree");
        fs::create_dir_all(&home)?;
        let lock = File::create(home.join("lock"))?;
        if lock.try_lock().is_err() {
            bail!("another run is at work in {}", home.display());
        }
        let commit = git(root(), &["rev-parse", "--short=10", "HEAD"])?;
        if !git(root(), &["status", "--porcelain"])?.is_empty() {
            say(&format!("changes since {commit} are not committed, and not tested"));
        }
        if !path.join(".git").exists() {
            let words = ["clone", "--quiet", "--shared", "--no-checkout"];
            let status = Command::new("git").args(words).arg(root()).arg(&path).status()?;
            if !status.success() {
                bail!("the source could not be cloned into {}", path.display());
            }
        }
        git(&path, &["fetch", "--quiet", "origin", "HEAD"])?;
        git(&path, &["checkout", "--quiet", "--force", "--detach", &commit])?;
        let tree = Self { path, home, commit, _lock: lock };
        tree.restore()?;
        Ok(tree)
    }

    /// Takes back every change.
    pub(crate) fn restore(&self) -> Result<()> {
        git(&self.path, &["checkout", "--quiet", "--force", "HEAD", "--", "."])?;
        git(&self.path, &["clean", "-fdq"])?;
        Ok(())
    }

    /// Lets a program run here, with one target folder for all, and nothing in it that only a debugger needs.
    pub(crate) fn environment(&self, mut command: Command) -> Command {
        command.current_dir(&self.path).stdin(Stdio::null());
        command.env("CARGO_TARGET_DIR", self.home.join("build")).env("CARGO_INCREMENTAL", "1");
        command.envs([("CARGO_PROFILE_DEV_DEBUG", "0"), ("CARGO_PROFILE_TEST_DEBUG", "0")]);
        command
    }

    /// A file as it was at a commit, without its unit tests: what is mutated.
    pub(crate) fn code(&self, commit: &str, file: &str) -> Option<String> {
        let text = git(&self.path, &["show", &format!("{commit}:{file}")]).ok()?;
        let end = text.find("#[cfg(test)]\nmod tests").unwrap_or(text.len());
        text.get(..end).map(|code| code.trim_end().to_owned())
    }
}

/// What git prints.
fn git(folder: &Path, words: &[&str]) -> Result<String> {
    let output = Command::new("git").arg("-C").arg(folder).args(words).output().context("git is needed")?;
    if !output.status.success() {
        bail!("git {}: {}", words.join(" "), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8(output.stdout)?.trim_end().to_owned())
}
