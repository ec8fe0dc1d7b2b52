//! The paths of a command line.

mod input;

use std::path::{Path, PathBuf};

use directline_capture::{Input, ReadError};

use crate::args::{Command, Judging, ReportFormat};
use crate::error::Failure;
use crate::output::UNFINISHED;
use crate::shown;

/// The name of standard input in reports.
pub(super) const STDIN_NAME: &str = "<stdin>";

/// Whether a path stands for standard input, or for standard output.
pub(super) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The pipe or device that an input is, of which nobody knows when something comes.
pub(super) fn pipe(input: &Input) -> Option<PathBuf> {
    let path = input.files().into_iter().next()?;
    let found = std::fs::metadata(&path).ok()?;
    (!found.is_file() && !found.is_dir()).then_some(path)
}

/// Refuses standard input twice.
pub(super) fn once(paths: &[PathBuf]) -> Result<(), Failure> {
    if paths.iter().filter(|path| is_stdin(path)).count() > 1 {
        return Err(Failure::usage("- is given twice", "standard input can be read once; give - once"));
    }
    Ok(())
}

/// Refuses standard input twice, two reports at one place, and a report that would overwrite an input.
pub(super) fn check(paths: &[PathBuf], judging: &Judging) -> Result<(), Failure> {
    once(paths)?;
    let mut taken: Vec<PathBuf> = Vec::new();
    for (option, path) in reports(judging) {
        if is_stdin(path) {
            if judging.output.is_none() && option != "--output" {
                let help = "the report of --format goes there; give --output too, or another path";
                return Err(Failure::usage(format!("{option} names standard output"), help));
            }
            continue;
        }
        let Some(place) = place(path) else { continue };
        let mut named = paths.iter().filter(|path| !is_stdin(path));
        let is_named = named.any(|path| self::place(path).as_ref() == Some(&place));
        if is_named || input::is_read(&place, paths) {
            return Err(Failure::usage(format!("{option} names an input"), "give the report another name"));
        }
        if judging.baseline.as_deref().and_then(self::place).as_ref() == Some(&place) {
            return Err(Failure::usage(
                format!("{option} names the baseline"),
                "give the report another name",
            ));
        }
        if is_file(&place) && taken.contains(&place) {
            let help = "give each report a name of its own";
            return Err(Failure::usage(format!("{option} names the file of another report"), help));
        }
        taken.push(place);
    }
    Ok(())
}

/// Refuses to write over the file of settings that is read.
pub(super) fn spare(settings: Option<&Path>, command: &Command) -> Result<(), Failure> {
    let Some(settings) = settings.and_then(|path| path.canonicalize().ok()) else { return Ok(()) };
    let out = match command {
        Command::Replay(arguments) => arguments.out.as_deref(),
        _ => None,
    };
    let out = out.into_iter().map(|path| ("--out", path));
    let reports = judging(command).into_iter().flat_map(reports);
    match reports.chain(out).find(|(_, path)| place(path).as_ref() == Some(&settings)) {
        Some((option, _)) => {
            Err(Failure::usage(format!("{option} names the file of settings"), "give another name"))
        }
        None => Ok(()),
    }
}

/// What is to be said of a report whose file is named as if it were of another format.
pub(super) fn misnamed(command: &Command) -> Option<String> {
    let judging = judging(command)?;
    let path = judging.output.as_deref()?;
    let named = ReportFormat::of_file(path)?;
    let is_sarif = named == ReportFormat::Json && judging.format == ReportFormat::Sarif;
    (named != judging.format && !is_sarif).then(|| {
        let (is, could) = (judging.format.name(), named.name());
        let path = shown::file(&path.to_string_lossy());
        format!("the report in {path} is of the format {is}; --format {could} makes it {could}")
    })
}

/// How a command judges, if it does.
fn judging(command: &Command) -> Option<&Judging> {
    match command {
        Command::Verify(arguments) => Some(&arguments.judging),
        Command::Validate(arguments) => Some(&arguments.judging),
        Command::Fuzz(arguments) => Some(&arguments.judging),
        Command::Replay(arguments) => Some(&arguments.judging),
        _ => None,
    }
}

/// Whether what was found in a folder is a report of this run, or one that was never finished.
pub(super) fn is_report(input: &Result<Input, ReadError>, judging: &Judging) -> bool {
    match input {
        Ok(input) => is_report_named(&input.name, judging),
        Err(error) => is_report_named(error.file(), judging),
    }
}

/// The same of what was found under this name.
pub(super) fn is_report_named(name: &str, judging: &Judging) -> bool {
    let path = Path::new(name);
    let is_unfinished = path.file_name().is_some_and(|name| {
        name.as_encoded_bytes().starts_with(UNFINISHED.as_bytes())
            && path.extension().is_some_and(|extension| extension == "tmp")
    });
    let Some(place) = place(path) else { return is_unfinished };
    is_unfinished || reports(judging).any(|(_, path)| self::place(path).as_ref() == Some(&place))
}

/// Where reports go, with the option that says so.
fn reports(judging: &Judging) -> impl Iterator<Item = (&'static str, &Path)> {
    let main = judging.output.iter().map(|path| ("--output", path.as_path()));
    main.chain(judging.report.iter().map(|report| ("--report", report.path.as_path())))
}

/// The same for all paths that lead to the same file, whether it is there or not.
fn place(path: &Path) -> Option<PathBuf> {
    if let Ok(place) = path.canonicalize() {
        return Some(place);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some(folder.canonicalize().ok()?.join(path.file_name()?))
}

/// Whether a path is one of a file, or of nothing yet: devices take any number of reports.
fn is_file(place: &Path) -> bool {
    place.metadata().map_or(true, |found| found.is_file())
}

/// Refuses to write a recording over one that is read: by its name, in a folder that is named, or as a body beside one.
pub(super) fn keeps(paths: &[PathBuf], option: &str, file: Option<&Path>) -> Result<(), Failure> {
    let Some(file) = file.and_then(|path| path.canonicalize().ok()) else { return Ok(()) };
    let is_read = |path: &PathBuf| path.canonicalize().is_ok_and(|path| file.starts_with(path));
    if paths.iter().any(is_read) || input::is_read(&file, paths) {
        return Err(Failure::usage(
            format!("{option} names an input"),
            "give the new recording another name",
        ));
    }
    Ok(())
}
