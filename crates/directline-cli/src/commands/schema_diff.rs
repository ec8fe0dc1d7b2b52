//! `directline schema diff`: what changed between two schemas, and whom it breaks.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::paths;
use crate::args::{ListFormat, SchemaDiff};
use crate::color::Color;
use crate::error::Failure;
use crate::exit::Exit;
use crate::output::{Messages, Output};
use crate::schema_file::{self, SCHEMA_END, SchemaFile, Unreadable};
use crate::schema_report::{self, Comparison, Comparisons, Status};

/// How the name of a file ends that may hold a schema.
const JSON_END: &str = ".json";

/// Runs the command.
pub(super) fn run(arguments: &SchemaDiff, color: Color, messages: &Messages) -> Result<Exit, Failure> {
    let SchemaDiff { old, new, .. } = arguments;
    paths::once(&[old.clone(), new.clone()])?;
    let is_folder =
        |path: &Path| !paths::is_stdin(path) && fs::metadata(path).is_ok_and(|found| found.is_dir());
    let mut comparisons = Comparisons::default();
    match (is_folder(old), is_folder(new)) {
        (true, true) => folders(&mut comparisons, old, new, messages),
        (false, false) => files(&mut comparisons, old, new, messages),
        // A path that is not there is no file: reading it says so.
        (true, false) if fs::metadata(new).is_err() && !paths::is_stdin(new) => {
            refuse(&mut comparisons, new, messages);
        }
        (false, true) if fs::metadata(old).is_err() && !paths::is_stdin(old) => {
            refuse(&mut comparisons, old, messages);
        }
        _ => {
            return Err(Failure::usage("one is a folder, the other is not", "give two files or two folders"));
        }
    }
    if comparisons.all.is_empty() && comparisons.unreadable > 0 {
        return Ok(Exit::Unreadable);
    }
    let mut out = Output::stdout(color);
    let colored = out.colored();
    out.write(|out| match arguments.format {
        ListFormat::Text => schema_report::diff(out, &comparisons, arguments.quiet, colored),
        ListFormat::Json => schema_report::json(out, &comparisons),
    })?;
    out.flush()?;
    let breaks = if comparisons.breaks().is_nobody() { Exit::Ok } else { Exit::Violated };
    Ok(if comparisons.unreadable > 0 { breaks.and(Exit::Unreadable) } else { breaks })
}

/// Says what is wrong with a file.
fn tell(comparisons: &mut Comparisons, error: &Unreadable, messages: &Messages) {
    messages.error(&error.what, error.help);
    comparisons.unreadable = comparisons.unreadable.saturating_add(1);
}

fn refuse(comparisons: &mut Comparisons, path: &Path, messages: &Messages) {
    if let Err(error) = schema_file::read(path, &path.to_string_lossy()) {
        tell(comparisons, &error, messages);
    }
}

fn files(comparisons: &mut Comparisons, old: &Path, new: &Path, messages: &Messages) {
    let read = |path: &Path| {
        if paths::is_stdin(path) {
            return (
                paths::STDIN_NAME.to_owned(),
                schema_file::read_from(io::stdin().lock(), paths::STDIN_NAME),
            );
        }
        let name = path.to_string_lossy().into_owned();
        let file = schema_file::read(path, &name);
        (name, file)
    };
    let ((old_name, old), (new_name, new)) = (read(old), read(new));
    match (old, new) {
        (Ok(old), Ok(new)) => {
            let comparison = Comparison::new(&new_name, (&old_name, old), (&new_name, new));
            comparisons.all.push(comparison);
        }
        (old, new) => {
            for error in [old.err(), new.err()].into_iter().flatten() {
                tell(comparisons, &error, messages);
            }
        }
    }
}

/// What a file in a folder turned out to be.
enum Entry {
    Schema(String, SchemaFile),
    Other,
    Unreadable,
}

fn folders(comparisons: &mut Comparisons, old: &Path, new: &Path, messages: &Messages) {
    let mut entries = Vec::new();
    for folder in [old, new] {
        match schema_file::walk(folder) {
            Ok(found) => entries.push(found),
            Err(error) => tell(comparisons, &error, messages),
        }
    }
    let [old_found, new_found] = entries.as_slice() else { return };
    let by_name = |found: &[schema_file::Found]| -> BTreeMap<String, PathBuf> {
        found.iter().map(|found| (found.name.clone(), found.path.clone())).collect()
    };
    let (old_found, new_found) = (by_name(old_found), by_name(new_found));
    let names: BTreeSet<&String> = old_found.keys().chain(new_found.keys()).collect();
    let (mut schemas, mut others) = (0_usize, Vec::new());
    for name in names {
        let mut entry =
            |found: &BTreeMap<String, PathBuf>| found.get(name).map(|path| open(path, messages, comparisons));
        let (old, new) = (entry(&old_found), entry(&new_found));
        let comparison = match (old, new) {
            (Some(Entry::Unreadable), _) | (_, Some(Entry::Unreadable)) => {
                schemas = schemas.saturating_add(1);
                continue;
            }
            (Some(Entry::Schema(old_name, old)), Some(Entry::Schema(new_name, new))) => {
                Comparison::new(name, (&old_name, old), (&new_name, new))
            }
            (Some(Entry::Schema(file, _)), None | Some(Entry::Other)) => {
                Comparison::alone(name, &file, Status::Removed)
            }
            (None | Some(Entry::Other), Some(Entry::Schema(file, _))) => {
                Comparison::alone(name, &file, Status::Added)
            }
            (None | Some(Entry::Other), None | Some(Entry::Other)) => {
                others.push(name.as_str());
                continue;
            }
        };
        comparisons.all.push(comparison);
    }
    let has_schemas = |folder: &str| {
        let inside = format!("{folder}/");
        comparisons.all.iter().any(|one| one.name.starts_with(&inside))
    };
    comparisons.passed_over = schema_file::in_short(&others, has_schemas);
    if comparisons.all.is_empty() && schemas == 0 {
        let help = "name folders with JSON Schemas or OpenAPI documents";
        let names = format!("{} and {}", old.display(), new.display());
        tell(comparisons, &Unreadable::new(&names, "there is no schema in them", help), messages);
    }
}

/// Reads a file of a folder if it may be a schema: `*.schema.json`, or JSON that says it is one.
fn open(path: &Path, messages: &Messages, comparisons: &mut Comparisons) -> Entry {
    let name = path.to_string_lossy().into_owned();
    let is_schema = name.ends_with(SCHEMA_END);
    let is_file = fs::metadata(path).is_ok_and(|found| found.is_file());
    if !name.ends_with(JSON_END) || !is_schema && !is_file {
        return Entry::Other;
    }
    match schema_file::read_regular(path, &name) {
        Ok(file) if is_schema || ["$schema", "openapi"].iter().any(|name| says(&file.value, name)) => {
            Entry::Schema(name, file)
        }
        Err(error) if is_schema || !error.is_other => {
            tell(comparisons, &error, messages);
            Entry::Unreadable
        }
        Ok(_) | Err(_) => Entry::Other,
    }
}

fn says(value: &Value, name: &str) -> bool {
    value.get(name).is_some_and(Value::is_string)
}
