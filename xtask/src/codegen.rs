//! `cargo xtask codegen`: files that the code generates and the repository holds.

use std::fs;

use anyhow::{Context, Result, bail};
use similar::TextDiff;

use crate::run::{root, say, tool};
use crate::{rule_pages, shots, trace, vectors};

/// Writes the generated files, or with `check` fails when they differ.
pub(crate) fn run(check: bool) -> Result<()> {
    let mut stale = 0_usize;
    let files = files()?;
    let names: Vec<String> = files.iter().map(|(name, _)| name.clone()).collect();
    for (name, text) in files {
        let path = root().join(&name);
        let old = fs::read_to_string(&path).unwrap_or_default();
        if old == text {
            continue;
        }
        stale = stale.saturating_add(1);
        if check {
            let diff = TextDiff::from_lines(&old, &text);
            say(&diff.unified_diff().header(&name, "generated").to_string());
        } else {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(&path, text).with_context(|| format!("cannot write {name}"))?;
            say(&format!("wrote {name}"));
        }
    }
    for name in [vectors::left_over(&names)?, rule_pages::left_over(&names)?].concat() {
        stale = stale.saturating_add(1);
        say(&format!("{name} is no longer generated"));
        if !check {
            fs::remove_file(root().join(&name)).with_context(|| format!("cannot remove {name}"))?;
        }
    }
    if check && stale > 0 {
        bail!("{stale} generated files are stale: run `cargo xtask codegen`");
    }
    Ok(())
}

/// Every generated file: its path in the workspace and its text.
fn files() -> Result<Vec<(String, String)>> {
    let schemas = directline_types::schema_files().into_iter();
    let mut files: Vec<_> = schemas.map(|(name, text)| (format!("schemas/{name}"), text)).collect();
    // These come from crates that automation does not import.
    for draft in directline_types::Draft::ALL {
        for name in ["exchange", "report", "config", "baseline"] {
            let path = format!("schemas/{}{name}.schema.json", draft.folder());
            files.push((path, tool(&["schema", name, "--draft", draft.name()])?));
        }
    }
    files.push(("docs/contract.md".to_owned(), trace::document()?));
    files.extend(shots::files()?);
    files.extend(rule_pages::files()?);
    files.extend(vectors::files()?);
    Ok(files)
}
