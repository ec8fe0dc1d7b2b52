//! `directline redact`: writes the copies.

use std::collections::BTreeSet;
use std::io::{ErrorKind, Write as _};
use std::path::{Component, Path, PathBuf};

use super::{Source, Sources};
use crate::closing::plural;
use crate::color::Color;
use crate::error::{Failure, said};
use crate::exit::Exit;
use crate::output::{Messages, Output, plain, usual_permissions};
use crate::redaction::{self, COMPRESSED, Recording, Redactor};
use crate::shown;

/// A file of a copy: where it belongs below the folder, and its bytes.
type File = (PathBuf, Vec<u8>);

/// Why there is no copy of a recording: what is wrong, and what to do.
type Refused = (String, String);

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
    let (mut copies, mut places) = (0_u64, 0_usize);
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
        let places_here =
            recording.parts.iter().map(|part| part.content.credentials(&redactor.spellings).len());
        let places_here = places_here.fold(0_usize, usize::saturating_add);
        let Some(folder) = folder else {
            for (_, bytes) in files {
                out.write(|out| out.write_all(&bytes))?;
            }
            (copies, places) = (copies.saturating_add(1), places.saturating_add(places_here));
            continue;
        };
        match write_all(folder, files, &mut done) {
            Ok(written) => {
                for path in written {
                    out.write(|out| writeln!(out, "{}", shown::file(&path.to_string_lossy())))?;
                }
                (copies, places) = (copies.saturating_add(1), places.saturating_add(places_here));
            }
            Err((what, help)) => {
                messages.error(&what, &help);
                sources.exit = sources.exit.and(Exit::Unreadable);
            }
        }
    }
    let credentials = counted(redactor.stand_ins.count(), places);
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

/// How many credentials there are, and in how many places.
pub(super) fn counted(credentials: usize, places: usize) -> String {
    let credentials = credentials.max(places.min(1));
    let all = plural(credentials as u64, "credential");
    if credentials == places { all } else { format!("{all} in {}", plural(places as u64, "place")) }
}

/// Writes the files of a copy, all or none; those that were written, in order.
fn write_all(folder: &Path, files: Vec<File>, done: &mut BTreeSet<PathBuf>) -> Result<Vec<PathBuf>, Refused> {
    let mut written: Vec<PathBuf> = Vec::new();
    for (path, bytes) in files {
        let to = folder.join(&path);
        // Two recordings may share a body beside them.
        if done.contains(&to) && std::fs::read(&to).is_ok_and(|there| there == bytes) {
            continue;
        }
        let Err(error) = write(&to, &bytes) else {
            written.push(to);
            continue;
        };
        // Half a copy would be read as a whole recording.
        for path in written.iter().rev() {
            let _ = std::fs::remove_file(path);
        }
        let (why, help) = match error.kind() {
            ErrorKind::AlreadyExists if done.contains(&to) => (
                "another recording of this run has the same name".to_owned(),
                "redact them one at a time, into folders of their own",
            ),
            ErrorKind::AlreadyExists => ("it is there already".to_owned(), "name an empty or a new folder"),
            _ => (said(&error), "check the folder, the free space and its permissions"),
        };
        let shown_to = shown::file(&to.to_string_lossy());
        return Err((
            format!("{shown_to} cannot be written: {why}; nothing of this recording was written"),
            help.into(),
        ));
    }
    done.extend(written.iter().cloned());
    Ok(written)
}

/// The files of a copy.
fn redacted(source: &Source, recording: &Recording, redactor: &mut Redactor) -> Result<Vec<File>, Refused> {
    if let Some((what, help)) = recording.opaque.first() {
        return Err((shown::file(what), (*help).into()));
    }
    if let Some(place) = recording.credentials_in_compressed(&redactor.spellings).first() {
        return Err((
            format!("{} is compressed and holds a credential", shown::file(place)),
            COMPRESSED.into(),
        ));
    }
    let root = source.root();
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
            source.below.join(part.path.strip_prefix(&root).unwrap_or(&part.path))
        };
        files.push((hidden(&path, redactor)?, bytes));
    }
    let Some(layout) = &recording.archive else { return Ok(files) };
    let name = match &source.from {
        super::From::Input(input) => input.files().into_iter().next().unwrap_or_default(),
        super::From::Stream(bytes) => bytes.name.into(),
    };
    let path = hidden(&source.below.join(name.strip_prefix(&root).unwrap_or(&name)), redactor)?;
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
    let mut builder = tempfile::Builder::new();
    // A copy is made to be shared: with the permissions of any new file.
    if let Some(permissions) = usual_permissions() {
        builder.permissions(permissions);
    }
    let mut file = builder.tempfile_in(folder).map_err(plain)?;
    file.write_all(bytes).map_err(plain)?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    Ok(())
}
