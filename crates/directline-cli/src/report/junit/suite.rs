//! One `testsuite`: its tests are kept aside until their number is known, which stands before them.

use std::io::{self, Read, Seek, SeekFrom, Write};

use directline_reference::Time;
use tempfile::SpooledTempFile;

use super::xml;

/// How much of a suite is kept in memory; the rest waits in an unnamed file.
const IN_MEMORY: usize = 1 << 20;

/// How a test ended, with what is shown of it.
pub(super) enum Outcome {
    Passed,
    /// It does not hold: kind, message, account.
    Failed(&'static str, String, String),
    /// It could not be tried: kind, message, account.
    Errored(&'static str, String, String),
    /// It was not decided: why.
    Skipped(String),
}

/// A suite that is being written.
pub(super) struct Suite {
    pub(super) name: String,
    /// When the first of its exchanges was sent.
    pub(super) started: Option<i64>,
    /// How long its exchanges took, in nanoseconds.
    nanos: u64,
    tests: u64,
    failures: u64,
    errors: u64,
    skipped: u64,
    cases: SpooledTempFile,
    shown: SpooledTempFile,
}

impl Suite {
    pub(super) fn new(name: String) -> Self {
        let aside = || SpooledTempFile::new(IN_MEMORY);
        let (cases, shown) = (aside(), aside());
        Self { name, started: None, nanos: 0, tests: 0, failures: 0, errors: 0, skipped: 0, cases, shown }
    }

    /// Adds a test. Its class is the suite's name with `class` after a dot: viewers tell tests apart by class and name, and
    /// take what stands before the last dot for the package.
    pub(super) fn add(&mut self, class: &str, name: &str, nanos: u64, outcome: &Outcome) -> io::Result<()> {
        count(&mut self.tests);
        self.nanos = self.nanos.saturating_add(nanos);
        let class = format!("{}.{class}", self.name);
        let (class, name, time) = (xml::escaped(&class), xml::escaped(name), seconds(nanos));
        let cases = &mut self.cases;
        write!(cases, "    <testcase classname=\"{class}\" name=\"{name}\" time=\"{time}\"")?;
        let (element, kind, message, account) = match outcome {
            Outcome::Passed => return writeln!(cases, "/>"),
            Outcome::Skipped(why) => {
                count(&mut self.skipped);
                return writeln!(
                    cases,
                    ">\n      <skipped message=\"{}\"/>\n    </testcase>",
                    xml::escaped(why)
                );
            }
            Outcome::Failed(kind, message, account) => {
                count(&mut self.failures);
                ("failure", kind, message, account)
            }
            Outcome::Errored(kind, message, account) => {
                count(&mut self.errors);
                ("error", kind, message, account)
            }
        };
        let (kind, message, account) = (xml::escaped(kind), xml::escaped(message), xml::lines(account));
        writeln!(cases, ">")?;
        writeln!(cases, "      <{element} type=\"{kind}\" message=\"{message}\">{account}</{element}>")?;
        writeln!(cases, "    </testcase>")
    }

    /// Adds to what the suite shows besides its tests: lines of our own, recorded text escaped.
    pub(super) fn show(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.shown, "{}\n", xml::lines(text))
    }

    /// Writes the suite.
    pub(super) fn write(
        mut self,
        out: &mut dyn Write,
        id: u64,
        properties: &[(&str, String)],
    ) -> io::Result<()> {
        let Self { tests, failures, errors, skipped, .. } = self;
        // A name that a reader takes for none would not be valid.
        let name = if self.name.trim().is_empty() { "recording" } else { self.name.as_str() };
        let (name, time) = (xml::escaped(name), seconds(self.nanos));
        let started = Time { unix_nanos: self.started.unwrap_or_default() }.to_string();
        let started = started.split('.').next().unwrap_or_default();
        write!(out, "  <testsuite id=\"{id}\" package=\"directline\" name=\"{name}\"")?;
        write!(out, " timestamp=\"{started}\" hostname=\"localhost\"")?;
        write!(out, " tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\"")?;
        writeln!(out, " time=\"{time}\">\n    <properties>")?;
        for (name, value) in properties {
            writeln!(out, "      <property name=\"{name}\" value=\"{}\"/>", xml::escaped(value))?;
        }
        writeln!(out, "    </properties>")?;
        copy(&mut self.cases, out)?;
        write!(out, "    <system-out>")?;
        copy(&mut self.shown, out)?;
        writeln!(out, "</system-out>\n    <system-err/>\n  </testsuite>")
    }
}

fn copy(from: &mut SpooledTempFile, out: &mut dyn Write) -> io::Result<()> {
    from.seek(SeekFrom::Start(0))?;
    let mut piece = vec![0; 1 << 14];
    loop {
        let read = from.read(&mut piece)?;
        if read == 0 {
            return Ok(());
        }
        out.write_all(piece.get(..read).unwrap_or_default())?;
    }
}

/// Seconds with milliseconds, rounded down.
fn seconds(nanos: u64) -> String {
    let millis = nanos / 1_000_000;
    format!("{}.{:03}", millis / 1000, millis % 1000)
}

fn count(number: &mut u64) {
    *number = number.saturating_add(1);
}
