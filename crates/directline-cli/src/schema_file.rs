//! Files with schemas: found in folders, read within bounds, and what is said of those that cannot be read.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use serde_json::Value;
use walkdir::WalkDir;

use crate::shown;

/// How many bytes a file may have: 16 MiB.
const MOST_BYTES: u64 = 16 << 20;

/// How many entries a folder may have.
const MOST_ENTRIES: usize = 20_000;

/// How many folders may stand inside each other.
const DEEPEST: usize = 16;

/// How the name of a schema ends.
pub(crate) const SCHEMA_END: &str = ".schema.json";

/// A schema or OpenAPI document as it stands in a file.
#[derive(Debug)]
pub(crate) struct SchemaFile {
    /// The text.
    pub(crate) text: String,
    /// What it says.
    pub(crate) value: Value,
}

/// Why a file cannot be read: what, and what to do. Ready for a terminal.
#[derive(Debug)]
pub(crate) struct Unreadable {
    pub(crate) what: String,
    pub(crate) help: &'static str,
    /// Whether it is sound JSON, but nothing that a schema can be.
    pub(crate) is_other: bool,
}

impl Unreadable {
    /// Something wrong with what has this name.
    pub(crate) fn new(name: &str, what: &str, help: &'static str) -> Self {
        let what = format!("{}: {}", shown::file(name), shown::plain(what));
        Self { what, help, is_other: false }
    }

    fn io(name: &str, error: &io::Error) -> Self {
        // What the operating system calls ELOOP has no stable kind yet.
        Self::new(name, &format!("cannot be read: {error}"), "check the path and its permissions")
    }
}

/// The file at a path. A pipe that is named outright is read to its end.
pub(crate) fn read(path: &Path, name: &str) -> Result<SchemaFile, Unreadable> {
    if fs::metadata(path).is_ok_and(|found| found.is_dir()) {
        return Err(Unreadable::new(name, "it is a folder", "name the files in it, or two folders"));
    }
    let file = File::open(path).map_err(|error| Unreadable::io(name, &error))?;
    read_from(file, name)
}

/// A file that was found in a folder: nothing but a file is opened, so nothing is waited for.
pub(crate) fn read_regular(path: &Path, name: &str) -> Result<SchemaFile, Unreadable> {
    let found = fs::metadata(path).map_err(|error| Unreadable::io(name, &error))?;
    if !found.is_file() {
        let what = if found.is_dir() { "it is a folder" } else { "it is a pipe, a socket or a device" };
        return Err(Unreadable::new(name, what, "put a file in its place"));
    }
    read(path, name)
}

/// Whatever comes from a reader.
pub(crate) fn read_from(reader: impl Read, name: &str) -> Result<SchemaFile, Unreadable> {
    let mut bytes = Vec::new();
    let limit = MOST_BYTES.saturating_add(1);
    reader.take(limit).read_to_end(&mut bytes).map_err(|error| Unreadable::io(name, &error))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Unreadable::new(name, "it has more than 16 MiB", "schemas are not that large"));
    }
    parse(bytes, name)
}

fn parse(bytes: Vec<u8>, name: &str) -> Result<SchemaFile, Unreadable> {
    if bytes.trim_ascii().is_empty() {
        return Err(Unreadable::new(name, "the file is empty", "give a JSON Schema or an OpenAPI document"));
    }
    let value: Value = directline_json::from_slice(&bytes).map_err(|error| {
        let before = bytes.get(..error.span.start).unwrap_or_default();
        let line = before.split(|byte| *byte == b'\n').count();
        let place = format!("{}, at byte {} (line {line})", error.message, error.span.start);
        Unreadable::new(name, &place, "give JSON, or correct this place")
    })?;
    if !value.is_object() && !value.is_boolean() {
        let what = "not a schema: it holds neither an object nor true or false";
        let error = Unreadable::new(name, what, "give a JSON Schema or an OpenAPI document");
        return Err(Unreadable { is_other: true, ..error });
    }
    let text = String::from_utf8(bytes).unwrap_or_default();
    Ok(SchemaFile { text, value })
}

/// A file in a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Found {
    /// The path below the folder, with `/` between its parts.
    pub(crate) name: String,
    pub(crate) path: PathBuf,
}

/// What stands in a folder and below, by name. Links to folders are not followed.
pub(crate) fn walk(folder: &Path) -> Result<Vec<Found>, Unreadable> {
    let shown_folder = folder.to_string_lossy();
    let mut found = Vec::new();
    for entry in WalkDir::new(folder).max_depth(DEEPEST).sort_by_file_name() {
        let entry = entry.map_err(|error| {
            let name = error.path().map_or(shown_folder.clone(), Path::to_string_lossy).into_owned();
            let error = error.into_io_error();
            Unreadable::io(&name, &error.unwrap_or_else(|| ErrorKind::InvalidInput.into()))
        })?;
        if entry.file_type().is_dir() {
            continue;
        }
        if found.len() >= MOST_ENTRIES {
            let what = format!("there are more than {MOST_ENTRIES} files in it");
            return Err(Unreadable::new(&shown_folder, &what, "name a folder with schemas"));
        }
        let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        found.push(Found { name: parts.join("/"), path: entry.path().to_owned() });
    }
    Ok(found)
}

/// Files that are no schemas, in few words: those of a folder without a schema together.
pub(crate) fn in_short<'n>(others: &[&'n str], schemas: impl Fn(&str) -> bool) -> Vec<String> {
    let mut short: Vec<(&'n str, usize)> = Vec::new();
    for name in others {
        let folder = name.split_once('/').map(|(folder, _)| folder).filter(|folder| !schemas(folder));
        match (folder, short.last_mut()) {
            (Some(folder), Some((last, count))) if *last == folder => *count = count.saturating_add(1),
            (Some(folder), _) => short.push((folder, 1)),
            (None, _) => short.push((name, 0)),
        }
    }
    let words = |(name, count): (&str, usize)| match count {
        0 => shown::file(name),
        count => format!("{}/ ({})", shown::file(name), crate::closing::plural(count as u64, "file")),
    };
    short.into_iter().map(words).collect()
}
