//! How much of the recordings is read: bytes, rate, and the time that is left where the size is known.

use std::io::IsTerminal as _;
use std::path::PathBuf;

use directline_capture::{Input, ReadError, Recorded};

use super::Bar;
use crate::args::{Judging, ReportFormat};
use crate::closing::plural;
use crate::commands::paths;

/// Where the size is known.
const KNOWN: &str = "{bar:24} {binary_bytes}/{binary_total_bytes}{msg}, {binary_bytes_per_sec}, {eta} left";
/// Where it is not.
const UNKNOWN: &str = "{spinner} {binary_bytes} read{msg}, {binary_bytes_per_sec}";

/// How much of the recordings is read.
pub(in crate::commands) struct Reading {
    bar: Option<Bar>,
    /// Bytes of the recordings that were read before this one.
    before: u64,
    exchanges: u64,
}

impl Reading {
    /// For runs that nobody watches.
    pub(in crate::commands) fn unseen() -> Self {
        Self { bar: None, before: 0, exchanges: 0 }
    }

    /// For the recordings at these paths, unless the report is written to a terminal while they are read.
    pub(in crate::commands) fn new(all: &[PathBuf], judging: &Judging) -> Self {
        let is_written_at_once = judging.format != ReportFormat::Text || judging.verbose;
        let to_stdout = judging.output.is_none();
        let is_in_between = to_stdout && is_written_at_once && std::io::stdout().is_terminal();
        if is_in_between || !std::io::stderr().is_terminal() {
            return Self::unseen();
        }
        let is_known = !all.iter().any(|path| paths::is_stdin(path));
        let bar = if is_known { Bar::with(Some(0), KNOWN) } else { Bar::with(None, UNKNOWN) };
        Self { bar: Some(bar), ..Self::unseen() }
    }

    /// These will be read.
    pub(in crate::commands) fn expect(&self, inputs: &[Result<Input, ReadError>]) {
        if let Some(bar) = &self.bar {
            bar.bar.inc_length(inputs.iter().flatten().filter_map(Input::size).fold(0, u64::saturating_add));
        }
    }

    /// This exchange is read.
    pub(in crate::commands) fn at(&mut self, recorded: &Recorded) {
        self.exchanges = self.exchanges.saturating_add(1);
        if let Some(bar) = &self.bar {
            let offset = recorded.places.position_of_entry().offset;
            let read = self.before.saturating_add(offset);
            // A member of an archive is longer than the archive.
            let read = bar.bar.length().map_or(read, |all| read.min(all));
            bar.show(read, || format!(", {}", plural(self.exchanges, "exchange")));
        }
    }

    /// A recording of that size is read.
    pub(in crate::commands) fn done(&mut self, size: Option<u64>) {
        self.before = self.before.saturating_add(size.unwrap_or(0));
    }

    /// Lets something be written beside the bar.
    pub(in crate::commands) fn beside(&self, write: impl FnOnce()) {
        match &self.bar {
            Some(bar) => bar.bar.suspend(write),
            None => write(),
        }
    }

    /// Takes the bar away.
    pub(in crate::commands) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.end();
        }
    }
}
