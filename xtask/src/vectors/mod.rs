//! Test vectors for other implementations: `schemas/vectors/`.
//!
//! They are generated from data that tests guard already: the witness pairs of the rules, the samples of the
//! documents, and a table of what can be wrong with each member. What a vector expects follows from the rule's name,
//! level and documentation, never from what the tool says; the tests of `directline-cli` compare the two.

mod beyond_json;
mod difference;
mod elsewhere;
mod exchanges;
mod har;
mod instance;
mod objects;
mod recordings;
mod table;
#[cfg(test)]
mod tests;
mod vector;
mod witness;

use std::fs;

use anyhow::{Context, Result};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::run::root;

/// Every generated file below `schemas/vectors/`: its path in the workspace and its text.
pub(crate) fn files() -> Result<Vec<(String, String)>> {
    let pairs = witness::pairs()?;
    let mut files = objects::files(&pairs)?;
    files.push(beyond_json::file_of(&pairs)?);
    files.extend(exchanges::files(&pairs)?);
    files.extend(recordings::files()?);
    Ok(files)
}

/// Files of vectors that are no longer generated.
pub(crate) fn left_over(generated: &[String]) -> Result<Vec<String>> {
    let mut folders = vec![root().join("schemas/vectors")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))? {
            let path = entry?.path();
            let name = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "json")
                && !generated.contains(&name)
            {
                found.push(name);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// A file of vectors, as text.
fn file(name: &str, content: &impl Serialize) -> Result<(String, String)> {
    let text = serde_json::to_string_pretty(content).with_context(|| format!("cannot write {name}"))?;
    Ok((format!("schemas/vectors/{name}.json"), text + "\n"))
}

/// A JSON text that is written as it is: no reader and writer in between changes its numbers or its order.
fn raw(text: impl Into<String>) -> Result<Box<RawValue>> {
    let text = text.into();
    RawValue::from_string(text.clone()).with_context(|| format!("no JSON: {text}"))
}
