//! The licences of everything that is linked into the binary, with their texts, as they ask for.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use super::build;

/// Crates by name and version, with the licence and the folder of the sources.
type Crates = BTreeMap<String, (String, PathBuf)>;

/// The licences as one text.
pub(super) fn of(target: &str) -> Result<String> {
    let tree = ["tree", "--locked", "--package", "directline-cli", "--edges", "normal", "--prefix", "none"];
    let tree =
        build::output(Path::new("cargo"), &[&tree[..], &["--target", target, "--format", "{p}"]].concat())?;
    let tree = String::from_utf8(tree)?;
    // `name v1.2.3`, and after it what kind of crate it is or where it lies.
    let linked: BTreeSet<String> = tree
        .lines()
        .filter_map(|line| line.split_once(" v"))
        .filter_map(|(name, rest)| Some(format!("{name} {}", rest.split_whitespace().next()?)))
        .collect();
    let mut crates = all(target)?;
    crates.retain(|name, _| linked.contains(name));
    write(&crates)
}

/// Every crate that could be used, but those of this workspace.
fn all(target: &str) -> Result<Crates> {
    let words = ["metadata", "--locked", "--format-version", "1", "--filter-platform", target];
    let metadata: Value = serde_json::from_slice(&build::output(Path::new("cargo"), &words)?)?;
    let packages = metadata.get("packages").and_then(Value::as_array).context("cargo names no packages")?;
    let text = |package: &Value, member: &str| {
        let text = package.get(member).and_then(Value::as_str);
        text.map(str::to_owned).with_context(|| format!("a package has no {member}"))
    };
    let foreign =
        packages.iter().filter(|package| package.get("source").is_some_and(|source| !source.is_null()));
    foreign
        .map(|package| {
            let name = format!("{} {}", text(package, "name")?, text(package, "version")?);
            let manifest = PathBuf::from(text(package, "manifest_path")?);
            let folder = manifest.parent().context("a manifest without a folder")?.to_path_buf();
            Ok((name, (text(package, "license")?, folder)))
        })
        .collect()
}

/// A list of crates, then each text once with the crates it belongs to.
fn write(crates: &Crates) -> Result<String> {
    let mut text = String::from("The program contains these libraries. Their licences follow.\n\n");
    let mut texts: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (name, (licence, folder)) in crates {
        writeln!(text, "{name}: {licence}")?;
        for file in licences(folder)? {
            let found = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            let found = String::from_utf8_lossy(&found).replace("\r\n", "\n").trim().to_owned();
            texts.entry(found).or_default().push(name);
        }
    }
    let mut sorted: Vec<_> = texts.into_iter().collect();
    sorted.sort_by(|one, other| one.1.cmp(&other.1).then_with(|| one.0.cmp(&other.0)));
    for (licence, names) in sorted {
        write!(text, "\n{}\n{}\n\n{licence}\n", "-".repeat(80), names.join(", "))?;
    }
    Ok(text)
}

/// The files with the licences of a crate.
fn licences(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_ascii_uppercase();
        let is_licence = ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"]
            .iter()
            .any(|start| name.starts_with(start));
        if is_licence && entry.file_type()?.is_file() {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_several_crates_have_stands_there_once() {
        let folder = tempfile::tempdir().unwrap();
        let mut crates = Crates::new();
        for (name, text) in [("a 1", "MIT text\r\n"), ("b 1", "MIT text\n\n"), ("c 1", "other text")] {
            let folder = folder.path().join(name);
            fs::create_dir(&folder).unwrap();
            fs::write(folder.join("LICENSE-MIT"), text).unwrap();
            fs::write(folder.join("lib.rs"), "no licence").unwrap();
            crates.insert(name.to_owned(), ("MIT".to_owned(), folder));
        }
        let text = write(&crates).unwrap();
        assert_eq!(text.matches("MIT text").count(), 1);
        assert!(
            text.contains("\na 1, b 1\n\nMIT text\n") && text.contains("\nc 1\n\nother text\n"),
            "{text}"
        );
        assert!(text.contains("\nc 1: MIT\n") && !text.contains("no licence"), "{text}");
    }
}
