//! `cargo xtask tidy`: rules of the house that no compiler checks.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::contract_line;
use crate::run::{root, say};

/// Which crates of the workspace each crate may import.
const IMPORTS: [(&str, &[&str]); 8] = [
    ("directline-json", &[]),
    ("directline-types", &[]),
    ("directline-exchange", &["directline-json"]),
    ("directline-validator", &["directline-exchange", "directline-types", "directline-json"]),
    ("directline-capture", &["directline-exchange", "directline-json"]),
    ("directline-reference", &["directline-exchange", "directline-types"]),
    (
        "directline-fuzz",
        &[
            "directline-exchange",
            "directline-json",
            "directline-reference",
            "directline-types",
            "directline-validator",
        ],
    ),
    (
        "directline-cli",
        &[
            "directline-json",
            "directline-types",
            "directline-exchange",
            "directline-validator",
            "directline-capture",
            "directline-reference",
            "directline-fuzz",
        ],
    ),
];

/// Crates that touch no file, network, clock, environment or terminal.
const PURE: [&str; 5] = [
    "directline-json",
    "directline-types",
    "directline-exchange",
    "directline-validator",
    "directline-reference",
];

/// What gives an impure crate away in its source, with the reason.
const BANNED_IN_PURE: [(&str, &str); 7] = [
    ("std::fs", "reads or writes files"),
    ("net::Tcp", "opens sockets"),
    ("net::Udp", "opens sockets"),
    ("std::env", "reads the environment"),
    ("std::process", "starts or ends processes"),
    ("std::time", "reads the clock"),
    ("std::io::std", "talks to the terminal"),
];

/// Longest source file, in lines, that needs no second look.
const LONGEST: usize = 500;

/// Checks everything and lists every offence.
pub(crate) fn run() -> Result<()> {
    let mut offences = Vec::new();
    for (name, allowed) in IMPORTS {
        imports(name, allowed, &mut offences)?;
    }
    for name in PURE {
        purity(name, &mut offences)?;
    }
    sizes(&mut offences)?;
    contract_line::check(&mut offences)?;
    for offence in &offences {
        say(offence);
    }
    if !offences.is_empty() {
        bail!("tidy: {} offences", offences.len());
    }
    say("tidy: imports, purity, sizes and the changelog are in order");
    Ok(())
}

/// Dependencies of a crate on others of the workspace; dev-dependencies may point anywhere.
fn imports(name: &str, allowed: &[&str], offences: &mut Vec<String>) -> Result<()> {
    let path = root().join("crates").join(name).join("Cargo.toml");
    let text = fs::read_to_string(&path).with_context(|| format!("{name} has no Cargo.toml"))?;
    let mut in_dependencies = false;
    for line in text.lines() {
        if line.starts_with('[') {
            in_dependencies = line.trim() == "[dependencies]";
        }
        let imported = line.split(['.', ' ', '=']).next().unwrap_or_default();
        if in_dependencies && imported.starts_with("directline-") && !allowed.contains(&imported) {
            offences.push(format!("{name} must not import {imported}"));
        }
    }
    Ok(())
}

fn purity(name: &str, offences: &mut Vec<String>) -> Result<()> {
    for file in sources(&root().join("crates").join(name).join("src"))? {
        let text = fs::read_to_string(&file)?;
        let is_test = file.iter().any(|name| name == "tests" || name == "tests.rs");
        let product = if is_test { "" } else { text.split("#[cfg(test)]").next().unwrap_or_default() };
        for (word, why) in BANNED_IN_PURE {
            if product.contains(word) {
                offences.push(format!("{}: {word} {why}; {name} is pure", shown(&file)));
            }
        }
    }
    Ok(())
}

fn sizes(offences: &mut Vec<String>) -> Result<()> {
    for folder in ["crates", "examples", "xtask"] {
        for file in sources(&root().join(folder))? {
            let lines = fs::read_to_string(&file)?.lines().count();
            if lines > LONGEST {
                offences.push(format!("{}: {lines} lines; would two rooms be clearer?", shown(&file)));
            }
        }
    }
    Ok(())
}

/// Every `.rs` file below a folder, in order.
fn sources(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}
