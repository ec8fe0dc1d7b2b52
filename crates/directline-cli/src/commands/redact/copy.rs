//! `directline redact`: writes the copies.

use std::collections::BTreeSet;
use std::io::{ErrorKind, Write as _};
use std::path::{Component, Path, PathBuf};

use super::{Source, Sources};
use crate::closing::plural;
use crate::color::Color;
use crate::error::Failure;
use crate::exit::Exit;
use crate::output::{Messages, Output};
use crate::redaction::{self, Recording, Redactor};
use crate::shown;

/// A file of a copy: where it belongs below the folder, and its bytes.
type File = (PathBuf, Vec<u8>);

/// Why there is no copy of a recording: what is wrong, and what to do.
type Refused = (String, String);

/// What to do about a body that cannot be compressed to the same length.
const COMPRESSED: &str = "record without compression (Accept-Encoding: identity), or export HAR of a browser, whose bodies are not compressed";

/// Writes a copy of every recording.
pub(super) fn run(
    sources: &mut Sources,
    mut redactor: Redactor,
    folder: Option<&Path>,
    color: Color,
    messages: &Messages,
) -> Result<Exit, Failure> {
    let mut out = Output::stdout(color);
    let mut done: BTreeSet<PathBuf> = BTreeSet::new();
    let mut copies = 0_u64;
    for mut source in std::mem::take(&mut sources.all) {
        let recording = match source.take() {
            Ok(recording) => recording,
            Err(error) => {
                sources.fails(&error, messages);
                continue;
            }
        };
        let files = match redacted(&source, &recording, &mut redactor) {
            Ok(files) => files,
            Err((what, help)) => {
                messages.error(&what, &help);
                sources.exit = sources.exit.and(Exit::Unreadable);
                continue;
            }
        };
        let mut is_whole = true;
        for (path, bytes) in files {
            let Some(folder) = folder else {
                out.write(|out| out.write_all(&bytes))?;
                continue;
            };
            let to = folder.join(&path);
            // Two recordings may share a body beside them.
            if !done.insert(to.clone()) && std::fs::read(&to).is_ok_and(|there| there == bytes) {
                continue;
            }
            let shown_to = shown::file(&to.to_string_lossy());
            match write(&to, &bytes) {
                Ok(()) => out.write(|out| writeln!(out, "{shown_to}"))?,
                Err(error) => {
                    is_whole = false;
                    let (why, help) = match error.kind() {
                        ErrorKind::AlreadyExists => {
                            ("it is there already".to_owned(), "name an empty or a new folder")
                        }
                        _ => (error.to_string(), "check the folder, the free space and its permissions"),
                    };
                    messages.error(&format!("{shown_to} cannot be written: {why}"), help);
                    sources.exit = sources.exit.and(Exit::Unreadable);
                }
            }
        }
        copies = copies.saturating_add(u64::from(is_whole));
    }
    let credentials = plural(redactor.stand_ins.count() as u64, "credential");
    let last = format!("redacted: {credentials} in {}{}", plural(copies, "recording"), sources.beside());
    match folder {
        _ if copies == 0 => {}
        None => messages.note(&last),
        Some(_) => out.write(|out| writeln!(out, "{last}"))?,
    }
    out.flush()?;
    let exit = if copies == 0 { Exit::NothingChecked } else { Exit::Ok };
    Ok(exit.and(sources.exit))
}

/// The files of a copy.
fn redacted(source: &Source, recording: &Recording, redactor: &mut Redactor) -> Result<Vec<File>, Refused> {
    if let Some(place) = recording.credentials_in_compressed(&redactor.spellings).first() {
        return Err((
            format!("{} is compressed and holds a credential", shown::file(place)),
            COMPRESSED.into(),
        ));
    }
    let first = recording.parts.first().map(|part| part.path.clone()).unwrap_or_default();
    let mut files: Vec<File> = Vec::new();
    for part in &recording.parts {
        let bytes = part.content.redacted(redactor);
        let left = part.content.again(bytes.clone()).credentials(&redactor.spellings);
        if let Some(left) = left.first() {
            let name = shown::file(&part.name);
            return Err(if left.is_compressed {
                (
                    format!("{name}: the compressed body at byte {} holds a credential", left.offset),
                    COMPRESSED.into(),
                )
            } else {
                let help = "nothing of this recording was written; please report this";
                (format!("{name}: a credential at byte {} cannot be replaced", left.offset), help.into())
            });
        }
        let path = if recording.archive.is_some() {
            part.path.clone()
        } else {
            let root = source.root.as_deref().or_else(|| first.parent()).unwrap_or(Path::new(""));
            part.path.strip_prefix(root).unwrap_or(&part.path).to_owned()
        };
        files.push((hidden(&path, redactor)?, bytes));
    }
    let Some(layout) = &recording.archive else { return Ok(files) };
    let name = match &source.from {
        super::From::Input(input) => input.files().into_iter().next().unwrap_or_default(),
        super::From::Stream(bytes) => bytes.name.into(),
    };
    let root = source.root.as_deref().or_else(|| name.parent()).unwrap_or(Path::new(""));
    let path = hidden(name.strip_prefix(root).unwrap_or(&name), redactor)?;
    let members: Vec<(String, Vec<u8>)> =
        files.into_iter().map(|(path, bytes)| (path.to_string_lossy().into_owned(), bytes)).collect();
    let failed =
        |error: std::io::Error| (format!("{}: {error}", shown::file(&name.to_string_lossy())), String::new());
    Ok(vec![(path, redaction::write_archive(layout, &members).map_err(failed)?)])
}

/// A path without credentials, which stays below the folder.
fn hidden(path: &Path, redactor: &mut Redactor) -> Result<PathBuf, Refused> {
    let mut hidden = PathBuf::new();
    for component in path.components() {
        let Component::Normal(name) = component else {
            let what = format!("{} is no name of a file in a folder", shown::file(&path.to_string_lossy()));
            return Err((what, "name the file or its folder without .. in it".into()));
        };
        let Some(name) = name.to_str() else {
            let what = format!("{}: the name is not UTF-8", shown::file(&path.to_string_lossy()));
            return Err((what, "give the file another name".into()));
        };
        hidden.push(redactor.file_name(name));
    }
    Ok(hidden)
}

/// Writes a file as a whole or not at all, and over none.
fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.persist_noclobber(path)?;
    Ok(())
}
