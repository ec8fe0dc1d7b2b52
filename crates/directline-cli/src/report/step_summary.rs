//! The summary of a step of GitHub Actions: Markdown at the end of the file that `GITHUB_STEP_SUMMARY` names.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;

use super::Report;

/// What a step summary may have is 1 MiB; other commands of the step write there too.
const MOST_BYTES: usize = 1_000_000;

/// The summary that is being made: another report of the same run.
pub(super) struct StepSummary {
    path: PathBuf,
    report: Box<dyn Report>,
    written: Vec<u8>,
}

impl StepSummary {
    /// The summary as this report, if there is a file for it.
    pub(super) fn of_environment(report: impl FnOnce() -> Box<dyn Report>) -> Option<Self> {
        let path = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty())?;
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
        let text = String::from_utf8_lossy(&written);
        let append =
            || File::options().append(true).create(true).open(&path)?.write_all(fenced(&text).as_bytes());
        append().map_err(|error| io::Error::new(error.kind(), format!("the summary of the step: {error}")))
    }
}

/// The text as a block of Markdown that nothing in it ends.
fn fenced(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2).saturating_add(1));
    let room = MOST_BYTES.saturating_sub(fence.len().saturating_mul(2));
    let end = text.floor_char_boundary(room);
    let cut = if end < text.len() { "\n… the rest is in the log of the step" } else { "" };
    format!("{fence}text\n{}{cut}\n{fence}\n", text.get(..end).unwrap_or_default().trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_block_and_it_is_bounded() {
        assert_eq!(fenced("a\n"), "```text\na\n```\n");
        assert_eq!(fenced("a ```` b\n```"), "`````text\na ```` b\n```\n`````\n");
        for text in ["é".repeat(MOST_BYTES), "`".repeat(MOST_BYTES)] {
            assert!(fenced(&text).len() <= MOST_BYTES * 3 + 100);
        }
        assert!(fenced(&"é".repeat(MOST_BYTES)).len() < MOST_BYTES + 100);
    }
}
