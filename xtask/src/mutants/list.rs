//! Which mutants there are, which of them are skipped and why, and which are run.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::str::FromStr;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::area::Area;
use super::tool::Tool;
use super::tree::Tree;

/// A change of the source, as cargo-mutants lists it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Mutant {
    /// File, place and change in words: unique.
    pub(crate) name: String,
    /// The file, from the root of the workspace.
    pub(crate) file: String,
    /// The function that is changed, if it is one.
    pub(crate) function: Option<Function>,
    /// What is replaced.
    pub(crate) span: Span,
    /// By what.
    pub(crate) replacement: String,
}

/// A function.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Function {
    /// The whole of it.
    pub(crate) span: Span,
}

/// From a place to before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub(crate) struct Span {
    pub(crate) start: Place,
    pub(crate) end: Place,
}

/// A place in a file; both count from one, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub(crate) struct Place {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// The mutants of an area.
pub(crate) struct Listed {
    /// Those to run: not skipped, and of the sample.
    pub(crate) run: Vec<Mutant>,
    /// How many of the sample are on the skip list.
    pub(crate) skipped: usize,
}

impl Listed {
    /// Lists the mutants of an area.
    pub(crate) fn of(area: Area, tool: &Tool, seed: u64) -> Result<Self> {
        let sample = |mutant: &Mutant| digest(seed, &mutant.name).is_multiple_of(area.one_in());
        let every = tool.list(area, &["--no-config"])?.into_iter().filter(sample);
        let mut every: BTreeMap<String, Mutant> = every.map(|mutant| (mutant.name.clone(), mutant)).collect();
        let all = every.len();
        let kept: BTreeSet<String> = tool.list(area, &[])?.into_iter().map(|mutant| mutant.name).collect();
        every.retain(|name, _| kept.contains(name));
        Ok(Self { skipped: all - every.len(), run: every.into_values().collect() })
    }
}

/// FNV-1a: the same sample on every machine.
fn digest(seed: u64, name: &str) -> u64 {
    let seeded = seed.to_le_bytes();
    let bytes = seeded.iter().chain(name.as_bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    // The low bits of FNV are the weak ones.
    hash >> 32
}

/// Part `number` of `of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shard {
    number: usize,
    of: usize,
}

impl Shard {
    /// The mutants of this part.
    pub(crate) fn of(self, mutants: &[Mutant]) -> impl Iterator<Item = &Mutant> {
        mutants.iter().skip(self.number - 1).step_by(self.of)
    }

    /// What the file with the results of this part is called.
    pub(crate) fn file(self, area: Area) -> String {
        match self.of {
            1 => format!("{}.json", area.name()),
            of => format!("{}.{}-of-{of}.json", area.name(), self.number),
        }
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts =
            text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match parts {
            Some((number, of)) if (1..=of).contains(&number) => Ok(Self { number, of }),
            _ => Err("expected K/N with K from 1 to N, such as 1/4".to_owned()),
        }
    }
}

/// Fails where an entry of the skip list has no comment before it.
pub(crate) fn check_reasons(tree: &Tree) -> Result<()> {
    let path = tree.path.join(".cargo/mutants.toml");
    let text = fs::read_to_string(&path).with_context(|| format!("{} is missing", path.display()))?;
    let mut reason = false;
    for line in text.lines().map(str::trim) {
        let is_entry = line.starts_with(['"', '\'']);
        if is_entry && !reason {
            bail!(".cargo/mutants.toml: no reason is given for {line}");
        }
        reason = line.starts_with('#');
    }
    Ok(())
}
