//! `directline serve` in a process of its own.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};
use serde_json::Value;

/// A service that runs until it is dropped.
pub(super) struct Service {
    process: Child,
    /// Where it listens.
    pub(super) base: String,
    /// Its secret.
    pub(super) secret: String,
}

impl Service {
    pub(super) fn start(binary: &Path, words: &[&str]) -> Result<Self> {
        let mut command = Command::new(binary);
        command.args(["serve", "--format", "json"]).args(words).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn()?;
        let mut line = String::new();
        BufReader::new(process.stdout.take().context("no output")?).read_line(&mut line)?;
        let said: Value = serde_json::from_str(&line).context("serve did not say where it listens")?;
        let text = |member: &str| said.get(member).and_then(Value::as_str).unwrap_or_default().to_owned();
        Ok(Self { process, base: text("base_uri"), secret: text("secret") })
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // It has nothing to lose.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
