//! Installs engines: npm and pip into the workshop, Debian packages into the system where that is allowed.

use std::fs;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, anyhow, bail};

use super::engine::{Engine, Kit};
use super::engines::ENGINES;
use super::openapi::{NPM_TOOLS, PIP_TOOLS};
use super::process::Ended;
use super::workshop::Workshop;
use crate::run::say;

/// Remembers what is there, so that nothing is installed twice.
pub(super) struct Installer<'a> {
    workshop: &'a Workshop,
    npm: Option<Result<(), String>>,
    pip: Option<Result<(), String>>,
    has_package_lists: bool,
}

impl<'a> Installer<'a> {
    /// Nothing is installed yet.
    pub(super) fn new(workshop: &'a Workshop) -> Self {
        Self { workshop, npm: None, pip: None, has_package_lists: false }
    }

    /// Installs an engine, or says why not.
    pub(super) fn provide(&mut self, engine: &Engine) -> Result<()> {
        match &engine.kit {
            Kit::Npm(..) => self.npm(),
            Kit::Pip(..) => self.pip(),
            Kit::Debian { packages, build } => {
                self.debian(packages)?;
                if build.is_empty() { Ok(()) } else { self.offline(&format!("{}-build", engine.name), build) }
            }
        }
    }

    /// Everything from npm, at once: the versions are pinned, scripts of packages do not run.
    pub(super) fn npm(&mut self) -> Result<()> {
        if self.npm.is_none() {
            self.npm = Some(self.install_npm().map_err(|error| format!("{error:#}")));
        }
        remembered(self.npm.as_ref())
    }

    /// Everything from the Python package index, at once, in an environment of its own.
    pub(super) fn pip(&mut self) -> Result<()> {
        if self.pip.is_none() {
            self.pip = Some(self.install_pip().map_err(|error| format!("{error:#}")));
        }
        remembered(self.pip.as_ref())
    }

    fn install_npm(&self) -> Result<()> {
        let engines = ENGINES.iter().filter_map(|engine| match engine.kit {
            Kit::Npm(package, version) => Some((package, version)),
            _ => None,
        });
        let wanted: serde_json::Map<_, _> =
            engines.chain(NPM_TOOLS).map(|(package, version)| (package.to_owned(), version.into())).collect();
        let text = serde_json::json!({ "private": true, "dependencies": wanted }).to_string();
        let words = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
        self.once("package.json", &text, || self.online("npm", &words))
    }

    fn install_pip(&self) -> Result<()> {
        let engines = ENGINES.iter().filter_map(|engine| match engine.kit {
            Kit::Pip(package, version) => Some((package, version)),
            _ => None,
        });
        let lines = engines.chain(PIP_TOOLS).map(|(package, version)| format!("{package}=={version}\n"));
        let text: String = lines.collect();
        self.once("requirements.txt", &text, || {
            self.online("venv", &["python3", "-m", "venv", "--clear", "python"])?;
            let pip = ["python/bin/python", "-m", "pip", "--quiet", "--disable-pip-version-check"];
            self.online("pip", &[&pip[..], &["install", "-r", "requirements.txt"]].concat())
        })
    }

    /// Installs what a file asks for, unless the same was installed before.
    fn once(&self, file: &str, text: &str, install: impl Fn() -> Result<()>) -> Result<()> {
        let folder = self.workshop.folder();
        let done = folder.join(format!("{file}.installed"));
        if fs::read_to_string(&done).is_ok_and(|before| before == text) {
            return Ok(());
        }
        fs::write(folder.join(file), text)?;
        say(&format!("installing what {} asks for", folder.join(file).display()));
        install()?;
        Ok(fs::write(done, text)?)
    }

    fn debian(&mut self, packages: &[&str]) -> Result<()> {
        let missing: Vec<&str> =
            packages.iter().copied().filter(|package| installed(package).is_none()).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let list = missing.join(" ");
        if !is_root() {
            bail!("it needs Debian packages: run `apt-get install {list}` as root");
        }
        say(&format!("installing {list}"));
        if !self.has_package_lists {
            self.online("apt-update", &["apt-get", "update", "--quiet"])?;
            self.has_package_lists = true;
        }
        let words = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "--yes", "--quiet"];
        self.online("apt", &[&words[..], &["--no-install-recommends"], &missing].concat())
    }

    fn online(&self, name: &str, words: &[&str]) -> Result<()> {
        ended(self.workshop.run_online(name, words, None)?)
    }

    fn offline(&self, name: &str, words: &[&str]) -> Result<()> {
        ended(self.workshop.run(name, words, None)?)
    }
}

impl Kit {
    /// The version that is installed.
    pub(super) fn version(&self) -> Result<String> {
        match self {
            Self::Npm(_, version) | Self::Pip(_, version) => Ok((*version).to_owned()),
            Self::Debian { packages, .. } => {
                packages.first().and_then(|package| installed(package)).context("no Debian package")
            }
        }
    }
}

fn ended(ended: Ended) -> Result<()> {
    match ended {
        Ended::Well(_) => Ok(()),
        Ended::Badly(why) => bail!(why),
    }
}

fn remembered(result: Option<&Result<(), String>>) -> Result<()> {
    result.cloned().unwrap_or(Ok(())).map_err(|why| anyhow!(why))
}

/// The version of a Debian package, if it is installed.
fn installed(package: &str) -> Option<String> {
    let mut command = Command::new("dpkg-query");
    command.args(["--show", "--showformat=${db:Status-Status} ${Version}", package]).stderr(Stdio::null());
    let output = command.output().ok()?;
    Some(String::from_utf8(output.stdout).ok()?.strip_prefix("installed ")?.to_owned())
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
