//! The table of figures, printed and committed.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::run::say;

/// One figure and its goals.
pub(super) struct Row {
    name: String,
    value: f64,
    must: String,
    aim: String,
    is_met: bool,
}

impl Row {
    /// Of a figure that should be as large as that, or larger.
    pub(super) fn more(name: String, value: f64, must: &str, aim: &str) -> Self {
        let is_met = must.parse().is_ok_and(|must: f64| value >= must);
        Self { name, value, must: sign("≥", must), aim: aim.to_owned(), is_met }
    }

    /// Of a figure that should be as small as that, or smaller.
    pub(super) fn less(name: String, value: f64, must: &str, aim: &str) -> Self {
        let is_met = must.parse().is_ok_and(|must: f64| value <= must);
        Self { name, value, must: sign("≤", must), aim: aim.to_owned(), is_met }
    }

    fn says(&self) -> &'static str {
        match (self.must.is_empty(), self.is_met) {
            (true, _) => "",
            (false, true) => "met",
            (false, false) => "missed",
        }
    }
}

fn sign(sign: &str, goal: &str) -> String {
    if goal.is_empty() { String::new() } else { format!("{sign} {goal}") }
}

/// All figures.
#[derive(Default)]
pub(super) struct Figures {
    rows: Vec<Row>,
}

impl Figures {
    pub(super) fn push(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// Prints the table.
    pub(super) fn print(&self) {
        say("");
        for row in &self.rows {
            say(&format!(
                "{:82} {:>9.2}  {:7} {:>5}  {}",
                row.name,
                row.value,
                row.must,
                row.aim,
                row.says()
            ));
        }
    }

    /// Writes the table for the guide.
    pub(super) fn write(&self, path: &Path) -> Result<()> {
        let mut page = format!(
            "# Performance\n\nHow fast `directline verify` reads recordings, with all rules on and findings with their places. Made by `cargo xtask bench\n\
             --write` on {}; {}, {} cores. The command makes the recordings itself; contenders ran in turn, figures are medians, and\n\
             ratios are taken within one run. Other machines give other times and much the same ratios.\n\n\
             What is missed is limited by the sum of many parts, none of which stands out: an exchange is parsed with the place of each\n\
             value, its header fields and bodies become objects, secrets are learnt, each rule that applies looks at it, and what rules\n\
             across exchanges need is kept. The rows about microseconds say how that is divided.\n\n| figure | measured | must | aim | |\n|---|---|---|---|---|\n",
            output("date", &["-u", "+%Y-%m-%d"]),
            output("rustc", &["--version"]),
            std::thread::available_parallelism().map_or(1, usize::from),
        );
        for row in &self.rows {
            writeln!(
                page,
                "| {} | {:.2} | {} | {} | {} |",
                row.name,
                row.value,
                row.must,
                row.aim,
                row.says()
            )?;
        }
        Ok(fs::write(path, page)?)
    }
}

fn output(program: &str, words: &[&str]) -> String {
    let output = Command::new(program).args(words).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}
