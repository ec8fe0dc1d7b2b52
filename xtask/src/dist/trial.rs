//! Unpacks the archive and runs what is in it, as somebody does who has nothing else.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use flate2::read::GzDecoder;

use crate::run::{root, say};

/// Runs the unpacked binary without an environment.
pub(super) fn run(archive: &Path, name: &str) -> Result<()> {
    let folder = tempfile::tempdir()?;
    tar::Archive::new(GzDecoder::new(fs::File::open(archive)?)).unpack(folder.path())?;
    let unpacked = folder.path().join(name);
    let binary = unpacked.join("directline");
    let recording = root().join("corpus/recorded/har/chrome-devtools-sanitized.har");
    let recording = recording.to_str().context("the path of the workspace is no text")?;
    for (words, code, said) in [
        (&["--version"][..], 0, env!("CARGO_PKG_VERSION")),
        (&["verify", recording], 1, "next: directline explain watermark-not-string"),
        (&["fuzz", "--cases", "20", "--seed", "1"], 0, "20 sequences"),
    ] {
        let output = Command::new(&binary).args(words).env_clear().current_dir(&unpacked).output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        if output.status.code() != Some(code) || !text.contains(said) {
            bail!("`directline {}` of the archive ended with {}:\n{text}", words.join(" "), output.status);
        }
    }
    for file in ["README.md", "LICENSE-MIT", "completions/directline.bash", "man/man1/directline-verify.1"] {
        if !unpacked.join(file).is_file() {
            bail!("{file} is not in the archive");
        }
    }
    say("unpacked and tried: it runs without an environment");
    Ok(())
}
