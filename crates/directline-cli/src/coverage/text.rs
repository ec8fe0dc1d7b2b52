//! Coverage for people: three numbers of each kind, then what is missing by name.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{Cell, CellState, CoverageRecord, Row};
use crate::closing::plural;
use crate::color::Styles;

/// How many missing rules of a family are named.
const MOST_NAMED: usize = 3;

impl CoverageRecord {
    /// The tables. With `all` every missing rule and statement is named.
    pub(crate) fn write(&self, out: &mut dyn Write, styles: &Styles, all: bool) -> io::Result<()> {
        self.write_numbers(out, styles)?;
        // Objects by themselves are part of no operation.
        if self.statuses.iter().any(|status| status.exchanges > 0) {
            write_rows(out, "operations", &self.operations(), styles)?;
        }
        write_rows(out, "objects", &self.objects(), styles)?;
        self.write_rules(out, styles, all)?;
        if all {
            self.write_statements(out)?;
        }
        writeln!(out)
    }

    fn write_numbers(&self, out: &mut dyn Write, styles: &Styles) -> io::Result<()> {
        let strong = styles.strong;
        let (rules, statements) = (&self.numbers.rules, &self.numbers.statements);
        let (statuses, members) = (&self.numbers.statuses, &self.numbers.members);
        writeln!(out, "{strong}coverage{strong:#}       exist  exercised   held")?;
        let mut line = |name: &str, exist: usize, exercised: usize, held: String, more: String| {
            let line = format!("  {name:<12} {exist:>5}  {exercised:>9}  {held:>5}{more}");
            writeln!(out, "{}", line.trim_end())
        };
        let mut more = format!("   {} % of the {} that ran", self.percent, rules.ran);
        if rules.undecided > 0 {
            // Writing to a string does not fail.
            let _ = write!(more, "; {} never decided", rules.undecided);
        }
        line("rules", rules.exist, rules.exercised, rules.held.to_string(), more)?;
        let more = format!("   {} of them can be checked", statements.checkable);
        line("statements", statements.exist, statements.exercised, statements.held.to_string(), more)?;
        line("statuses", statuses.exist, statuses.seen, String::new(), String::new())?;
        line("members", members.exist, members.seen, String::new(), String::new())?;
        writeln!(out)
    }

    fn write_rules(&self, out: &mut dyn Write, styles: &Styles, all: bool) -> io::Result<()> {
        writeln!(out, "{0}rules{0:#}", styles.strong)?;
        for Row { label, cells } in self.families() {
            let is_exercised = |cell: &&Cell| cell.state.is_exercised();
            let exercised = cells.iter().filter(is_exercised).count();
            let missing: Vec<&str> =
                cells.iter().filter(|cell| !is_exercised(cell)).map(|cell| cell.label.as_str()).collect();
            let number = format!("{exercised} of {}", cells.len());
            if missing.is_empty() {
                writeln!(out, "  {label:<24} {number}")?;
                continue;
            }
            let most = if all { missing.len() } else { MOST_NAMED };
            let mut names = missing.iter().take(most).copied().collect::<Vec<_>>().join(", ");
            if let Some(more) = missing.len().checked_sub(most).filter(|more| *more > 0) {
                let _ = write!(names, " and {more} more");
            }
            writeln!(out, "  {label:<24} {number:<9} {0}not exercised: {names}{0:#}", styles.dim)?;
        }
        Ok(())
    }

    fn write_statements(&self, out: &mut dyn Write) -> io::Result<()> {
        let missing = |one: &&super::record::StatementRecord| {
            one.held_by != "nothing" && !matches!(one.state, "held" | "violated")
        };
        let missing: Vec<&str> = self.statements.iter().filter(missing).map(|one| one.statement).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let number = plural(missing.len() as u64, "statement");
        writeln!(out, "{number} not exercised: {}", missing.join(" "))
    }
}

/// A line for each row: what was seen, then what was not.
fn write_rows(out: &mut dyn Write, title: &str, rows: &[Row], styles: &Styles) -> io::Result<()> {
    writeln!(out, "{0}{title}{0:#}", styles.strong)?;
    for Row { label, cells } in rows {
        let is_missing = |cell: &&Cell| cell.state == CellState::Missing;
        let seen: Vec<String> = cells.iter().filter(|cell| !is_missing(cell)).map(shown).collect();
        let missing: Vec<&str> = cells.iter().filter(is_missing).map(|cell| cell.label.as_str()).collect();
        let seen = if seen.is_empty() { "none seen".to_owned() } else { seen.join(", ") };
        let missing = match missing.as_slice() {
            [] => String::new(),
            all if all.len() == cells.len() => format!(" {0}of {1}{0:#}", styles.dim, all.join(" ")),
            some => format!(" {0}· not seen: {1}{0:#}", styles.dim, some.join(" ")),
        };
        writeln!(out, "  {label:<24} {seen}{missing}")?;
    }
    writeln!(out)
}

/// A cell that was seen, with its number and what is special about it.
fn shown(cell: &Cell) -> String {
    let special = match cell.state {
        CellState::Undocumented => Some("undocumented"),
        CellState::Found(level) => Some(level.name()),
        CellState::Missing | CellState::Undecided | CellState::Good => None,
    };
    let number = (cell.exchanges > 0).then(|| cell.exchanges.to_string());
    match [number.as_deref(), special].into_iter().flatten().collect::<Vec<_>>().join(", ").as_str() {
        "" => cell.label.clone(),
        about => format!("{} ({about})", cell.label),
    }
}
