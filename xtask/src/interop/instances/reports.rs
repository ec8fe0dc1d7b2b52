//! Reports of the tool itself about recordings and objects of the corpus.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Result;

use super::vectors::sorted;
use crate::run::{root, test_binary};

/// Folders of recordings, each small enough to be reported as a whole.
const FOLDERS: [&str; 5] = ["recorded", "decisions", "clients", "conversations", "rules/error"];

/// The lines of ndjson reports and whole json reports, each once, in the order of their bytes.
pub(super) fn read() -> Result<Vec<String>> {
    let binary = test_binary()?;
    // Relative paths, so that the reports are the same wherever the workspace is.
    let corpus = Path::new("corpus");
    let mut found = BTreeSet::new();
    for folder in FOLDERS {
        let lines = output(&binary, &["verify", "--format", "ndjson"], &corpus.join(folder))?;
        found.extend(lines.lines().map(str::to_owned));
    }
    for recording in sorted(&root().join("corpus/decisions"))?.iter().filter(is_recording) {
        let recording = recording.strip_prefix(root())?;
        found.insert(output(&binary, &["verify", "--format", "json"], recording)?);
    }
    for format in ["json", "ndjson"] {
        let words = ["validate", "error-message", "--format", format];
        let report = output(&binary, &words, Path::new("schemas/error.schema.json"))?;
        found.extend(if format == "json" {
            vec![report]
        } else {
            report.lines().map(str::to_owned).collect()
        });
    }
    Ok(found.into_iter().collect())
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "it is what filter wants")]
fn is_recording(path: &&PathBuf) -> bool {
    path.extension().is_some_and(|name| name == "ndjson")
}

/// What the tool prints; it exits with 1 where the contract is violated.
fn output(binary: &Path, words: &[&str], path: &Path) -> Result<String> {
    let mut command = Command::new(binary);
    command.args(words).arg(path).current_dir(root()).stderr(Stdio::null());
    Ok(String::from_utf8(command.output()?.stdout)?)
}
