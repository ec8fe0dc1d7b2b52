//! The figures: printed, and written into `docs/quality.md`.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;

use anyhow::{Context, Result};

use super::area::Area;
use super::list::{Listed, Mutant};
use super::results::{Outcome, merged};
use super::tool::Tool;
use crate::run::{root, say};

/// The figures of an area.
pub(crate) struct Row {
    area: Area,
    caught: usize,
    timeout: usize,
    unviable: usize,
    skipped: usize,
    open: usize,
    /// Those that no test catches.
    pub(crate) survivors: Vec<String>,
    /// How many were run, by day and commit.
    ran: BTreeMap<(String, String), usize>,
}

impl Row {
    fn of(area: Area, tool: &Tool, seed: u64) -> Result<Self> {
        let listed = Listed::of(area, tool, seed)?;
        let records = merged(&tool.tree.home.join(&tool.tree.commit), area)?;
        let (skipped, survivors, ran) = (listed.skipped, Vec::new(), BTreeMap::new());
        let mut row = Self { area, caught: 0, timeout: 0, unviable: 0, skipped, open: 0, survivors, ran };
        for Mutant { name, .. } in listed.run {
            let Some(record) = records.get(&name) else {
                row.open += 1;
                continue;
            };
            match record.outcome {
                Outcome::Caught => row.caught += 1,
                Outcome::Timeout => row.timeout += 1,
                Outcome::Unviable => row.unviable += 1,
                Outcome::Missed => row.survivors.push(name),
            }
            *row.ran.entry((record.on.clone(), record.at.clone())).or_default() += 1;
        }
        Ok(row)
    }

    fn all(&self) -> usize {
        self.caught + self.timeout + self.unviable + self.skipped + self.open + self.survivors.len()
    }

    /// How many of a hundred are caught, of those that were run and compile.
    #[expect(clippy::cast_precision_loss, reason = "mutants are counted in thousands")]
    fn percent(&self) -> String {
        let caught = self.caught + self.timeout;
        match caught + self.survivors.len() {
            0 => "–".to_owned(),
            all => format!("{:.1} %", caught as f64 * 100.0 / all as f64),
        }
    }

    fn line(&self) -> String {
        let ran: Vec<String> =
            self.ran.iter().rev().map(|((on, at), number)| format!("{number} on {on} at `{at}`")).collect();
        let sample =
            if self.area.one_in() == 1 { String::new() } else { format!(", one in {}", self.area.one_in()) };
        format!(
            "| {}{sample} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            self.area.name(),
            self.all(),
            self.caught,
            self.survivors.len(),
            self.timeout,
            self.unviable,
            self.skipped,
            self.open,
            self.percent(),
            if ran.is_empty() { "not yet".to_owned() } else { ran.join(", ") }
        )
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:12} {:4} mutants: {:4} caught, {} missed, {} timeouts, {} unviable, {} skipped, {} not run; {}",
            self.area.name(),
            self.all(),
            self.caught,
            self.survivors.len(),
            self.timeout,
            self.unviable,
            self.skipped,
            self.open,
            self.percent()
        )
    }
}

/// The figures of all areas at the commit.
pub(crate) fn rows(tool: &Tool, seed: u64) -> Result<Vec<Row>> {
    Area::ALL.into_iter().map(|area| Row::of(area, tool, seed)).collect()
}

/// Where the figures stand in the document.
const MARKS: [&str; 2] = ["<!-- cargo xtask mutants --write -->\n", "<!-- end -->"];

/// Writes the figures into the document.
pub(crate) fn write(rows: &[Row], seed: u64) -> Result<()> {
    let path = root().join("docs/quality.md");
    let text = fs::read_to_string(&path)?;
    let [start, end] = MARKS;
    let (before, rest) = text.split_once(start).context("docs/quality.md has lost its marks")?;
    let (_, after) = rest.split_once(end).context("docs/quality.md has lost its marks")?;
    let lines: Vec<String> = rows.iter().map(Row::line).collect();
    let survivors: Vec<String> =
        rows.iter().flat_map(|row| &row.survivors).map(|name| format!("- `{name}`")).collect();
    let survivors = if survivors.is_empty() {
        "No mutant that was run survives.".to_owned()
    } else {
        format!("Survivors:\n\n{}", survivors.join("\n"))
    };
    let table = format!(
        "Seed of the sample: {seed}.\n\n\
         | area | mutants | caught | missed | timeouts | unviable | skipped | not run | caught of those run | ran |\n\
         |---|---|---|---|---|---|---|---|---|---|\n{}\n\n{survivors}\n",
        lines.join("\n")
    );
    fs::write(&path, format!("{before}{start}\n{table}\n{end}{after}"))?;
    say("docs/quality.md is written");
    Ok(())
}
