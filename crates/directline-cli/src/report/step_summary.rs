//! The summary of a step of GitHub Actions: Markdown at the end of the file that `GITHUB_STEP_SUMMARY` names.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;

use super::Report;
use crate::output::Elsewhere;

/// What names its file.
const VARIABLE: &str = "GITHUB_STEP_SUMMARY";

/// The summary that is being made: a page of Markdown, which keeps below what a summary may have.
pub(super) struct StepSummary {
    path: PathBuf,
    report: Box<dyn Report>,
    written: Vec<u8>,
}

impl StepSummary {
    /// The summary as this report, if there is a file for it.
    pub(super) fn of_environment(report: impl FnOnce() -> Box<dyn Report>) -> Option<Self> {
        let path = std::env::var_os(VARIABLE).filter(|path| !path.is_empty())?;
        Some(Self { path: path.into(), report: report(), written: Vec::new() })
    }

    /// Lets the report write.
    pub(super) fn write(
        &mut self,
        write: impl FnOnce(&mut dyn Report, &mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        write(self.report.as_mut(), &mut self.written)
    }

    /// Puts what was written at the end of the file.
    pub(super) fn end(self) -> io::Result<()> {
        let Self { path, written, .. } = self;
        // What other commands wrote there before ends where this begins.
        let page = [b"\n".as_slice(), &written].concat();
        let append = || File::options().append(true).create(true).open(&path)?.write_all(&page);
        append().map_err(|error| Elsewhere::error(&path, VARIABLE, error))
    }
}
