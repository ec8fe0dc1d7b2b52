//! Installs ajv, if there is npm.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Result;

use crate::run::say;

/// The version that is compared with.
const VERSION: &str = "ajv@8.17.1";

/// Whether ajv and its script are in the folder.
pub(super) fn install(folder: &Path) -> Result<bool> {
    let folder = folder.join("ajv");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("ajv.mjs"), include_str!("ajv.mjs"))?;
    if folder.join("node_modules/ajv").is_dir() {
        return Ok(true);
    }
    let mut npm = Command::new("npm");
    npm.args(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", VERSION])
        .current_dir(&folder);
    let is_there = npm.stdout(Stdio::null()).status().is_ok_and(|status| status.success());
    if !is_there {
        say("ajv is left out: npm is not there, or cannot install it");
    }
    Ok(is_there)
}
