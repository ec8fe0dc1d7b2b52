//! `directline schema --check DIR`: what a folder of schemas has that is not as in this version of the tool.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use directline_types::{Draft, pretty, schema_files};

use crate::args::ListFormat;
use crate::color::Color;
use crate::error::Failure;
use crate::exit::Exit;
use crate::formats::FormatSchema;
use crate::output::{Messages, Output};
use crate::schema_file::{self, SCHEMA_END, Unreadable};
use crate::schema_report::{self, Comparison, Comparisons, Status};

/// Where the new documents come from, in reports.
const BUILT_IN: &str = "built-in";

/// Runs the command.
pub(super) fn run(
    folder: &Path,
    format: ListFormat,
    color: Color,
    messages: &Messages,
) -> Result<Exit, Failure> {
    let mut comparisons = Comparisons::default();
    if let Err(error) = compare(&mut comparisons, folder, messages) {
        messages.error(&error.what, error.help);
        return Ok(Exit::Unreadable);
    }
    let mut out = Output::stdout(color);
    let colored = out.colored();
    let name = folder.to_string_lossy();
    out.write(|out| match format {
        ListFormat::Text => schema_report::check(out, &comparisons, &name, colored),
        ListFormat::Json => schema_report::json(out, &comparisons),
    })?;
    out.flush()?;
    let differs = comparisons.all.iter().any(Comparison::differs);
    let exit = if differs { Exit::Violated } else { Exit::Ok };
    Ok(if comparisons.unreadable > 0 { exit.and(Exit::Unreadable) } else { exit })
}

/// Every schema of this version: its path below the folder, and its text.
fn built_in() -> Vec<(String, String)> {
    let drafts = Draft::ALL.into_iter();
    let formats = drafts.flat_map(|draft| {
        FormatSchema::ALL.into_iter().map(move |format| {
            let path = format!("{}{}{SCHEMA_END}", draft.folder(), format.name());
            (path, pretty(&format.document(draft)))
        })
    });
    schema_files().into_iter().chain(formats).collect()
}

fn compare(comparisons: &mut Comparisons, folder: &Path, messages: &Messages) -> Result<(), Unreadable> {
    let shown_folder = folder.to_string_lossy();
    if fs::metadata(folder).is_ok_and(|found| !found.is_dir()) {
        let help = "name the folder with the schemas; directline schema diff compares files";
        return Err(Unreadable::new(&shown_folder, "it is no folder", help));
    }
    let found = schema_file::walk(folder)?;
    let found: BTreeMap<&str, &Path> =
        found.iter().map(|found| (found.name.as_str(), found.path.as_path())).collect();
    let built_in = built_in();
    for (name, text) in &built_in {
        let new = (BUILT_IN, schema_file::read_from(text.as_bytes(), name)?);
        let path = folder.join(name);
        // Links to folders are not walked into; a schema behind one is there all the same.
        let is_there = found.contains_key(name.as_str()) || path.symlink_metadata().is_ok();
        if !is_there {
            comparisons.all.push(Comparison::alone(name, BUILT_IN, Status::Added));
            continue;
        }
        let old_name = path.to_string_lossy();
        match schema_file::read_regular(&path, &old_name) {
            Ok(old) => comparisons.all.push(Comparison::new(name, (&old_name, old), new)),
            Err(error) => {
                messages.error(&error.what, error.help);
                comparisons.unreadable = comparisons.unreadable.saturating_add(1);
            }
        }
    }
    let is_known = |name: &str| built_in.iter().any(|(known, _)| known == name);
    let (schemas, others): (Vec<&str>, Vec<&str>) =
        found.keys().filter(|name| !is_known(name)).partition(|name| name.ends_with(SCHEMA_END));
    for name in schemas {
        let file = folder.join(name);
        comparisons.all.push(Comparison::alone(name, &file.to_string_lossy(), Status::Removed));
    }
    let has_schemas = |inner: &str| {
        let inside = format!("{inner}/");
        comparisons.all.iter().any(|one| one.name.starts_with(&inside))
    };
    comparisons.passed_over = schema_file::in_short(&others, has_schemas);
    Ok(())
}
