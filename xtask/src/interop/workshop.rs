//! The folder `target/interop/`, where engines, their drivers, the schemas and the instances are.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use directline_types::Draft;

use super::instances::Instance;
use super::process::offline;
use crate::run::root;

/// Every driver, written into the workshop before the engines run.
const DRIVERS: [(&str, &str); 13] = [
    ("lines.mjs", include_str!("drivers/lines.mjs")),
    ("lines.py", include_str!("drivers/lines.py")),
    ("ajv.mjs", include_str!("drivers/ajv.mjs")),
    ("cfworker.mjs", include_str!("drivers/cfworker.mjs")),
    ("hyperjump.mjs", include_str!("drivers/hyperjump.mjs")),
    ("python_jsonschema.py", include_str!("drivers/python_jsonschema.py")),
    ("python_fastjsonschema.py", include_str!("drivers/python_fastjsonschema.py")),
    ("json_schemer.rb", include_str!("drivers/json_schemer.rb")),
    ("json_schema.php", include_str!("drivers/json_schema.php")),
    ("gojsonschema.go", include_str!("drivers/gojsonschema.go")),
    ("json_validator.pl", include_str!("drivers/json_validator.pl")),
    ("openapi.mjs", include_str!("drivers/openapi.mjs")),
    ("valijson.cpp", include_str!("drivers/valijson.cpp")),
];

/// The schema that every engine is shown first, and must not be able to follow.
const REMOTE: &str = "remote";

/// The folder.
pub(super) struct Workshop {
    folder: PathBuf,
    /// What stands before a command so that it has no network.
    pub(super) offline: &'static [&'static str],
}

impl Workshop {
    /// Makes the folder, with drivers and schemas.
    pub(super) fn open() -> Result<Self> {
        let target =
            std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
        let folder = root().join(target).join("interop");
        for part in ["drivers", "verdicts", "schemas/draft-07"] {
            fs::create_dir_all(folder.join(part))?;
        }
        for (name, text) in DRIVERS {
            fs::write(folder.join("drivers").join(name), text)?;
        }
        let workshop = Self { folder, offline: offline() };
        for draft in Draft::ALL {
            workshop.write_schemas(draft)?;
        }
        Ok(workshop)
    }

    /// The folder itself.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder of the schemas of a draft, as `NAME.json`.
    pub(super) fn schemas(&self, draft: Draft) -> PathBuf {
        self.folder.join("schemas").join(draft.folder())
    }

    /// The file of instances.
    pub(super) fn instances(&self) -> PathBuf {
        self.folder.join("instances.tsv")
    }

    /// Writes the instances as the drivers read them, the one with the remote reference first.
    pub(super) fn write_instances(&self, instances: &[Instance]) -> Result<()> {
        let mut text = format!("{REMOTE}\t{{\"a\":1}}\n");
        for instance in instances {
            text.push_str(&instance.line());
        }
        Ok(fs::write(self.instances(), text)?)
    }

    fn write_schemas(&self, draft: Draft) -> Result<()> {
        let to = self.schemas(draft);
        for (name, path) in published(draft)? {
            fs::copy(path, to.join(format!("{name}.json")))?;
        }
        let dialect = match draft {
            Draft::Draft202012 => "https://json-schema.org/draft/2020-12/schema",
            Draft::Draft07 => "http://json-schema.org/draft-07/schema#",
        };
        let remote = serde_json::json!({
            "$schema": dialect,
            "$id": "https://directline-contract.example/interop/remote.json",
            "type": "object",
            "properties": { "a": { "$ref": "https://directline-contract.example/interop/elsewhere.json" } },
        });
        Ok(fs::write(to.join(format!("{REMOTE}.json")), remote.to_string())?)
    }
}

/// The published schemas of a draft: name and path, in order.
pub(super) fn published(draft: Draft) -> Result<Vec<(String, PathBuf)>> {
    let folder = root().join("schemas").join(draft.folder());
    let mut found = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".schema.json"));
        if let Some(name) = name {
            found.push((name.to_owned(), path));
        }
    }
    found.sort();
    Ok(found)
}
