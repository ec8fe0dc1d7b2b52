//! Running the tests as one of the mutants that are built in.

use std::fs;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use super::area::{Area, SLOW};
use super::build::{Built, Test};
use super::results::Outcome;
use super::tree::Tree;
use crate::run::say;

/// Address space of a test in KiB: a mutant may ask for memory without end.
const MEMORY: &str = "8388608";

/// The tests, and how long each may take.
pub(crate) struct Tests<'t> {
    tests: Vec<(Test, Duration)>,
    tree: &'t Tree,
}

impl<'t> Tests<'t> {
    /// Runs the tests of an area with no mutant chosen. They must pass, or every mutant would count as caught.
    #[expect(clippy::disallowed_methods, reason = "measuring time is what this is for")]
    pub(crate) fn checked(area: Area, built: &Built, tree: &'t Tree) -> Result<Self> {
        let mut tests = Self { tests: Vec::new(), tree };
        tests.choose(0)?;
        for test in built.tests_of(area)? {
            let start = Instant::now();
            if !tests.passes(&test, Duration::from_mins(10))?.unwrap_or(false) {
                bail!("the tests of {} fail on the source as it is", test.name);
            }
            tests.tests.push((test, Duration::from_secs(20) + start.elapsed() * 6));
        }
        say(&format!("{}: the tests pass on the source as it is", area.name()));
        Ok(tests)
    }

    /// What becomes of a mutant.
    pub(crate) fn run(&self, number: usize) -> Result<Outcome> {
        self.choose(number)?;
        for (test, time) in &self.tests {
            match self.passes(test, *time)? {
                Some(true) => {}
                Some(false) => return Ok(Outcome::Caught),
                None => return Ok(Outcome::Timeout),
            }
        }
        Ok(Outcome::Missed)
    }

    fn choose(&self, number: usize) -> Result<()> {
        Ok(fs::write(self.tree.path.join("chosen-mutant"), number.to_string())?)
    }

    /// Whether the tests of a program pass; nothing when they did not end in time.
    fn passes(&self, test: &Test, time: Duration) -> Result<Option<bool>> {
        let mut command = self.tree.environment(Command::new("sh"));
        command
            .args(["-c", "ulimit -v \"$0\"; exec \"$@\"", MEMORY])
            .arg(&test.program)
            .arg("--quiet")
            .args(SLOW)
            .args(test.modules);
        command.current_dir(&test.folder).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        let mut child = command.spawn()?;
        let status = within(&mut child, time)?;
        if status.is_none() {
            // The whole group: tests start the tool, which may be what does not end.
            let group = format!("-{}", child.id());
            Command::new("kill").args(["-KILL", "--", &group]).status()?;
            child.wait()?;
        }
        Ok(status.map(|status| status.success()))
    }
}

/// Waits for a process, but not forever.
#[expect(clippy::disallowed_methods, reason = "waiting for a process is what this is for")]
fn within(child: &mut Child, time: Duration) -> Result<Option<ExitStatus>> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() > time {
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(5));
    }
}
