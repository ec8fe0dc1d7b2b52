//! What became of each mutant, kept in files: `target/mutants/<commit>/<area>.json`.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::area::Area;
use super::list::{Listed, Mutant, Shard};
use super::tree::Tree;

/// What became of a mutant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Outcome {
    /// A test failed.
    Caught,
    /// All tests passed: the mutant survives.
    Missed,
    /// The tests did not end in several times their time.
    Timeout,
    /// It does not compile.
    Unviable,
}

impl Outcome {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::Caught, Self::Missed, Self::Timeout, Self::Unviable];

    /// The file in which cargo-mutants lists those.
    pub(crate) fn file(self) -> &'static str {
        match self {
            Self::Caught => "caught.txt",
            Self::Missed => "missed.txt",
            Self::Timeout => "timeout.txt",
            Self::Unviable => "unviable.txt",
        }
    }
}

/// One result.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Record {
    /// What became of the mutant.
    pub(crate) outcome: Outcome,
    /// The commit that was tested.
    pub(crate) at: String,
    /// The day.
    pub(crate) on: String,
}

/// By name of the mutant.
pub(crate) type Records = BTreeMap<String, Record>;

/// The results of an area, or of a shard of it, at one commit.
pub(crate) struct Results {
    records: Records,
    file: PathBuf,
    commit: String,
    today: String,
}

impl Results {
    /// What is known at the commit.
    pub(crate) fn read(area: Area, tree: &Tree, shard: Shard) -> Result<Self> {
        let folder = tree.home.join(&tree.commit);
        fs::create_dir_all(&folder)?;
        let today = Command::new("date").args(["-u", "+%Y-%m-%d"]).output().context("`date` is needed")?;
        let today = String::from_utf8(today.stdout)?.trim().to_owned();
        let file = folder.join(shard.file(area));
        Ok(Self { records: merged(&folder, area)?, file, commit: tree.commit.clone(), today })
    }

    /// Takes over from other commits what was caught there, where the code is the same. What was missed is run
    /// again: that is where tests were added.
    pub(crate) fn carry(&mut self, listed: &Listed, tree: &Tree) -> Result<()> {
        let mut same: HashMap<(String, String), bool> = HashMap::new();
        let mut others: BTreeMap<String, Vec<Record>> = BTreeMap::new();
        for folder in fs::read_dir(&tree.home)? {
            let folder = folder?.path();
            if folder.is_dir() && !folder.ends_with(&tree.commit) {
                for area in Area::ALL {
                    for (name, record) in merged(&folder, area)? {
                        if record.outcome != Outcome::Missed {
                            others.entry(name).or_default().push(record);
                        }
                    }
                }
            }
        }
        for Mutant { name, file, .. } in &listed.run {
            if self.records.contains_key(name) {
                continue;
            }
            let mut known = others.remove(name).unwrap_or_default().into_iter();
            let found = known.find(|record| {
                *same.entry((record.at.clone(), file.clone())).or_insert_with(|| {
                    let now = tree.code(&tree.commit, file);
                    now.is_some() && now == tree.code(&record.at, file)
                })
            });
            if let Some(record) = found {
                self.records.insert(name.clone(), record);
            }
        }
        self.write()
    }

    /// Whether the mutant has still to be run.
    pub(crate) fn is_open(&self, name: &str) -> bool {
        !self.records.contains_key(name)
    }

    /// Adds what became of a mutant, and writes the file.
    pub(crate) fn add(&mut self, name: &str, outcome: Outcome) -> Result<()> {
        let record = Record { outcome, at: self.commit.clone(), on: self.today.clone() };
        self.records.insert(name.to_owned(), record);
        self.write()
    }

    fn write(&self) -> Result<()> {
        fs::write(&self.file, serde_json::to_string_pretty(&self.records)?)?;
        Ok(())
    }
}

/// The results of all shards of an area.
pub(crate) fn merged(folder: &Path, area: Area) -> Result<Records> {
    let mut records = Records::new();
    for file in fs::read_dir(folder).into_iter().flatten() {
        let file = file?.path();
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.strip_prefix(area.name()).is_some_and(|rest| rest.starts_with('.')) {
            records.extend(serde_json::from_str::<Records>(&fs::read_to_string(&file)?)?);
        }
    }
    Ok(records)
}
