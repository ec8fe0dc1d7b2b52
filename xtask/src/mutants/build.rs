//! Building mutants into the source, and finding those that do not compile.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::area::Area;
use super::list::Mutant;
use super::switch::{CHOICE, ITERATOR, Switched, switch};
use super::tree::Tree;
use crate::run::say;

/// More attempts than a build takes that gets better each time.
const ATTEMPTS: usize = 40;

/// Optimizing code that has all mutants in it takes longer than testing it.
pub(super) const QUICK: &str = "--config=profile.dev.package.directline-validator.opt-level=0";

/// The tests with mutants built in.
pub(crate) struct Built {
    /// The programs with tests.
    tests: Vec<Test>,
    /// Mutants that do not compile.
    pub(crate) unviable: BTreeSet<usize>,
    /// Mutants that must be built one at a time.
    pub(crate) left: BTreeSet<usize>,
}

/// A program with tests, or some of the tests in it.
#[derive(Clone)]
pub(crate) struct Test {
    pub(crate) name: String,
    pub(crate) program: PathBuf,
    /// Where it expects to run.
    pub(crate) folder: PathBuf,
    /// The modules to test; none stands for all.
    pub(crate) modules: &'static [&'static str],
}

impl Built {
    /// The tests of an area, in the order in which they run.
    pub(crate) fn tests_of(&self, area: Area) -> Result<Vec<Test>> {
        let find = |(name, modules): &(&str, &'static [&'static str])| {
            let found = self.tests.iter().find(|test| test.name == *name);
            let found = found.with_context(|| format!("there are no tests called {name}"))?;
            Ok(Test { modules, ..found.clone() })
        };
        area.tests().iter().map(find).collect()
    }
}

/// Builds the mutants, numbered from one, and the tests.
pub(crate) fn build(mutants: &[(Area, Mutant)], tree: &Tree) -> Result<Built> {
    let packages: BTreeSet<&str> = mutants.iter().map(|(area, _)| area.package()).collect();
    let words: Vec<&str> = packages.iter().flat_map(|package| ["--package", package]).collect();
    let words = [&["check", "--lib"], words.as_slice()].concat();
    say(&format!("building {} mutants", mutants.len()));
    let (mut unviable, mut left) = (BTreeSet::new(), BTreeSet::new());
    for _ in 0..ATTEMPTS {
        tree.restore()?;
        let mut files: BTreeMap<&str, Vec<(usize, &Mutant)>> = BTreeMap::new();
        for (number, (_, mutant)) in (1..).zip(mutants) {
            if !unviable.contains(&number) && !left.contains(&number) {
                files.entry(&mutant.file).or_default().push((number, mutant));
            }
        }
        let mut switched = BTreeMap::new();
        for (file, mutants) in files {
            let path = tree.path.join(file);
            let new = switch(&fs::read_to_string(&path)?, &mutants);
            fs::write(&path, &new.text)?;
            left.extend(new.left.iter().copied());
            switched.insert(file, new);
        }
        for package in &packages {
            let library = tree.path.join("crates").join(package).join("src/lib.rs");
            fs::write(&library, fs::read_to_string(&library)? + CHOICE)?;
        }
        let check = cargo(tree, &words)?;
        let errors: Vec<&Value> = check.iter().filter(|message| is_error(message)).collect();
        if errors.is_empty() {
            let tests = tests(mutants, tree)?;
            return Ok(Built { tests, unviable, left });
        }
        let before = unviable.len() + left.len();
        for error in errors {
            blame(error, &switched, &mut unviable, &mut left);
        }
        say(&format!("{} do not compile, {} are for later", unviable.len(), left.len()));
        if unviable.len() + left.len() == before {
            let text = check.iter().filter_map(|message| message.pointer("/message/rendered")?.as_str());
            bail!("the mutants could not be built together:\n{}", text.collect::<String>());
        }
    }
    bail!("the mutants could not be built together in {ATTEMPTS} attempts")
}

fn is_error(message: &Value) -> bool {
    message.pointer("/message/level").is_some_and(|level| level == "error")
}

/// Finds the mutants that an error is about: one that stands in a mutant is its own; one that stands only in
/// what the mutants of a function share may be due to building them together.
fn blame(
    error: &Value,
    switched: &BTreeMap<&str, Switched>,
    unviable: &mut BTreeSet<usize>,
    left: &mut BTreeSet<usize>,
) {
    let spans = error.pointer("/message/spans").and_then(Value::as_array).into_iter().flatten();
    let (primary, others): (Vec<&Value>, Vec<&Value>) =
        spans.partition(|span| span.get("is_primary").is_some_and(|is| is == true));
    for (span, is_primary) in
        primary.into_iter().map(|span| (span, true)).chain(others.into_iter().map(|span| (span, false)))
    {
        let line = span.get("line_start").and_then(Value::as_u64).and_then(|line| usize::try_from(line).ok());
        let file = span.get("file_name").and_then(Value::as_str).and_then(|name| switched.get(name));
        let Some((line, file)) = line.zip(file) else { continue };
        let Some((_, numbers)) = file.functions.iter().find(|(lines, _)| lines.contains(&line)) else {
            continue;
        };
        let of = file.lines.iter().find(|(lines, _)| lines.contains(&line));
        match of {
            Some((lines, number)) if is_primary && is_plain(&file.text, lines.start) => {
                unviable.insert(*number);
            }
            Some((_, number)) => {
                left.insert(*number);
            }
            None => left.extend(numbers),
        }
        return;
    }
}

/// Whether the mutants of the function that has one on this line depend on each other in nothing: a type that is
/// found from the body must be the same for all of them, and a constant function can choose nothing.
fn is_plain(text: &str, line: usize) -> bool {
    let before: Vec<&str> = text.lines().take(line).collect();
    let start = before.iter().rposition(|line| line.trim_start().contains("fn "));
    let signature = before.get(start.unwrap_or(0)..).unwrap_or_default().join(" ");
    let signature = signature.split("match crate::chosen_mutant()").next().unwrap_or_default();
    let is_found =
        signature.contains("-> impl") && !signature.contains(ITERATOR) || signature.contains("<impl");
    !signature.contains("const fn") && !is_found
}

/// Builds the tests.
fn tests(mutants: &[(Area, Mutant)], tree: &Tree) -> Result<Vec<Test>> {
    // Those of the area that needs most are those of all.
    let areas = mutants.iter().map(|(area, _)| area.targets());
    let targets = areas.max_by_key(|targets| targets.len()).unwrap_or_default();
    let words = [&["test", "--no-run", QUICK], targets].concat();
    let messages = cargo(tree, &words)?;
    let mut tests = Vec::new();
    for message in &messages {
        let text = |pointer: &str| message.pointer(pointer).and_then(Value::as_str);
        let is_test = message.pointer("/profile/test").is_some_and(|is| is == true);
        if let (true, Some(program), Some(name), Some(manifest)) =
            (is_test, text("/executable"), text("/target/name"), text("/manifest_path"))
        {
            let folder = PathBuf::from(manifest).parent().context("a manifest is in a folder")?.to_owned();
            tests.push(Test { name: name.to_owned(), program: program.into(), folder, modules: &[] });
        }
    }
    if tests.is_empty() || messages.iter().any(is_error) {
        let text = messages.iter().filter_map(|message| message.pointer("/message/rendered")?.as_str());
        bail!("the tests could not be built:\n{}", text.collect::<String>());
    }
    Ok(tests)
}

/// What cargo says, message by message.
fn cargo(tree: &Tree, words: &[&str]) -> Result<Vec<Value>> {
    let mut command = tree.environment(Command::new("cargo"));
    let (task, rest) = words.split_first().context("no task")?;
    let output = command.arg(task).arg("--message-format=json").args(rest).stderr(Stdio::null()).output()?;
    let text = String::from_utf8(output.stdout)?;
    Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
}
