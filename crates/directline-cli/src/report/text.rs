//! `--format text`: for people. Findings stand at the end, equal ones together, errors first.

use std::io::{self, Write};

use directline_validator::Level;

use super::diagnostic::Diagnostics;
use super::groups::Groups;
use super::{Judged, Report};
use crate::closing::{self, Asked};
use crate::color::Styles;
use crate::escape;
use crate::summary::Summary;

/// How much is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    /// The last line.
    Quiet,
    /// Findings, notes in one line each.
    Normal,
    /// Also every exchange and what could not be decided.
    Verbose,
}

/// How much of method and path stands in the list of exchanges, in characters.
const LONGEST_REQUEST: usize = 120;

/// The report for people.
pub(super) struct Text {
    detail: Detail,
    asked: Asked,
    styles: Styles,
    diagnostics: Diagnostics,
    groups: Groups,
    file: Option<String>,
}

impl Text {
    pub(super) fn new(detail: Detail, asked: Asked, colored: bool) -> Self {
        let styles = Styles::new(colored);
        let diagnostics = Diagnostics::new(colored);
        Self { detail, asked, styles, diagnostics, groups: Groups::default(), file: None }
    }

    /// One line for the exchange, and one for each rule that could not be decided.
    fn list(&mut self, out: &mut dyn Write, judged: &Judged<'_>) -> io::Result<()> {
        let exchange = &judged.recorded.exchange;
        let file = escape::terminal(&judged.shown.file(&exchange.source.capture));
        let dim = self.styles.dim;
        if self.file.as_ref() != Some(&file) {
            writeln!(out, "{0}{file}{0:#}", self.styles.strong)?;
            self.file = Some(file);
        }
        let verdict = judged.judgement.verdict;
        let style = match verdict.name() {
            "violates" => self.styles.error,
            "conforms" => self.styles.good,
            "inconclusive" => self.styles.warning,
            _ => dim,
        };
        let request = format!("{} {}", exchange.request.method, judged.path());
        let request = shorten(escape::terminal(&judged.shown.text(&request)));
        let number = exchange.source.index;
        let what = judged.what();
        writeln!(
            out,
            "{number:>5}  {style}{verdict:<12}{style:#}  {request}  {dim}{what}{dim:#}",
            verdict = verdict.name()
        )?;
        for one in &judged.judgement.inconclusive {
            writeln!(out, "       {dim}not decided: {}: {}{dim:#}", one.rule.name, one.reason.text())?;
        }
        Ok(())
    }

    fn findings(&self, out: &mut dyn Write) -> io::Result<()> {
        for level in [Level::Error, Level::Warning] {
            for group in self.groups.of(level) {
                self.diagnostics.write(out, group)?;
            }
        }
        let mut notes = self.groups.of(Level::Note).peekable();
        let has_notes = notes.peek().is_some();
        for group in notes {
            match self.detail {
                Detail::Verbose => self.diagnostics.write(out, group)?,
                Detail::Normal | Detail::Quiet => self.diagnostics.write_short(out, group)?,
            }
        }
        if has_notes && self.detail == Detail::Normal {
            writeln!(out)?;
        }
        if self.groups.beyond() > 0 {
            let more = closing::plural(self.groups.beyond(), "further finding");
            writeln!(out, "{more} of other kinds: too many to show; --format ndjson has them all\n")?;
        }
        Ok(())
    }
}

impl Report for Text {
    fn begin(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn exchange(&mut self, out: &mut dyn Write, judged: &Judged<'_>) -> io::Result<()> {
        if self.detail == Detail::Quiet {
            return Ok(());
        }
        if self.detail == Detail::Verbose {
            self.list(out, judged)?;
        }
        self.groups.add(judged);
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        if self.detail == Detail::Verbose && self.file.is_some() {
            writeln!(out)?;
        }
        if self.detail != Detail::Quiet {
            self.findings(out)?;
            gaps(out, summary)?;
        }
        let style = match closing::verdict(summary) {
            "violates" => self.styles.error,
            "conforms" => self.styles.good,
            _ => self.styles.warning,
        };
        let line = self.asked.last_line(summary);
        let (verdict, rest) = line.split_once(':').unwrap_or((&line, ""));
        writeln!(out, "{style}{verdict}{style:#}:{rest}")?;
        match self.asked.next_step(summary) {
            Some(step) if self.detail != Detail::Quiet => writeln!(out, "next: {step}"),
            _ => Ok(()),
        }
    }
}

/// At most [`LONGEST_REQUEST`] characters of a text from which secrets are gone.
fn shorten(text: String) -> String {
    match text.char_indices().nth(LONGEST_REQUEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// What was not judged, and why.
fn gaps(out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
    let mut any = false;
    for (reason, undecided) in summary.undecided() {
        any = true;
        let rules: Vec<&str> = undecided.rules.iter().copied().collect();
        let number = closing::plural(rules.len() as u64, "rule");
        let exchanges = closing::plural(undecided.exchanges, "exchange");
        let named = match rules.as_slice() {
            few @ ([_] | [_, _] | [_, _, _]) => format!(" ({})", few.join(", ")),
            _ => " (-v names them)".to_owned(),
        };
        writeln!(out, "not decided: {number} in {exchanges}, {}{named}", reason.text())?;
    }
    if let Some(number) = summary.out_of_scope().get("direct-line-3.0") {
        any = true;
        writeln!(out, "not judged: {} of Direct Line 3.0", closing::plural(*number, "exchange"))?;
    }
    let bases = summary.other_bases();
    if !bases.is_empty() {
        any = true;
        writeln!(out, "not judged: requests with paths of Direct Line to {}", closing::hosts(&bases))?;
    }
    if any { writeln!(out) } else { Ok(()) }
}
