//! The paths of a command line.

use std::path::{Path, PathBuf};

use crate::error::Failure;

/// The name of standard input in reports.
pub(super) const STDIN_NAME: &str = "<stdin>";

/// Whether a path stands for standard input.
pub(super) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Refuses standard input twice, and a report that would overwrite an input.
pub(super) fn check(paths: &[PathBuf], output: Option<&Path>) -> Result<(), Failure> {
    if paths.iter().filter(|path| is_stdin(path)).count() > 1 {
        return Err(Failure::usage("- is given twice", "standard input can be read once; give - once"));
    }
    let Some(output) = output.and_then(|path| path.canonicalize().ok()) else { return Ok(()) };
    let is_output = |path: &PathBuf| path.canonicalize().is_ok_and(|path| path == output);
    if paths.iter().any(is_output) {
        return Err(Failure::usage("--output names an input", "give the report another name"));
    }
    Ok(())
}

/// Refuses to write a recording over one that is read: by its name, or in a folder that is named.
pub(super) fn keeps(paths: &[PathBuf], option: &str, file: Option<&Path>) -> Result<(), Failure> {
    let Some(file) = file.and_then(|path| path.canonicalize().ok()) else { return Ok(()) };
    let is_read = |path: &PathBuf| path.canonicalize().is_ok_and(|path| file.starts_with(path));
    if paths.iter().any(is_read) {
        return Err(Failure::usage(
            format!("{option} names an input"),
            "give the new recording another name",
        ));
    }
    Ok(())
}
