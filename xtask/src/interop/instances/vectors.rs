//! The test vectors of `schemas/vectors/`, in the layout of the JSON Schema Test Suite.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::run::root;

/// One vector.
pub(super) struct Vector {
    pub(super) name: String,
    pub(super) schema: String,
    pub(super) text: String,
    pub(super) valid: bool,
}

#[derive(Deserialize)]
struct Group {
    description: String,
    schema: Reference,
    tests: Vec<Test>,
}

#[derive(Deserialize)]
struct Reference {
    #[serde(rename = "$ref")]
    reference: String,
}

#[derive(Deserialize)]
struct Test {
    description: String,
    data: Box<RawValue>,
    valid: bool,
}

/// All of them, in order. A file of another layout is for another purpose and is passed over.
pub(super) fn all() -> Result<Vec<Vector>> {
    let mut vectors = Vec::new();
    let folder = root().join("schemas/vectors");
    if !folder.exists() {
        return Ok(vectors);
    }
    for folder in sorted(&folder)?.iter().filter(|path| path.is_dir()) {
        for path in sorted(folder)?.iter().filter(|path| path.extension().is_some_and(|name| name == "json"))
        {
            let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            let groups: Vec<Group> = serde_json::from_str(&text).unwrap_or_default();
            for group in groups {
                group.spread(path, &mut vectors);
            }
        }
    }
    Ok(vectors)
}

impl Group {
    fn spread(self, path: &Path, vectors: &mut Vec<Vector>) {
        let schema = self.reference();
        let shown = path.strip_prefix(root()).unwrap_or(path);
        for test in self.tests {
            vectors.push(Vector {
                name: format!("{}: {}: {}", shown.display(), self.description, test.description),
                schema: schema.clone(),
                text: test.data.get().to_owned(),
                valid: test.valid,
            });
        }
    }

    /// The name of the schema that is referred to.
    fn reference(&self) -> String {
        let file = self.schema.reference.rsplit('/').next().unwrap_or_default();
        file.trim_end_matches(".schema.json").to_owned()
    }
}

/// The paths in a folder, in order.
pub(super) fn sorted(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries: Result<Vec<_>, _> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect();
    let mut paths = entries?;
    paths.sort();
    Ok(paths)
}
