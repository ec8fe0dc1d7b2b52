//! `cargo xtask ci`: everything that must pass. `cargo bless`: accepting new output.

use anyhow::Result;

use crate::run::{cargo, has_cargo, say};
use crate::{accept, codegen, fuzz_all, tidy, trace};

/// Denies warnings in the documentation.
const STRICT_DOCS: (&str, &str) = ("RUSTDOCFLAGS", "-D warnings");

/// Runs all checks, the quick ones first.
pub(crate) fn run() -> Result<()> {
    cargo(&["fmt", "--all", "--check"], &[])?;
    tidy::run()?;
    codegen::run(true)?;
    trace::run(trace::Pending::Refused, true)?;
    cargo(&["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"], &[])?;
    fuzz_all::check()?;
    cargo(&["doc", "--workspace", "--no-deps", "--document-private-items"], &[STRICT_DOCS])?;
    cargo(&["test", "--workspace", "--all-features"], &[])?;
    if has_cargo("deny") {
        cargo(&["deny", "--offline", "check", "licenses", "bans", "sources"], &[])?;
    } else {
        say("cargo-deny is not installed: licences, bans and sources are not checked");
    }
    accept::run(false)?;
    say("everything passes");
    Ok(())
}

/// Writes generated files and goldens anew.
pub(crate) fn bless() -> Result<()> {
    codegen::run(false)?;
    cargo(&["test", "--package", "directline-cli", "--all-features"], &[("DIRECTLINE_BLESS", "1")])
}
