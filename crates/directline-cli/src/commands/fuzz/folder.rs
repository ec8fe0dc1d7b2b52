//! The folder in which found sequences are kept.

use std::io;
use std::path::{Path, PathBuf};

use directline_capture::Limits;
use directline_exchange::Exchange;
use directline_fuzz::Disguise;
use directline_fuzz::hunt::{Case, Catch};
use directline_fuzz::script::Recording;
use directline_validator::Validator;

use crate::commands::recordings;
use crate::output::Messages;
use crate::shown;

/// The folder.
pub(super) struct Folder<'a> {
    path: &'a Path,
    /// Credentials that must not be kept, beside the secrets that exchanges show as such.
    pub(super) own: Vec<String>,
    /// How much is read of a recording.
    pub(super) limits: Limits,
}

/// A sequence that was found.
pub(super) struct Kept {
    /// The recording's name.
    pub(super) name: String,
    /// The recording.
    pub(super) recording: Vec<u8>,
    /// Whether the recording is in the folder.
    pub(super) is_written: bool,
    /// The shell script that sends the same, if it is in the folder.
    pub(super) script: Option<String>,
}

impl<'a> Folder<'a> {
    pub(super) fn new(path: &'a Path, limits: Limits) -> Self {
        Self { path, own: Vec::new(), limits }
    }

    /// What was found before, in the order of the names.
    pub(super) fn known(&self, validator: &Validator, messages: &Messages) -> Vec<Case> {
        let Ok(entries) = std::fs::read_dir(self.path) else { return Vec::new() };
        let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        // Anything else with that name, such as a pipe, could be waited for for ever.
        files.retain(|file| file.is_file() && file.extension().is_some_and(|extension| extension == "har"));
        files.sort();
        let mut known = Vec::new();
        for input in directline_capture::walk(&files).inputs {
            match recordings::read(input.and_then(|input| directline_capture::open(&input, &self.limits))) {
                Ok(exchanges) => known.push(Case::Script(Recording::new(validator, &exchanges).script)),
                Err(failure) => {
                    messages.error(&shown::plain(&failure.to_string()), &shown::plain(failure.help()));
                }
            }
        }
        known
    }

    /// Keeps what was caught. What cannot be written is said, and reported all the same.
    pub(super) fn keep(
        &self,
        caught: &Catch,
        (seed, base): (u64, &str),
        validator: &Validator,
        messages: &Messages,
    ) -> Kept {
        let operation = caught.operation.map_or("no-operation", |operation| operation.name());
        let stem = format!("{}.{operation}", caught.rule.name);
        let exchanges: Vec<&Exchange> = caught.session.exchanges.iter().map(|sent| &sent.exchange).collect();
        let mut disguise = Disguise::of(exchanges.iter().copied(), &self.own);
        let disguised: Vec<Exchange> = exchanges.iter().map(|exchange| disguise.exchange(exchange)).collect();
        let comment = format!("found by directline fuzz --seed {seed}, case {}", caught.case);
        let recording = recordings::har(&disguised, &comment);
        let name = self.path.join(format!("{stem}.har"));
        let done = self.write(&name, &recording);
        let script = Recording::new(validator, exchanges.iter().copied()).script;
        let about = format!("{} in {operation}, {comment}\nBASE=… SECRET=… sh {stem}.sh", caught.rule.name);
        let script = directline_fuzz::curl::script(&script, base, &about).ok();
        let script = script.and_then(|text| {
            let path = self.path.join(format!("{stem}.sh"));
            self.write(&path, text.as_bytes()).ok().map(|()| path.to_string_lossy().into_owned())
        });
        if let Err(error) = &done {
            let what = format!("{} cannot be kept: {error}", shown::file(&name.to_string_lossy()));
            messages
                .error(&what, "name another folder with --keep, or check the free space and its permissions");
        }
        let name = name.to_string_lossy().into_owned();
        Kept { name, recording, is_written: done.is_ok(), script }
    }

    /// Writes a file as a whole or not at all.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        std::fs::create_dir_all(self.path)?;
        recordings::write(path, bytes)
    }
}
