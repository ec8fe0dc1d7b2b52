//! The release build: static, and without the names of this machine's folders.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::run::{executable, root, say};

/// The target of this machine's compiler.
pub(super) fn host() -> Result<String> {
    let version = output(Path::new("rustc"), &["-vV"])?;
    let version = String::from_utf8(version)?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc names no host")?.to_owned())
}

/// Builds the tool and returns the path of the binary.
pub(super) fn release(target: &str) -> Result<PathBuf> {
    // With `--target`, the flags do not reach build scripts and macros, which are loaded as shared libraries.
    let words =
        ["build", "--quiet", "--release", "--locked", "--package", "directline-cli", "--target", target];
    say(&format!("cargo {}", words.join(" ")));
    let mut command = Command::new("cargo");
    command.args(words).arg("--message-format=json-render-diagnostics").current_dir(root());
    command
        .env("CARGO_ENCODED_RUSTFLAGS", flags(target)?.join("\x1f"))
        .env("CARGO_PROFILE_RELEASE_STRIP", "symbols");
    executable(&mut command)
}

/// What the compiler is told.
fn flags(target: &str) -> Result<Vec<String>> {
    let mut flags = Vec::new();
    if target.contains("linux") {
        flags.extend(["-C".to_owned(), "target-feature=+crt-static".to_owned()]);
    }
    // Messages of panics name source files.
    for (folder, name) in [(root().to_path_buf(), "directline"), (cargo_home()?, "cargo")] {
        flags.push(format!("--remap-path-prefix={}=/{name}", folder.display()));
    }
    Ok(flags)
}

/// Where cargo keeps the sources of dependencies.
fn cargo_home() -> Result<PathBuf> {
    if let Some(home) = std::env::var_os("CARGO_HOME") {
        return Ok(home.into());
    }
    Ok(Path::new(&std::env::var_os("HOME").context("HOME is not set")?).join(".cargo"))
}

/// What a program prints.
pub(super) fn output(program: &Path, words: &[&str]) -> Result<Vec<u8>> {
    let output = Command::new(program).args(words).current_dir(root()).stderr(Stdio::inherit()).output();
    let output = output.with_context(|| format!("{} could not be started", program.display()))?;
    if !output.status.success() {
        bail!("`{} {}` failed", program.display(), words.join(" "));
    }
    Ok(output.stdout)
}
