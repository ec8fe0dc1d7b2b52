//! `directline baseline`: which findings are known, written down from recordings.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;

use directline_validator::Side;

use super::judging::Run;
use super::{paths, verify};
use crate::args::{self, BaselineTask, Judged};
use crate::baseline::{self, Baseline, Entry, MOST_ENTRIES, NO_REASON, Watch};
use crate::closing::plural;
use crate::color::Color;
use crate::error::Failure;
use crate::escape;
use crate::exit::Exit;
use crate::interrupt::Stop;
use crate::output::{Messages, Output};
use crate::shown;

/// How many entries are named that were added or taken out; further ones are counted.
const MOST_NAMED: usize = 20;

/// Runs the command.
pub(super) fn run(arguments: &args::Baseline, color: Color, messages: &Messages) -> Result<Exit, Failure> {
    let (judged, file) = match &arguments.task {
        BaselineTask::Create(create) => (&create.judged, create.output.as_path()),
        BaselineTask::Update(update) => (&update.judged, update.baseline.as_path()),
        BaselineTask::Prune(prune) => (&prune.judged, prune.baseline.as_path()),
    };
    let baseline = match &arguments.task {
        BaselineTask::Create(_) => {
            refuse_existing(file)?;
            Baseline::empty()?
        }
        BaselineTask::Update(_) | BaselineTask::Prune(_) => Baseline::read(file)?,
    };
    let mut run = look(judged, baseline, messages)?;
    verify::tell_passed_over(&mut run, "directline verify -v");
    let exit = run.end()?;
    let has_stale = run.summary.baseline().is_some_and(|outcome| !outcome.stale.is_empty());
    let has_news = has_stale || run.watch().is_some_and(Watch::has_new);
    if !run.summary.is_complete() || run.summary.nothing_checked() && !has_news {
        verify::tell_nothing_checked(&run);
        messages.note(&format!("{} was not written", name(file)));
        return Ok(exit);
    }
    let (text, said) = match &arguments.task {
        BaselineTask::Create(create) => {
            refuse_existing(file)?;
            created(&mut run, file, create.reason.as_deref())?
        }
        BaselineTask::Update(update) => updated(&mut run, file, update.reason.as_deref())?,
        BaselineTask::Prune(prune) => pruned(&run, file, prune.unchecked)?,
    };
    if let Some(text) = text {
        write(file, &text).map_err(|failure| unwritten(file, &failure))?;
    }
    if !paths::is_stdin(file) {
        let mut out = Output::stdout(color);
        out.write(|out| out.write_all(said.as_bytes()))?;
        out.end()?;
    }
    Ok(Exit::Ok)
}

/// What a task makes of a baseline, if that is not as it was, and what it says.
type Done = (Option<String>, String);

/// Judges the recordings as `directline verify` does.
fn look<'m>(judged: &Judged, baseline: Baseline, messages: &'m Messages) -> Result<Run<'m>, Failure> {
    let verify = judged.verify();
    if verify.paths.is_empty() {
        let help = "name a file or a folder, or - for standard input: directline baseline create session.har";
        return Err(Failure::usage("no recording is given", help));
    }
    paths::once(&verify.paths)?;
    let watch = Watch::new(baseline, verify.side.map(Side::from)).collecting();
    let run = Run::silent(&verify.judging, verify::validator(&verify)?, watch, messages)?;
    Ok(verify::judge(&verify, run, &Stop::listen()))
}

fn created(run: &mut Run<'_>, file: &Path, reason: Option<&str>) -> Result<Done, Failure> {
    let (new, counts) = (run.take_new(), *run.summary.counts());
    refuse_too_many(new.len())?;
    let found = counts.errors.saturating_add(counts.warnings);
    let number = entries(new.len());
    let (exchanges, file) = (plural(counts.exchanges, "exchange"), name(file));
    let found =
        if found == 1 { "1 error or warning".to_owned() } else { format!("{found} errors and warnings") };
    let mut said = format!("wrote {file}: {number} for {found} in {exchanges}\n");
    if reason.is_none() && !new.is_empty() {
        said.push_str("write the reason of each entry into the file\n");
    }
    let _ = writeln!(said, "next: directline verify … --baseline {file}");
    let text = baseline::with(baseline::EMPTY, new, reason.unwrap_or(NO_REASON))?;
    Ok((Some(text), said))
}

fn updated(run: &mut Run<'_>, file: &Path, reason: Option<&str>) -> Result<Done, Failure> {
    let new = run.take_new();
    let (file, Some(watch)) = (name(file), run.watch()) else { return Ok((None, String::new())) };
    let before = watch.baseline().entries.len();
    refuse_too_many(before.saturating_add(new.len()))?;
    let mut named: Vec<String> = new.iter().map(|found| format!("+ {}\n", found.what())).collect();
    named.sort_unstable();
    let mut said = few(&named);
    let _ = writeln!(said, "added {} to {file}, kept {before}", entries(new.len()));
    if let Some(outcome) = run.summary.baseline() {
        for (number, what) in [
            (outcome.stale.len(), "stale: directline baseline prune takes stale entries out"),
            (outcome.expired.len(), "expired: repair the finding, or give the entry another day"),
        ] {
            if number > 0 {
                let _ = writeln!(
                    said,
                    "{number} of those kept {} {what}",
                    if number == 1 { "is" } else { "are" }
                );
            }
        }
    }
    if new.is_empty() {
        return Ok((None, said));
    }
    let text = baseline::with(&watch.baseline().text, new, reason.unwrap_or(NO_REASON))?;
    Ok((Some(text), said))
}

fn pruned(run: &Run<'_>, file: &Path, unchecked: bool) -> Result<Done, Failure> {
    let (file, Some(watch), Some(outcome)) = (name(file), run.watch(), run.summary.baseline()) else {
        return Ok((None, String::new()));
    };
    let also = if unchecked { outcome.unchecked.as_slice() } else { &[] };
    let gone = || outcome.stale.iter().chain(also);
    let line = |entry: &Entry| {
        format!("- {}: {}\n", escape::terminal(&entry.what()), escape::terminal(&entry.reason))
    };
    let named: Vec<String> = gone().map(|entry| line(entry)).collect();
    let kept = outcome.entries.saturating_sub(named.len());
    let mut said = few(&named);
    let _ = writeln!(said, "took {} out of {file}, kept {kept}", entries(named.len()));
    let left = outcome.unchecked.len().saturating_sub(also.len());
    if left > 0 {
        let whether = "nothing here shows whether their findings would occur";
        let _ = writeln!(said, "{} not checked: {whether} (--unchecked takes them out too)", entries(left));
    }
    if named.is_empty() {
        return Ok((None, said));
    }
    let fingerprints: HashSet<&str> = gone().map(|entry| entry.fingerprint.as_str()).collect();
    Ok((Some(baseline::without(&watch.baseline().text, &fingerprints)?), said))
}

/// The first lines of many.
fn few(lines: &[String]) -> String {
    let mut few: String = lines.iter().take(MOST_NAMED).map(String::as_str).collect();
    if let Some(more) = lines.len().checked_sub(MOST_NAMED).filter(|more| *more > 0) {
        let _ = writeln!(few, "… and {more} more");
    }
    few
}

/// What is there has reasons that people wrote.
fn refuse_existing(file: &Path) -> Result<(), Failure> {
    if paths::is_stdin(file) || file.symlink_metadata().is_err() {
        return Ok(());
    }
    let help = "directline baseline update adds to it; -o names another file";
    Err(Failure::usage(format!("{} is there already", name(file)), help))
}

fn refuse_too_many(number: usize) -> Result<(), Failure> {
    if number <= MOST_ENTRIES {
        return Ok(());
    }
    let help = "repair what most of them have in common, or --skip its rule";
    Err(Failure::usage(format!("there are more than {MOST_ENTRIES} different findings"), help))
}

/// Writes the file as a whole or not at all.
fn write(file: &Path, text: &str) -> Result<(), Failure> {
    let mut out = Output::file(file, Color::Never)?;
    out.write(|out| out.write_all(text.as_bytes()))?;
    out.end()
}

fn unwritten(file: &Path, failure: &Failure) -> Failure {
    let Failure::Output { source, .. } = failure else {
        return Failure::usage(failure.to_string(), failure.help());
    };
    let text = source.to_string();
    let said = text.split(" (os error").next().unwrap_or(&text).to_lowercase();
    let what = format!("the baseline {} cannot be written: {said}", name(file));
    Failure::Unreadable { what, help: failure.help().to_owned() }
}

fn name(file: &Path) -> String {
    shown::file(&file.to_string_lossy())
}

fn entries(number: usize) -> String {
    if number == 1 { "1 entry".to_owned() } else { format!("{number} entries") }
}
