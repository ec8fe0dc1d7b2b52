//! `cargo xtask snippets`: runs what `schemas/vectors/README.md` shows, so that it stays true.
//!
//! The packages are installed into `target/snippets/`, with fixed versions. A language that is not installed here is
//! named and passed over.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::run::{root, say};

const NODE_PACKAGES: [&str; 3] = ["ajv@8.17.1", "json-schema-to-typescript@15.0.4", "typescript@5.6.3"];
const PYTHON_PACKAGES: [&str; 1] = ["jsonschema@4.23.0"];

/// A snippet: the language of its fence, the file it becomes, and what runs it.
struct Snippet {
    language: &'static str,
    file: &'static str,
    program: &'static str,
    words: &'static [&'static str],
}

const NODE_SNIPPETS: [Snippet; 3] = [
    Snippet { language: "js", file: "vectors.mjs", program: "node", words: &["vectors.mjs"] },
    Snippet { language: "sh", file: "types.sh", program: "sh", words: &["-e", "types.sh"] },
    Snippet {
        language: "ts",
        file: "example.ts",
        program: "node_modules/.bin/tsc",
        words: &["--strict", "--noEmit", "--target", "es2022", "example.ts"],
    },
];

const PYTHON_SNIPPET: Snippet =
    Snippet { language: "python", file: "vectors.py", program: "venv/bin/python", words: &["vectors.py"] };

/// Runs every snippet whose language is installed.
pub(crate) fn run() -> Result<()> {
    let folder = folder()?;
    let text = fs::read_to_string(root().join("schemas/vectors/README.md"))?;
    let mut ran = 0_usize;
    if has("npm") {
        install_node(&folder)?;
        for snippet in NODE_SNIPPETS {
            snippet.run(&text, &folder)?;
            ran = ran.saturating_add(1);
        }
    } else {
        say("not run: JavaScript and TypeScript (npm is not installed)");
    }
    if has("python3") {
        install_python(&folder)?;
        PYTHON_SNIPPET.run(&text, &folder)?;
        ran = ran.saturating_add(1);
    } else {
        say("not run: Python (python3 is not installed)");
    }
    say(&format!("{ran} snippets do what the README says"));
    Ok(())
}

/// The folder in which the snippets run: it has the schemas, as the root of the repository has.
fn folder() -> Result<PathBuf> {
    let folder = root().join("target/snippets");
    fs::create_dir_all(&folder)?;
    let link = folder.join("schemas");
    if !link.exists() {
        std::os::unix::fs::symlink(root().join("schemas"), &link).context("cannot link the schemas")?;
    }
    Ok(folder)
}

impl Snippet {
    fn run(&self, text: &str, folder: &Path) -> Result<()> {
        let code = code(text, self.language).with_context(|| format!("no snippet in {}", self.language))?;
        fs::write(folder.join(self.file), code)?;
        say(&format!("{} {}", self.program, self.words.join(" ")));
        let program = folder.join(self.program);
        let program = if program.exists() { program } else { PathBuf::from(self.program) };
        succeed(Command::new(program).args(self.words).current_dir(folder))
    }
}

/// The first block of code in that language.
fn code<'t>(text: &'t str, language: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(&format!("```{language}\n"))?;
    rest.split_once("```").map(|(code, _)| code)
}

fn install_node(folder: &Path) -> Result<()> {
    if !folder.join("package.json").exists() {
        fs::write(folder.join("package.json"), "{ \"private\": true }\n")?;
    }
    let options = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"];
    succeed(Command::new("npm").args(options).args(NODE_PACKAGES).current_dir(folder))
}

fn install_python(folder: &Path) -> Result<()> {
    if !folder.join("venv").exists() {
        succeed(Command::new("python3").args(["-m", "venv", "venv"]).current_dir(folder))?;
    }
    let packages = PYTHON_PACKAGES.map(|package| package.replace('@', "=="));
    let mut install = Command::new(folder.join("venv/bin/python"));
    succeed(install.args(["-m", "pip", "install", "--quiet"]).args(packages).current_dir(folder))
}

fn has(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn succeed(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("{name} could not be started"))?;
    if !status.success() {
        bail!("{name} failed");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_snippet_stands_in_the_readme_once() {
        let text = fs::read_to_string(root().join("schemas/vectors/README.md")).unwrap();
        for Snippet { language, .. } in NODE_SNIPPETS.into_iter().chain([PYTHON_SNIPPET]) {
            assert!(code(&text, language).is_some_and(|code| !code.trim().is_empty()), "{language}");
            assert_eq!(text.matches(&format!("```{language}\n")).count(), 1, "{language}");
        }
    }
}
