//! How a program is run in the workshop: without network, and within a time.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::workshop::Workshop;
use crate::run::say;

/// How long one program may run.
const LIMIT: Duration = Duration::from_mins(5);

/// How a program ended.
pub(super) enum Ended {
    /// With success; its standard output.
    Well(String),
    /// Otherwise; why.
    Badly(String),
}

impl Workshop {
    /// Runs a program offline; what it prints is kept in `verdicts/`.
    pub(super) fn run(&self, name: &str, words: &[&str], input: Option<&Path>) -> Result<Ended> {
        let words: Vec<&str> = self.offline.iter().chain(words).copied().collect();
        self.run_online(name, &words, input)
    }

    /// Runs a program that may use the network: an installation.
    #[expect(clippy::disallowed_methods, reason = "a program that hangs must end")]
    pub(super) fn run_online(&self, name: &str, words: &[&str], input: Option<&Path>) -> Result<Ended> {
        let kept = |kind: &str| self.folder().join("verdicts").join(format!("{name}.{kind}"));
        let (program, words) = words.split_first().context("no command")?;
        let mut command = Command::new(self.program(program));
        command.args(words).current_dir(self.folder()).stdin(match input {
            Some(path) => File::open(path)?.into(),
            None => Stdio::null(),
        });
        command.stdout(File::create(kept("out"))?).stderr(File::create(kept("err"))?);
        // Go packages of Debian are found by path, not as modules; nothing is written outside the workshop.
        command.env("GO111MODULE", "off").env("GOPATH", "/usr/share/gocode");
        command.env("GOCACHE", self.folder().join("go-cache")).env("PYTHONDONTWRITEBYTECODE", "1");
        let mut child = match command.spawn() {
            Ok(child) => child,
            Err(error) => return Ok(Ended::Badly(format!("`{program}` could not be started: {error}"))),
        };
        let status = wait(&mut child, Instant::now())?;
        if status.is_some_and(|status| status.success()) {
            return Ok(Ended::Well(fs::read_to_string(kept("out"))?));
        }
        let errors = fs::read(kept("err"))?;
        let errors = String::from_utf8_lossy(&errors);
        let last = errors.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("no message");
        let how = status.map_or("took longer than five minutes".to_owned(), |status| status.to_string());
        Ok(Ended::Badly(format!("`{program}`: {how}: {last}")))
    }

    /// A program of the workshop by its whole path.
    fn program(&self, program: &str) -> PathBuf {
        if program.contains('/') { self.folder().join(program) } else { program.into() }
    }
}

/// Waits for the end, or ends it when its time is up.
#[expect(clippy::disallowed_methods, reason = "a program that hangs must end")]
fn wait(child: &mut Child, started: Instant) -> Result<Option<ExitStatus>> {
    while started.elapsed() < LIMIT {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}

/// How the network is cut off here: by an empty network namespace, where the system allows one.
pub(super) fn offline() -> &'static [&'static str] {
    const WAYS: [&[&str]; 2] = [&["unshare", "--net"], &["unshare", "--user", "--net"]];
    let works = |words: &&&[&str]| {
        let mut command = Command::new("unshare");
        command.args(words.iter().skip(1)).arg("true").stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    if let Some(words) = WAYS.iter().find(works) {
        return words;
    }
    say("the network cannot be cut off here (`unshare --net`): only the drivers refuse to fetch");
    &[]
}
