//! `cargo xtask dist`: the tool as one archive that runs on a Linux without anything, and its checksum.
//!
//! The binary is linked statically and names no folder of the machine that built it. Equal sources, compilers and
//! targets give equal archives: files are sorted, times are that of the last commit.

mod archive;
mod build;
mod elf;
mod notices;
mod trial;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use self::archive::File;
use crate::run::{root, say};

/// What can be asked of `cargo xtask dist`.
#[derive(Args)]
pub(crate) struct Options {
    /// For which target; without it for this machine.
    #[arg(long, value_name = "TRIPLE")]
    target: Option<String>,
    /// Where the archive goes.
    #[arg(long, value_name = "DIR", default_value = "target/dist")]
    out: PathBuf,
}

/// Texts of the repository that go along.
const TEXTS: [&str; 4] = ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "README.md"];

/// Completions: the shell, and the name by which it finds the file.
const COMPLETIONS: [(&str, &str); 5] = [
    ("bash", "directline.bash"),
    ("elvish", "directline.elv"),
    ("fish", "directline.fish"),
    ("powershell", "_directline.ps1"),
    ("zsh", "_directline"),
];

/// Builds, packs, writes and tries.
pub(crate) fn run(options: &Options) -> Result<()> {
    let target = match &options.target {
        Some(target) => target.clone(),
        None => build::host()?,
    };
    let binary = build::release(&target)?;
    let bytes = fs::read(&binary).with_context(|| format!("cannot read {}", binary.display()))?;
    if target.contains("linux")
        && let Some(interpreter) = elf::interpreter(&bytes)?
    {
        bail!("the binary is not static: it asks for {interpreter}");
    }
    let name = format!("directline-{}-{target}", env!("CARGO_PKG_VERSION"));
    let files = files(&binary, bytes, &target)?;
    let packed = archive::pack(&name, &files, time()?)?;
    let out = root().join(&options.out);
    fs::create_dir_all(&out)?;
    let file = format!("{name}.tar.gz");
    fs::write(out.join(&file), &packed)?;
    let sums = format!("{}  {file}\n", HEXLOWER.encode(&Sha256::digest(&packed)));
    fs::write(out.join("SHA256SUMS"), &sums)?;
    trial::run(&out.join(&file), &name)?;
    let size = |bytes: usize| format!("{}.{} MiB", bytes >> 20, ((bytes % (1 << 20)) * 10) >> 20);
    let of_binary = files.first().map_or(0, |file| file.bytes.len());
    say(&format!(
        "{} ({}; the binary is {})",
        out.join(&file).display(),
        size(packed.len()),
        size(of_binary)
    ));
    say(sums.trim_end());
    Ok(())
}

/// Everything in the archive, the binary first.
fn files(binary: &Path, bytes: Vec<u8>, target: &str) -> Result<Vec<File>> {
    let mut files = vec![File { name: "directline".to_owned(), bytes, is_program: true }];
    let mut add = |name: String, bytes: Vec<u8>| files.push(File { name, bytes, is_program: false });
    for name in TEXTS {
        add(name.to_owned(), fs::read(root().join(name)).with_context(|| format!("cannot read {name}"))?);
    }
    add("LICENSES-OF-DEPENDENCIES".to_owned(), notices::of(target)?.into_bytes());
    for (shell, name) in COMPLETIONS {
        add(format!("completions/{name}"), build::output(binary, &["completions", shell])?);
    }
    let folder = tempfile::tempdir()?;
    let pages = folder.path().to_str().context("the folder for temporary files is no text")?;
    build::output(binary, &["man", "--out", pages])?;
    for page in fs::read_dir(folder.path())? {
        let page = page?;
        add(format!("man/man1/{}", page.file_name().to_string_lossy()), fs::read(page.path())?);
    }
    Ok(files)
}

/// The time of all files, in seconds since 1970: `SOURCE_DATE_EPOCH`, or that of the last commit.
fn time() -> Result<u64> {
    if let Ok(time) = std::env::var("SOURCE_DATE_EPOCH") {
        return time.parse().context("SOURCE_DATE_EPOCH is no number of seconds");
    }
    let output = Command::new("git").args(["log", "-1", "--format=%ct"]).current_dir(root()).output();
    let committed = output.ok().and_then(|output| String::from_utf8(output.stdout).ok()?.trim().parse().ok());
    // A source archive has no commits; some programs refuse times before 1980.
    Ok(committed.unwrap_or(315_532_800))
}
